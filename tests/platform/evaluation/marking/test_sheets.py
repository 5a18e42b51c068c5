"""H-13.1, H-14.4: each expert marks the own side, once; the band first, then points inside it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from factories import accounts, experts, marking
from factories.marking import NOW, answer, expert_of, sheets
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.inbox import open_of
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.journal.models import JournalEntry
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation.marking import rules, selectors, services
from quanheng.platform.evaluation.marking.rules import Answer
from quanheng.platform.evaluation.marking.states import SHEET_STATES
from quanheng.platform.evaluation.models import Sheet, SheetMark
from quanheng.platform.experts.services import void_seat
from quanheng.platform.library import selectors as library

pytestmark = pytest.mark.django_db
COMPETITIVE, AUTHORITATIVE = "principle_feasibility", "team_strength"


@pytest.fixture
def case(db):
    return marking.scoring()


def save(sheet, indicator=COMPETITIVE, given=None):
    return services.save_mark(
        actor=expert_of(sheet),
        number=sheet.evaluation.number,
        indicator=indicator,
        answer=given or answer(80),
        now=NOW,
    )


def submit(sheet, now=NOW):
    return services.submit_sheet(actor=expert_of(sheet), number=sheet.evaluation.number, opinion="", now=now)


def untouched():
    return (
        SheetMark.objects.count(),
        Sheet.objects.exclude(state="open").count(),
        JournalEntry.objects.count(),
    )


@pytest.mark.clause("H-13.1")
def test_each_seat_gets_the_sheet_of_its_side(case):
    sides = {sheet.role: sheet.side for sheet in sheets(case)}
    assert sides == {"technical": "competitive", "industry": "authoritative", "investment": "authoritative"}


@pytest.mark.clause("H-13.1")
def test_an_industry_expert_cannot_mark_a_competitive_indicator(case):
    sheet = next(sheet for sheet in sheets(case) if sheet.role == "industry")
    before = untouched()
    with pytest.raises(Refused, match="your side of the panel"):
        save(sheet, COMPETITIVE)
    assert untouched() == before


def test_opening_again_opens_only_what_a_substitute_lacks(case):
    seats = [sheet.seat for sheet in sheets(case)]
    assert services.open_sheets(case, case.plans.get(), seats, NOW) == []
    assert Sheet.objects.count() == 7


def test_every_expert_is_asked_in_the_own_inbox(case):
    asked = open_of(case).filter(verb="submit_sheet")
    assert {item.person_id for item in asked} == {expert_of(sheet).person_id for sheet in sheets(case)}


@pytest.mark.clause("H-14.4")
def test_points_lie_inside_the_chosen_band(case):
    sheet = sheets(case, "competitive")[0]
    before = untouched()
    with pytest.raises(Incomplete) as refusal:
        save(sheet, given=Answer("scored", "high", Decimal(84), "Good"))
    assert [str(part) for part in refusal.value.missing] == [
        "Points: got 84, takes 90 to 100 in the band you chose"
    ]
    assert untouched() == before


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (Answer("scored", "", Decimal(80), ""), ["band"]),
        (Answer("scored", "middle", None, ""), ["points"]),
        (Answer("scored", "nonsense", None, ""), ["band", "points"]),
        (Answer("scored", "middle", Decimal("80.05"), ""), ["points"]),
        (Answer("scored", "low", Decimal("59.9"), " "), ["reason"]),
        (Answer("scored", "high", Decimal("90.1"), ""), ["reason"]),
        (Answer("abstained", "", None, " "), ["reason"]),
        (Answer("missing", "", None, "why"), ["abstain"]),
        (Answer("scored", "middle", Decimal(60), ""), []),
        (Answer("scored", "high", Decimal(90), ""), []),
        (Answer("scored", "low", Decimal(0), "Nothing was shown"), []),
        (Answer("abstained", "high", Decimal(95), "Outside my field"), []),
    ],
)
def test_a_mark_says_what_it_lacks(case, given, fields):
    stack = stack_of(case.scheme)
    indicator = stack.stage("basic").competitive[0]
    assert [fault.section for fault in rules.faults(given, indicator, stack)] == fields


def test_an_abstention_keeps_no_points(case):
    row = save(
        sheets(case, "competitive")[0], given=Answer("abstained", "high", Decimal(95), "Outside my field")
    )
    assert (row.status, row.band, row.points, row.reason) == ("abstained", "", None, "Outside my field")


def test_a_mark_given_again_replaces_the_first(case):
    sheet = sheets(case, "competitive")[0]
    save(sheet, given=answer(70))
    save(sheet, given=answer(85))
    assert [mark.points for mark in SheetMark.objects.filter(sheet=sheet)] == [Decimal("85.0")]


def test_a_sheet_with_open_items_is_not_taken_and_names_each(case):
    sheet = sheets(case, "competitive")[0]
    save(sheet)
    before = untouched()
    with pytest.raises(Incomplete) as refusal:
        submit(sheet)
    assert [str(part) for part in refusal.value.missing] == [
        "Item 2 has no mark yet",
        "Item 3 has no mark yet",
    ]
    assert untouched() == before


def test_the_receipt_is_the_journal_entry_that_seals_the_sheet(case):
    sheet = sheets(case)[0]
    marking.submit(sheet)
    sheet.refresh_from_db()
    entry = JournalEntry.objects.get(link=sheet.receipt)
    assert (entry.kind, timeline.faults(case.stream)) == ("marking.submitted", [])


def test_a_sheet_is_handed_in_once(case):
    sheet = sheets(case)[0]
    marking.submit(sheet)
    before = untouched()
    with pytest.raises(Refused, match="not possible while the case is Sheet submitted"):
        submit(sheet)
    assert untouched() == before


def test_a_second_window_cannot_change_what_was_handed_in(case):
    sheet = sheets(case, "competitive")[0]
    marking.submit(sheet)
    before = untouched()
    with pytest.raises(Refused, match="final"):
        save(sheet, given=answer(61))
    assert untouched() == before


def test_after_the_deadline_marks_are_kept_but_not_taken(case):
    sheet = sheets(case)[0]
    late = sheet.due_at + timedelta(minutes=1)
    marking.mark(sheet, now=late)
    before = untouched()
    with pytest.raises(Refused, match="Your marks are kept"):
        submit(sheet, now=late)
    assert (untouched(), SheetMark.objects.filter(sheet=sheet).count()) == (before, 3)


def test_the_case_manager_lets_a_late_sheet_in_with_a_reason(case):
    sheet = sheets(case)[0]
    late = sheet.due_at + timedelta(minutes=1)
    marking.mark(sheet, now=late)
    services.allow_late(
        actor=marking.lead_of(case), evaluation=case, code=sheet.code, reason="Ill last week", now=late
    )
    assert submit(sheet, now=late).state == "submitted"


@pytest.mark.parametrize("role", [Role.LEAD, Role.EXPERT])
def test_only_the_case_manager_lets_a_sheet_in_late(case, role):
    sheet = sheets(case)[0]
    with pytest.raises(Refused, match="Only the case manager"):
        services.allow_late(
            actor=accounts.actor(role),
            evaluation=case,
            code=sheet.code,
            reason="Friend",
            now=sheet.due_at + timedelta(days=1),
        )
    sheet.refresh_from_db()
    assert sheet.late_reason == ""


def test_a_colleague_and_a_stranger_find_no_sheet(case):
    other = marking.scoring()
    with pytest.raises(Absent):
        selectors.get(expert_of(sheets(other)[0]), case.number)
    with pytest.raises(Absent):
        selectors.get(accounts.actor(Role.EXPERT), case.number)
    with pytest.raises(Absent):
        selectors.get(marking.lead_of(case), case.number)


def test_nothing_is_written_while_the_case_is_elsewhere(case):
    sheet = sheets(case, "competitive")[0]
    case.state, case.previous_state = "suspended", "scoring"
    case.save()
    before = untouched()
    for act in (save, submit):
        with pytest.raises(Refused, match=r"not in scoring now|parts are missing"):
            act(sheet)
    assert untouched() == before


@pytest.mark.clause("M-8.3")
def test_who_steps_aside_keeps_the_marks_and_the_seat_passes_on():
    case = marking.scoring_by_draw()
    sheet = next(sheet for sheet in sheets(case) if sheet.role == "industry")
    marking.mark(sheet)
    services.recuse(actor=expert_of(sheet), number=case.number, reason="I know the applicant", now=NOW)
    substitute = case_request(case).seats.get(role="industry", state="invited")
    experts.take(substitute)
    states = dict(Sheet.objects.filter(evaluation=case, role="industry").values_list("code", "state"))
    assert (states[sheet.code], states[substitute.code]) == ("recused", "open")
    assert SheetMark.objects.filter(sheet=sheet).count() == 3


def case_request(case):
    return sheets(case)[0].seat.request


def test_stepping_aside_needs_a_reason(case):
    sheet = sheets(case)[0]
    before = untouched()
    with pytest.raises(Refused, match="why you step aside"):
        services.recuse(actor=expert_of(sheet), number=case.number, reason=" ", now=NOW)
    assert untouched() == before


def test_blockers_name_open_sheets_empty_seats_and_small_sides(case):
    rows = sheets(case)
    for sheet in rows[:5]:
        marking.submit(sheet)
    rows[6].state, rows[6].recuse_reason = "recused", "known"
    rows[6].save()
    assert [str(part) for part in selectors.blockers(case)] == [
        "1 score sheets are not in",
        "Investment expert: 0 of 1 seats hold a sheet",
        "Authoritative evaluation: 1 valid score sheets, at least 3 are needed",
    ]


def test_counts_are_of_the_seats_of_the_plan(case):
    marking.submit(sheets(case)[0])
    assert selectors.counts(case) == (1, 7)


def test_a_seat_gives_the_evidence_while_it_is_held(case):
    sheet = sheets(case)[0]
    held = library.reads_dossier(expert_of(sheet), case.achievement)
    sheet.state, sheet.recuse_reason = "recused", "known"
    sheet.save()
    stranger = accounts.actor(Role.EXPERT)
    assert (held, library.reads_dossier(expert_of(sheet), case.achievement)) == (True, False)
    assert not library.reads_dossier(stranger, case.achievement)


@pytest.mark.parametrize("state", SHEET_STATES.states.values)
@pytest.mark.parametrize("verb", ["submit_sheet", "recuse"])
def test_the_table_draws_what_a_sheet_may_become(state, verb):
    drawn = {("submit_sheet", "open"), ("recuse", "open"), ("recuse", "submitted")}
    allowed = {(m.verb, source) for source, m in SHEET_STATES.arrows()}
    assert ((verb, state) in allowed) == ((verb, state) in drawn)


@pytest.mark.clause("M-6.3")
def test_a_conflict_found_late_sets_the_sheet_aside():
    case = marking.scoring_by_draw()
    sheet = sheets(case)[0]
    marking.submit(sheet)
    void_seat(actor=SYSTEM, seat_id=sheet.seat_id, code="C04", now=NOW)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.recuse_reason, selectors.counts(case)) == ("recused", "C04", (0, 7))
