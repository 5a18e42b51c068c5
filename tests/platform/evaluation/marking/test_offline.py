"""J5.3: take the score sheet home, fill it in, see what changes, take it over; the same rules as on the pages."""

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from factories import accounts, marking
from factories.marking import NOW, expert_of, sheets
from quanheng.platform.common import drafts
from quanheng.platform.common.drafts import Draft
from quanheng.platform.common.journal.models import JournalEntry
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import boards
from quanheng.platform.evaluation.marking import services
from quanheng.platform.evaluation.models import Sheet, SheetMark

pytestmark = pytest.mark.django_db
HEAD, FIRST = 8, 9
BAND, POINTS, ABSTENTION, REMARK = "DEFG"
GOOD = {BAND: "Mostly holds", POINTS: 84.5}

ROW_FAULTS = [
    ({**GOOD, POINTS: "95分"}, "Points", "takes a number"),
    ({**GOOD, POINTS: "95,5"}, "Points", "takes a number"),
    ({**GOOD, POINTS: "0,095"}, "Points", "takes a number"),
    ({**GOOD, POINTS: True}, "Points", "takes a number"),
    ({**GOOD, POINTS: -1}, "Points", "takes 0 to 100"),
    ({**GOOD, POINTS: 100.1}, "Points", "takes 0 to 100"),
    ({**GOOD, POINTS: 84.55}, "Points", "Points: got 84.55, takes steps of 0.1"),
    (
        {BAND: "Holds", POINTS: 84},
        "Points",
        "Points: got 84, takes 90 to 100 in the band you chose",
    ),
    ({BAND: "Holds"}, "Points", "Points: got nothing, takes points inside the band"),
    ({REMARK: "Good"}, "Points", "takes points, or the reason not to mark"),
    (
        {BAND: "Novel in part", POINTS: 80},
        "Rubric band",
        "takes one of Holds, Mostly holds, In doubt",
    ),
    (
        {**GOOD, ABSTENTION: "No data"},
        "Reason not to mark",
        "takes points or a reason not to mark, not both",
    ),
    (
        {ABSTENTION: "No data", REMARK: "Really"},
        "Remark",
        "takes nothing beside a reason not to mark; write all of it there",
    ),
    (
        {BAND: "In doubt", POINTS: 59.9},
        "Remark",
        "Remark: got nothing, takes your reason for points below 60 or above 90",
    ),
    (
        {BAND: "Holds", POINTS: 90.1},
        "Remark",
        "Remark: got nothing, takes your reason for points below 60 or above 90",
    ),
    ({**GOOD, REMARK: "x" * 1001}, "Remark", "takes at most 1000 characters"),
    (
        {**GOOD, REMARK: "a\u202eb"},
        "Remark",
        "got the invisible character U+202E at place 2, takes characters that can be seen",
    ),
    ({**GOOD, "A": "9 Invented"}, "Indicator", "takes one of "),
    ({**GOOD, "A": None}, "Indicator", "a value is required"),
    ({**GOOD, POINTS: "=80+4"}, "E9", "takes a value, not a formula; paste it as a value"),
]
"""What a row may say wrongly: its cells, the column that is named, how the sentence begins."""


@pytest.fixture
def case(db, monkeypatch):
    monkeypatch.setattr("quanheng.platform.common.pages.clock.now", lambda: NOW + timedelta(hours=1))
    return marking.scoring()


def page(case, name: str = "marking_offline"):
    return reverse(f"evaluation:{name}", args=[case.number])


class Desk:
    """One expert before the sheet of one case."""

    def __init__(self, case, place: int = 0, language: str = "en") -> None:
        self.case, self.sheet = case, sheets(case, "competitive")[place]
        self.client = accounts.client_for(expert_of(self.sheet), language)

    def book(self) -> Workbook:
        return load_workbook(BytesIO(self.client.get(page(self.case, "marking_workbook")).content))

    def filled(self, *rows: dict[str, object]) -> Workbook:
        book = self.book()
        for number, cells in enumerate(rows, FIRST):
            for column, value in cells.items():
                book.worksheets[0][f"{column}{number}"] = value
        return book

    def send(self, book: Workbook | bytes, name: str = "评分表.xlsx"):
        upload = SimpleUploadedFile(name, book if isinstance(book, bytes) else content(book))
        return self.client.post(page(self.case), {"file": upload})

    def confirm(self, **more: str):
        data = hidden(self.client.get(page(self.case, "marking_offline_confirm"))) | more
        return self.client.post(page(self.case, "marking_offline_confirm"), data), data

    def faults(self, *rows: dict[str, object]) -> list[tuple[str, ...]]:
        """Return the faults of a sheet filled in with `rows`: row, column, got, takes. Nothing was written."""
        before = untouched()
        answer = self.send(self.filled(*rows))
        assert (answer.status_code, untouched()) == (422, before)
        return listed(answer)


