"""The one catalogue: complete, with the same places in both languages, and with the glossary's words."""

import re
from pathlib import Path

import polib
import pytest

import extraction

GLOSSARY = Path(__file__).parent.parent / "docs" / "glossary.md"
PLACES = re.compile(r"%\((\w+)\)[sd]|%[sd]")
HAN = re.compile(r"[\u4e00-\u9fff]+")
ORDINARY = ("标明", "下游客户", "第一期", "下一期", "最后一期", "资产评估", "评估机构", "评估报告")
"""Ordinary words that hold a struck one by chance, and the words of the two fixed sentences on appraisal."""
STATES = re.compile(r"^[A-Z][A-Z_]+$")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(extraction.CATALOGUE))


def rows() -> list[tuple[str, str, str, str]]:
    """Return (Chinese, identifier, English, avoided) of every word of the glossary."""
    found = []
    for line in GLOSSARY.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and cells[2] and not cells[0].startswith(("---", "中文")):
            families = [[part.strip() for part in cell.split(";")] for cell in cells[:3]]
            found += [(*words, cells[3]) for words in zip(*families, strict=False)]
    return found


def test_every_message_of_the_code_is_translated(catalogue):
    known = {entry.msgid for entry in catalogue if entry.translated()}
    known |= {entry.msgid_plural for entry in catalogue if entry.msgid_plural and entry.translated()}
    assert {text: place for text, place in extraction.messages().items() if text not in known} == {}


def test_nothing_is_fuzzy_or_left_over(catalogue):
    literals = extraction.all_literals()
    assert [e.msgid for e in catalogue if e.fuzzy or e.obsolete or e.msgid not in literals] == []


def test_both_languages_name_the_same_places(catalogue):
    assert [
        (entry.msgid, text)
        for entry in catalogue
        for text in texts(entry)
        if places(text) != places(source(entry))
    ] == []


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def source(entry: polib.POEntry) -> str:
    return str(entry.msgid_plural or entry.msgid)


def places(text: str) -> set[str]:
    return set(PLACES.findall(text))


def test_no_entry_stands_twice(catalogue):
    ids = [entry.msgid for entry in catalogue]
    assert len(ids) == len(set(ids))


def test_labels_of_the_glossary_stand_with_their_pair(catalogue):
    pairs = {english: chinese for chinese, identifier, english, _ in rows() if not STATES.match(identifier)}
    wrong = {e.msgid: e.msgstr for e in catalogue if e.msgid in pairs and e.msgstr != pairs[e.msgid]}
    assert wrong == {}


def test_avoided_words_stand_nowhere(catalogue):
    """Words struck out without a condition are used in no message; longer words of the glossary are masked first."""
    good = sorted({chinese for chinese, *_ in rows()} | set(ORDINARY), key=len, reverse=True)
    struck = {word for _, name, _, note in rows() if not STATES.match(name) for word in avoided(note)} - set(
        good
    )
    wrong = []
    for entry in catalogue:
        text = entry.msgstr
        for word in good:
            text = text.replace(word, "＊")
        wrong += [(word, entry.msgstr) for word in struck if word in text]
    assert wrong == []


def avoided(note: str) -> list[str]:
    """Return the Chinese words that a note strikes out without a condition (“for this”, “alone”, …)."""
    match = re.search(r"✗([^·]*)", note)
    if match and re.search(r"for this|alone|as a label|as our label|as a verb|as a field", match[1]):
        return []
    parts = [part.strip() for part in match[1].split(",")] if match else []
    return [part for part in parts if HAN.fullmatch(part)]
