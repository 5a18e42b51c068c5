"""A pack's page is read in words: no sheet name, key or code of ours stands on it."""

import re

import pytest
from django.utils import translation

from quanheng.platform.common import scheme_pages, scheme_words
from quanheng.schemes import shipped, shipped_packs

PACKS = shipped_packs()
LANGUAGES = ("zh-hans", "en")
CODES = re.compile(r"\b[a-z]+[_.][a-z_]+\b")


def texts(name: str, language: str) -> list[str]:
    with translation.override(language):
        found = scheme_pages.sections(shipped(name))
        return [text for s in found for text in (s.title, *(t for line in s.lines for t in (line.name, line.says)))]  # fmt: skip


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_shows_a_code(name, language):
    assert [text for text in texts(name, language) if CODES.search(text)] == []


@pytest.mark.parametrize("name", PACKS)
def test_every_row_of_a_pack_is_one_line_with_a_name(name):
    pack = shipped(name)
    lines = [line for section in scheme_pages.sections(pack) for line in section.lines]
    assert {line.row.key for line in lines} == {row.key for row in pack.rows}
    assert all(line.name for line in lines)


def test_a_setting_is_told_with_its_unit():
    with translation.override("en"):
        lines = [line for s in scheme_pages.sections(shipped("hebei-guide")) for line in s.lines]
    assert next(line.says for line in lines if line.row.key == "evaluation.accept") == "10 working days"


@pytest.mark.parametrize("name", PACKS)
def test_every_sheet_and_list_has_a_heading(name):
    rows = shipped(name).rows
    lists = {str(row.fields["list"]) for row in rows if row.table == "items"}
    bare = {item for item in lists if item.partition(".")[0] not in scheme_words.OWNERS}
    owned = {item.partition(".")[2] for item in lists - bare}
    assert bare | owned <= set(scheme_words.LISTS)
    assert {row.table for row in rows} - {"items"} <= set(scheme_words.SHEETS)


def test_the_page_of_a_pack_opens_for_visitors_with_its_marks(client):
    page = client.get("/schemes/hebei-guide/", headers={"accept-language": "zh-hans"}).content.decode()
    assert ("成熟度级别" in page, "第1级 报告级" in page, "<code>level.1</code>" in page) == (
        True,
        True,
        False,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/listings/", "/lots/", "/institutions/"])
def test_a_visitor_gets_no_side_menu_beside_a_list(client, path):
    assert "qh-public" in client.get(path).content.decode().partition(">")[2].partition(">")[0]