def content(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def hidden(answer) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode()))


def listed(answer) -> list[tuple[str, ...]]:
    text = answer.content.decode()
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body.split("</tr>") if "<td" in row]
    return [tuple(cells[1:]) for cells in rows]


def untouched():
    return (
        SheetMark.objects.count(),
        Draft.objects.count(),
        JournalEntry.objects.count(),
        Sheet.objects.exclude(state="open").count(),
    )


def marks(sheet) -> list[tuple[object, ...]]:
    rows = SheetMark.objects.filter(sheet=sheet).order_by("indicator")
    return [(mark.indicator, mark.status, mark.band, mark.points, mark.reason) for mark in rows]


def test_a_sheet_filled_in_offline_gives_the_marks_that_were_written(case):
    desk = Desk(case)
    book = desk.filled(GOOD, {BAND: "Known", POINTS: 0, REMARK: "Nothing new"}, {ABSTENTION: "Not my field"})
    assert desk.send(book)["Location"] == page(case, "marking_offline_confirm")
    answer, _data = desk.confirm()
    assert answer["Location"] == page(case, "marking_check")
    assert marks(desk.sheet) == [
        ("performance_lead", "abstained", "", None, "Not my field"),
        ("principle_feasibility", "scored", "middle", Decimal("84.5"), ""),
        ("route_novelty", "scored", "low", Decimal("0.0"), "Nothing new"),
    ]


def test_marks_given_on_the_pages_come_back_unchanged_from_the_workbook(case):
    desk = Desk(case)
    marking.mark(desk.sheet, lambda _sheet, place: [95, "59.9", 60][place - 1])
    before = marks(desk.sheet)
    desk.send(desk.book())
    text = desk.client.get(page(case, "marking_offline_confirm")).content.decode()
    assert ("0 new, 0 changed, 3 unchanged, 0 empty" in text, "Take over" in text) == (True, False)
    assert marks(desk.sheet) == before


def test_an_upload_writes_no_mark_before_it_is_confirmed(case):
    desk = Desk(case)
    desk.send(desk.filled(GOOD))
    assert (SheetMark.objects.count(), desk.sheet.state) == (0, "open")


def test_the_preview_shows_old_and_new(case):
    desk = Desk(case)
    marking.mark(desk.sheet)
    desk.send(desk.filled({POINTS: 71}))
    text = desk.client.get(page(case, "marking_offline_confirm")).content.decode()
    assert re.search(r"80 \(Mostly holds\).*?71 \(Mostly holds\)", text, re.DOTALL)
    assert "0 new, 1 changed, 2 unchanged, 0 empty" in text


def test_an_empty_row_is_missing_and_leaves_the_mark_that_stands(case):
    desk = Desk(case)
    empty = desk.book()
    marking.mark(desk.sheet)
    empty.worksheets[0][f"{POINTS}{FIRST}"] = 70
    desk.send(empty)
    desk.confirm()
    assert [points for *_, points, _reason in marks(desk.sheet)] == [80, 70, 80]


def test_an_empty_row_of_an_unmarked_indicator_stays_open(case):
    desk = Desk(case)
    desk.send(desk.filled(GOOD))
    desk.confirm()
    assert [mark[0] for mark in marks(desk.sheet)] == ["principle_feasibility"]


def test_the_check_page_tells_of_a_file_that_was_read_and_not_taken_over(case):
    desk = Desk(case)
    desk.send(desk.filled(GOOD))
    link = f'href="{page(case, "marking_offline_confirm")}"'
    before = desk.client.get(page(case, "marking_check")).content.decode()
    desk.confirm()
    after = desk.client.get(page(case, "marking_check")).content.decode()
    assert (link in before, link in after) == (True, False)


