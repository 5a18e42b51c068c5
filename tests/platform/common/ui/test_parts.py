"""The values that pages are drawn from."""

from dataclasses import replace

import pytest

from quanheng.platform.common.ui import samples
from quanheng.platform.common.ui.parts import Cell, Column, Row, Table, Tag
from quanheng.platform.common.ui.rows import table_body

COLUMNS = [Column("number", "Number", sort="number", sticky=True), Column("field", "Field", secondary=True)]


def table(**changes):
    return replace(Table(COLUMNS, [Row([Cell("a")])], total=186, page=5, pages=10, query="q=x"), **changes)


def test_a_tag_of_an_unknown_tone_says_which_tones_there_are():
    with pytest.raises(ValueError, match="got 'red', takes one of neutral, info"):
        Tag("Draft", "red")


def test_a_pager_shows_both_ends_and_the_neighbours():
    assert [link.number for link in table().page_links] == [1, 0, 3, 4, 5, 6, 7, 0, 10]


def test_a_single_page_has_no_pager():
    assert table(pages=1).page_links == ()


def test_a_page_link_keeps_filters_and_order():
    assert table(sort="-number").page_url(2) == "?q=x&sort=-number&page=2"


@pytest.mark.parametrize(
    ("sort", "url", "direction"),
    [
        ("", "?q=x&sort=number", ""),
        ("number", "?q=x&sort=-number", "ascending"),
        ("-number", "?q=x&sort=number", "descending"),
    ],
)
def test_a_heading_turns_the_order_round(sort, url, direction):
    head = table(sort=sort).heads[0]
    assert (head.url, head.direction) == (url, direction)


def test_a_column_without_a_sort_word_is_no_link():
    assert table().heads[1].url == ""


def test_sticky_and_folded_columns_are_marked_on_the_table():
    assert table().classes == "qh-fold-2 qh-stick-first"


def test_the_first_cell_of_a_row_that_opens_becomes_its_link():
    body = table_body([Row([Cell("BD-2026-00007"), Cell("x")], url="/lots/BD-2026-00007/")])
    assert (
        body
        == '<tr data-url="/lots/BD-2026-00007/"><td><a href="/lots/BD-2026-00007/">BD-2026-00007</a></td><td>x</td></tr>'
    )


def test_a_cell_of_its_own_address_keeps_it():
    body = table_body([Row([Cell("a"), Cell("b", url="/b/")], url="/row/")])
    assert body == '<tr data-url="/row/"><td>a</td><td><a href="/b/">b</a></td></tr>'


def test_what_people_typed_cannot_become_markup():
    body = table_body([Row([Cell("<script>", url='/"><b>', hint="<i>", tag=Tag("<u>"))])])
    assert [mark for mark in ("<script>", "<b>", "<i>", "<u>", '"/">') if mark in body] == []


def test_numbers_stand_to_the_right():
    assert (
        table_body([Row([Cell("1", numeric=True)], selected=True)])
        == '<tr class="qh-selected"><td class="qh-num">1</td></tr>'
    )


def test_each_tone_has_a_sample():
    assert [tag.tone for tag in samples.tags()] == ["neutral", "info", "wait", "ok", "warn", "bad", "closed"]