def test_points_alone_bring_their_band_and_the_preview_says_so(case):
    desk = Desk(case)
    desk.send(desk.filled({POINTS: 92, REMARK: "Shown"}))
    text = desk.client.get(page(case, "marking_offline_confirm")).content.decode()
    desk.confirm()
    assert ("The band follows from the points" in text, marks(desk.sheet)[0][2]) == (True, "high")


def test_full_width_digits_are_the_same_number(case):
    desk = Desk(case)
    desk.send(desk.filled({BAND: "Holds", POINTS: "９５", REMARK: "Shown"}))
    desk.confirm()
    assert marks(desk.sheet)[0][3] == 95


def test_a_row_that_does_not_fit_is_named_with_its_cell(case):
    desk = Desk(case)
    found = [
        next((at, said) for row, at, _got, said in desk.faults(cells) if row == str(FIRST))
        for cells, _column, _takes in ROW_FAULTS
    ]
    named = [
        (at, said.startswith(takes)) for (at, said), (_, _, takes) in zip(found, ROW_FAULTS, strict=True)
    ]
    assert named == [(column, True) for _cells, column, _takes in ROW_FAULTS]


def test_all_faults_of_all_rows_come_back_at_once(case):
    found = Desk(case).faults(
        {BAND: "Holds", POINTS: "viel"},
        {BAND: "Known", POINTS: 10},
        {BAND: "Nonsense", POINTS: 101, ABSTENTION: "x"},
    )
    assert [(row, column, got) for row, column, got, _takes in found] == [
        ("9", "Points", "viel"),
        ("10", "Remark", "—"),
        ("11", "Rubric band", "Nonsense"),
        ("11", "Points", "101"),
    ]


def test_a_second_row_of_an_indicator_and_one_too_many_are_named(case):
    rows = [GOOD, {}, {}, {"A": "1 Feasibility of the principle", POINTS: 70}, {"A": "Extra"}]
    found = Desk(case).faults(*rows)
    assert [(row, takes.split("、")[0]) for row, _column, _got, takes in found] == [
        ("12", "stands already in row 9"),
        ("13", "takes one of 1 Feasibility of the principle"),
    ]


def test_a_row_that_is_gone_is_missed(case):
    desk = Desk(case)
    book = desk.filled(GOOD)
    book.worksheets[0].delete_rows(FIRST + 1)
    assert listed(desk.send(book)) == [("—", "Indicator", "—", "takes a row for 2 Novelty of the route")]


def test_merged_cells_are_named_and_not_read_as_empty(case):
    desk = Desk(case)
    book = desk.filled(GOOD, GOOD)
    book.worksheets[0].merge_cells(f"{POINTS}{FIRST}:{POINTS}{FIRST + 1}")
    assert listed(desk.send(book))[0] == (
        "9",
        "E9:E10",
        "E9:E10",
        "takes single cells, not merged ones; unmerge them",
    )


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("case", "PJ-2025-00001", "is a score sheet of PJ-2025-00001"),
        ("expert", "E-02", "is the score sheet of the expert code E-02, takes yours: E-01"),
        ("plan", "0" * 64, "was made for another version of the plan"),
        ("template", "score-sheet", "is not a score sheet of your desk"),
        ("language", "fr", "is not a score sheet of your desk"),
    ],
)
def test_a_workbook_of_something_else_is_refused_with_the_reason(case, key, value, said):
    desk = Desk(case)
    book = desk.filled(GOOD)
    cell = next(row[1] for row in book["_meta"].iter_rows() if row[0].value == key)
    cell.value = value
    before = untouched()
    answer = desk.send(book)
    assert (answer.status_code, said in answer.content.decode(), untouched()) == (422, True, before)


def test_a_colleague_sheet_and_another_case_are_refused(case):
    mine, colleague, elsewhere = Desk(case), Desk(case, 1), Desk(marking.scoring())
    texts = [mine.send(other.filled(GOOD)).content.decode() for other in (colleague, elsewhere)]
    assert "the expert code E-02, takes yours: E-01" in texts[0]
    assert f"is a score sheet of {elsewhere.case.number}, takes the one of {case.number}" in texts[1]


def test_a_workbook_without_its_hidden_sheet_is_refused(case):
    desk = Desk(case)
    book = desk.filled(GOOD)
    del book["_meta"]
    assert "is not a score sheet of your desk" in desk.send(book).content.decode()


@pytest.mark.parametrize(
    ("name", "poison", "said"),
    [
        ("marks.xlsx", b"not a workbook", "does not parse as a ZIP archive"),
        ("marks.xlsx", b"", "The submitted file is empty"),
        ("marks.csv", b"a,b\r\n1,2\r\n", "takes a file of type xlsx"),
        ("marks.pdf", b"%PDF-1.7", "takes a file of type xlsx"),
        ("marks.xlsm", b"PK\x03\x04", "takes a file of type xlsx"),
    ],
)
def test_what_is_no_workbook_is_refused(case, name, poison, said):
    answer = Desk(case).send(poison, name)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_a_submitted_sheet_takes_no_workbook(case):
    desk = Desk(case)
    book = desk.filled(GOOD)
    marking.submit(desk.sheet)
    before = marks(desk.sheet)
    answer = desk.send(book)
    assert (answer.status_code, "This score sheet is final" in answer.content.decode()) == (422, True)
    assert (marks(desk.sheet), desk.client.get(page(case))["Location"]) == (before, page(case, "marking"))
    assert desk.client.get(page(case, "marking_workbook")).status_code == 409


def test_a_double_click_takes_the_marks_over_once(case):
    desk = Desk(case)
    desk.send(desk.filled(GOOD))
    first, data = desk.confirm()
    second = desk.client.post(page(case, "marking_offline_confirm"), data)
    kinds = JournalEntry.objects.filter(kind="marking.sheet_read").count()
    assert (first["Location"], second["Location"], kinds) == (page(case, "marking_check"),) * 2 + (1,)


def test_marks_changed_since_the_preview_are_not_overwritten(case):
    desk = Desk(case)
    desk.send(desk.filled(GOOD))
    data = hidden(desk.client.get(page(case, "marking_offline_confirm")))
    marking.mark(desk.sheet)
    before = marks(desk.sheet)
    answer = desk.client.post(page(case, "marking_offline_confirm"), data)
    assert (answer.status_code, marks(desk.sheet)) == (409, before)
    assert "1 changed" in answer.content.decode()


def test_a_preview_is_not_confirmed_with_another_file(case):
    desk = Desk(case)
    desk.send(desk.filled(GOOD))
    data = hidden(desk.client.get(page(case, "marking_offline_confirm")))
    desk.send(desk.filled({BAND: "Mostly holds", POINTS: 61}))
    answer = desk.client.post(page(case, "marking_offline_confirm"), data)
    assert (answer.status_code, SheetMark.objects.count()) == (409, 0)


def test_the_file_overtakes_a_half_change_on_the_page_and_says_so(case):
    desk = Desk(case)
    item = reverse("evaluation:marking_item", args=[case.number, 1])
    desk.client.post(f"{item}draft/", {"band": "low", "points": "45", "draft_version": "0"})
    desk.send(desk.filled(GOOD))
    text = desk.client.get(page(case, "marking_offline_confirm")).content.decode()
    desk.confirm()
    person = expert_of(desk.sheet).person_id
    assert ("that is not complete gives way" in text, drafts.load(person, item)) == (True, None)
    assert Draft.objects.count() == 0


def test_a_journal_entry_seals_what_was_taken_over_and_waits_with_its_sentence(case):
    desk = Desk(case)
    desk.send(desk.filled(GOOD))
    desk.confirm()
    entry = JournalEntry.objects.get(kind="marking.sheet_read")
    assert entry.parts.get(name="body").value["digest"] == services.digest(desk.sheet)
    told = [line.sentence for line in boards.record(case, marking.lead_of(case))]
    assert [text for text in told if "workbook" in str(text)] == []


@pytest.mark.parametrize("name", ["marking_offline", "marking_workbook", "marking_offline_confirm"])
def test_a_foreign_sheet_does_not_exist(case, name):
    strangers = [expert_of(sheets(marking.scoring())[0]), accounts.actor(Role.LEAD), marking.lead_of(case)]
    answers = [accounts.client_for(actor).get(page(case, name)).status_code for actor in strangers]
    assert answers == [404, 404, 404]


def test_a_workbook_tells_nothing_of_colleagues(case):
    desk = Desk(case)
    marking.mark(sheets(case, "competitive")[1], lambda _sheet, _place: "77.7")
    cells = [
        str(cell.value) for table in desk.book() for row in table.iter_rows() for cell in row if cell.value
    ]
    assert [text for text in cells if "77.7" in text or "E-02" in text] == []


def test_only_the_yellow_cells_are_open_and_every_band_can_be_chosen(case):
    table = (book := Desk(case).book()).worksheets[0]
    unlocked = {cell.coordinate for row in table.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {f"{column}{row}" for column in "DEFG" for row in range(FIRST, FIRST + 3)}
    assert (table.protection.sheet, book.security.lockStructure) == (True, True)
    lists = {str(rule.sqref): rule.formula1 for rule in table.data_validations.dataValidation}
    assert (lists["D10"], lists["E10"].startswith("AND(ISNUMBER(E10),E10>=0,E10<=100")) == (
        "'_选项'!$B$1:$B$3",
        True,
    )
    labels = [book["_选项"][f"B{row}"].value for row in (1, 2, 3)]
    assert labels == ["First of its kind", "Novel in part", "Known"]


def test_the_sheet_prints_on_a4_with_its_heads_and_whose_it_is_on_every_page(case):
    desk = Desk(case)
    table = desk.book().worksheets[0]
    setup = table.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
    assert (table.print_title_rows, table.print_area) == ("$8:$8", "'Score sheet'!$A$1:$G$11")
    said = f"{case.number} · plan {desk.sheet.plan.fingerprint[:16]} · expert code E-01"
    assert (table.oddHeader.right.text, str(table["A2"].value).startswith(said)) == (said, True)


@pytest.mark.parametrize(
    ("language", "heading", "band"), [("en", "Points", "Mostly holds"), ("zh-hans", "分", "基本成立")]
)
def test_the_workbook_speaks_the_language_of_its_reader_and_is_read_in_both(case, language, heading, band):
    book = Desk(case, language=language).book()
    table = book.worksheets[0]
    assert (table[f"{POINTS}{HEAD}"].value, band in str(table[f"C{FIRST}"].value)) == (heading, True)
    table[f"{BAND}{FIRST}"], table[f"{POINTS}{FIRST}"] = band, 84.5
    other = Desk(case, language="zh-hans" if language == "en" else "en")
    other.send(book)
    other.confirm()
    assert marks(other.sheet)[0][2:4] == ("middle", Decimal("84.5"))


def test_a_remark_that_looks_like_a_formula_stays_text(case):
    desk = Desk(case)
    marking.mark(desk.sheet, lambda _sheet, _place: 95)
    SheetMark.objects.update(reason='=HYPERLINK("x")')
    cell = desk.book().worksheets[0][f"{REMARK}{FIRST}"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x")', "s")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_read_in_both_languages(case, language):
    desk = Desk(case, language=language)
    desk.send(desk.filled({POINTS: 84.5}))
    pages = [page(case), page(case, "marking_offline_confirm")]
    assert [desk.client.get(address).status_code for address in pages] == [200, 200]


@pytest.mark.parametrize(("submitted", "links"), [(False, [True, True]), (True, [False, False])])
def test_desk_and_sheet_lead_to_the_workbook_while_it_can_be_filled_in(case, submitted, links):
    desk = Desk(case)
    if submitted:
        marking.submit(desk.sheet)
    pages = [reverse("evaluation:marking_desk"), page(case, "marking")]
    found = [f'href="{page(case)}"' in desk.client.get(address).content.decode() for address in pages]
    assert found == links


def test_an_error_cell_is_named_and_not_read_as_empty(case):
    desk = Desk(case)
    book = desk.filled(GOOD)
    cell = book.worksheets[0][f"{POINTS}{FIRST}"]
    cell.value, cell.data_type = "#N/A", "e"
    assert listed(desk.send(book))[0][:2] == (str(FIRST), "Points")


def test_more_rows_than_can_be_named_are_one_fault(case):
    rows = [{}, {}, {}, *({POINTS: 1} for _ in range(60))]
    assert [takes for *_, takes in Desk(case).faults(*rows)] == ["takes at most 53 rows"]
