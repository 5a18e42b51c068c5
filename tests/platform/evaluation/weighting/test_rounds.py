"""A weighting round: opened, compared alone, closed, adopted; each act in its states only, and nobody sees too early."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from factories import accounts, evaluation, weighting
from factories.weighting import CONTRADICTORY, NOW
from quanheng.platform.common import inbox
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.journal.models import JournalPart
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation import services as planning
from quanheng.platform.evaluation.models import PairSheet, WeightingRound
from quanheng.platform.evaluation.weighting import selectors, services
from quanheng.schemes import default_stack

pytestmark = pytest.mark.django_db
CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[3] / "cases" / "scoring.json").read_text("utf-8"))["cases"]
}
AFTER = NOW + timedelta(days=30)


def lead_of(row):
    return evaluation.cast_of(row.evaluation).lead


def at(row):
    return {"number": row.evaluation.number, "round_number": row.number, "now": NOW}


def fresh(row):
    return WeightingRound.objects.get(id=row.id)


def plan_of(row):
    return evaluations.working_plan(evaluation.fresh(row.evaluation))


@pytest.fixture
def stands(stood):
    """Return everything that a refused act leaves as it is, rounds and sheets included."""

    def rows():
        own = [list(model.objects.order_by("id").values()) for model in (WeightingRound, PairSheet)]
        return [*stood(), *own]

    return rows


def refused(stands, act):
    """Return the sentence with which an act is refused; everything stands as it stood."""
    before = stands()
    with pytest.raises(Refused) as error:
        act()
    assert stands() == before
    return str(error.value)


# opening ---------------------------------------------------------------------------------------
def test_a_round_keeps_the_indicators_of_its_side_and_asks_each_member():
    row = weighting.opened()
    plan = plan_of(row)
    asked = InboxItem.objects.filter(verb="weigh_competitive", closed_at=None)
    members = {member.person_id for member in weighting.group(row.evaluation)}
    assert [item["id"] for item in row.items] == [
        entry["id"] for entry in plan.indicators if entry["role"] == "competitive"
    ]
    assert {item.person_id for item in asked} == members
    assert {item.path for item in asked} == {f"/evaluations/{row.evaluation.number}/weighting/1/pairs/"}


def test_the_time_of_a_round_is_the_deadline_of_the_scheme():
    row = weighting.opened()
    assert default_stack().deadline("evaluation.weighting").days == 5
    assert row.due_at.date() == (NOW + timedelta(days=7)).date()


def test_a_plan_that_was_never_saved_is_not_weighed(stands):
    row = evaluation.evaluation("contracted")
    assert "The plan is not saved yet" in refused(stands, lambda: weighting.opened(row))


def test_a_plan_that_waits_for_its_second_person_is_not_weighed(stands):
    row = weighting.contracted()
    planning.propose_plan_lock(actor=evaluation.cast_of(row).lead, number=row.number, now=NOW)
    assert "waits for its second person" in refused(stands, lambda: weighting.opened(row))


@pytest.mark.parametrize(("size", "count"), [(2, 2), (16, 16)])
def test_a_side_is_weighed_with_three_to_fifteen_indicators(stands, size, count):
    row = weighting.sized(weighting.contracted(), size)
    assert f"has {count} indicators with a weight; a round takes 3 to 15" in refused(
        stands, lambda: weighting.opened(row)
    )


def test_one_side_has_one_open_round(stands):
    row = weighting.opened()
    assert "are being compared already" in refused(stands, lambda: weighting.opened(row.evaluation))
    assert weighting.opened(row.evaluation, side="authoritative").number == 2


def test_the_members_are_people_of_the_institution(stands):
    row = weighting.contracted()
    members = (*weighting.group(row), weighting.outsider())
    assert "got a stranger" in refused(stands, lambda: weighting.opened(row, members=members))


def test_a_round_has_two_members_at_least(stands):
    row = weighting.contracted()
    assert "got 1, takes at least 2" in refused(
        stands, lambda: weighting.opened(row, members=weighting.group(row)[:1])
    )


def test_only_the_manager_of_the_case_opens_a_round(stands):
    row = weighting.contracted()
    other = accounts.actor(Role.LEAD, row.institution)

    def act():
        services.open_round(
            actor=other, number=row.number, side="competitive", members=[uuid4()], instruction="x", now=NOW
        )

    assert "Only the manager of this case" in refused(stands, act)


# comparing -------------------------------------------------------------------------------------
def test_pairs_are_kept_as_far_as_they_go():
    row = weighting.opened()
    member = weighting.group(row.evaluation)[0]
    services.save_pairs(actor=member, answers={"1-3": "1/7"}, **at(row))
    assert selectors.own_sheet(member, row).answers == {"1-3": "1/7"}


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ({"1-2": "0"}, "Pair 1-2: got 0, takes a step of the scale"),
        ({"1-2": "10"}, "Pair 1-2: got 10, takes"),
        ({"1-2": "much"}, "Pair 1-2: got much, takes"),
        ({"1-9": "3"}, "pair: got 1-9, takes a pair"),
        ({"2-1": "3"}, "pair: got 2-1, takes a pair"),
        ({"1-1": "1"}, "pair: got 1-1, takes a pair"),
    ],
)
def test_a_value_off_the_scale_and_a_foreign_pair_are_refused(stands, answers, text):
    row = weighting.opened()
    member = weighting.group(row.evaluation)[0]
    assert text in refused(stands, lambda: services.save_pairs(actor=member, answers=answers, **at(row)))


def test_a_sheet_with_open_pairs_is_not_handed_in_and_each_is_named(stands):
    row = weighting.opened()
    member = weighting.group(row.evaluation)[0]
    services.save_pairs(actor=member, answers={"1-2": "3"}, **at(row))
    before = stands()
    with pytest.raises(Incomplete) as error:
        services.submit_pairs(actor=member, **at(row))
    assert [missing.section.rpartition("#")[2] for missing in error.value.missing] == ["pair-1-3", "pair-2-3"]
    assert stands() == before


@pytest.mark.clause("H-14.3")
def test_a_sheet_that_contradicts_itself_is_returned_unaltered_with_the_pairs_and_what_would_fit(stands):
    row = weighting.opened()
    member = weighting.group(row.evaluation)[0]
    services.save_pairs(actor=member, answers=CONTRADICTORY, **at(row))
    before = stands()
    with pytest.raises(Incomplete) as error:
        services.submit_pairs(actor=member, **at(row))
    assert [str(missing).partition("with your other answers fits")[2] for missing in error.value.missing] == [
        " “equally important (1)”"
    ] * 3
    assert stands() == before


def test_the_three_worst_pairs_of_a_printed_inconsistent_matrix_are_named():
    """|ln(a·w/w)| with the printed weights: 1.123, 1.078 and 1.019, then 1.016 for the pair 2-4."""
    row = weighting.opened(weighting.sized(weighting.contracted(), 6))
    member = weighting.group(row.evaluation)[0]
    answers = weighting.answers_of(CASES["AHP-2"]["inputs"]["matrix"])
    services.save_pairs(actor=member, answers=answers, **at(row))
    with pytest.raises(Incomplete) as error:
        services.submit_pairs(actor=member, **at(row))
    assert [missing.section.rpartition("#")[2] for missing in error.value.missing] == [
        "pair-1-3",
        "pair-2-5",
        "pair-4-6",
    ]


def test_a_finished_sheet_keeps_the_printed_weights_and_ratio_of_its_matrix():
    row = weighting.opened(weighting.sized(weighting.contracted(), 7))
    member = weighting.group(row.evaluation)[0]
    weighting.handed_in(row, member, weighting.answers_of(CASES["AHP-1"]["inputs"]["matrix"]))
    sheet = selectors.own_sheet(member, row)
    assert sheet.outcome["weights"] == pytest.approx(CASES["AHP-1"]["expected"]["weights"], abs=6e-4)
    assert sheet.outcome["ratio"] == pytest.approx(CASES["AHP-1b"]["expected"]["consistency_ratio"], abs=6e-5)


def test_a_sheet_that_was_handed_in_is_final(stands):
    row = weighting.opened()
    member = weighting.group(row.evaluation)[0]
    weighting.handed_in(row, member)
    assert "These comparisons are final" in refused(
        stands, lambda: services.save_pairs(actor=member, answers={}, **at(row))
    )
    assert "These comparisons are final" in refused(
        stands, lambda: services.submit_pairs(actor=member, **at(row))
    )


def test_who_is_no_member_has_no_sheet():
    row = weighting.opened()
    for stranger in (
        lead_of(row),
        weighting.outsider(),
        accounts.actor(Role.REVIEWER, row.evaluation.institution),
    ):
        with pytest.raises(Absent):
            services.save_pairs(actor=stranger, answers={}, **at(row))


def test_handing_in_ends_the_own_step_and_the_last_one_asks_the_case_manager():
    row = weighting.opened()
    first, *others = weighting.group(row.evaluation)
    weighting.handed_in(row, first)
    assert not inbox.todo(first).filter(verb="weigh_competitive").exists()
    assert not inbox.todo(lead_of(row)).filter(verb="close_weighing_competitive").exists()
    for member in others:
        weighting.handed_in(row, member)
    assert inbox.todo(lead_of(row)).filter(verb="close_weighing_competitive").count() == 1


# blindness -------------------------------------------------------------------------------------
def test_nobody_gets_the_counted_sheets_before_the_round_is_closed():
    row = weighting.opened()
    weighting.handed_in(row, weighting.group(row.evaluation)[0])
    with pytest.raises(Absent):
        selectors.counted(row)
    assert len(selectors.counted(weighting.closed())) == 3


def test_the_journal_holds_no_comparison_and_no_weight():
    row = weighting.closed()
    parts = JournalPart.objects.filter(entry__kind__startswith="weighting.")
    values = [part.value for part in parts if isinstance(part.value, dict)]
    assert {key for value in values for key in value} == {"role", "round", "members", "side_label"}
    assert row.state == "closed"


def test_rounds_are_read_by_the_institution_and_who_watches_and_by_nobody_else():
    row = weighting.opened()
    cast = evaluation.cast_of(row.evaluation)
    inside = [
        *weighting.group(row.evaluation),
        cast.lead,
        accounts.actor(Role.SUPERVISOR),
        accounts.actor(Role.AUDITOR),
    ]
    outside = [
        cast.owner,
        weighting.outsider(),
        accounts.actor(Role.EXPERT),
        accounts.actor(Role.PLATFORM_ADMIN),
    ]
    assert [selectors.visible_to(actor).count() for actor in inside] == [1] * 6
    assert [selectors.visible_to(actor).count() for actor in outside] == [0] * 4


# closing ---------------------------------------------------------------------------------------
def test_a_round_is_not_closed_while_members_are_awaited(stands):
    row = weighting.opened()
    for member in weighting.group(row.evaluation)[:2]:
        weighting.handed_in(row, member)
    before = stands()
    with pytest.raises(Incomplete) as error:
        services.close_round(actor=lead_of(row), **at(row))
    assert [str(missing) for missing in error.value.missing] == [
        "1 of 3 members have not handed in, and the time has not ended"
    ]
    assert stands() == before


def test_after_its_time_a_round_is_closed_with_two_and_the_third_lapses():
    row = weighting.opened()
    for member in weighting.group(row.evaluation)[:2]:
        weighting.handed_in(row, member)
    closed = services.close_round(actor=lead_of(row), **at(row) | {"now": AFTER})
    assert closed.outcome["members"] == 2
    assert [sheet.state for sheet in selectors.sheets(row)] == ["submitted", "submitted", "lapsed"]
    assert not InboxItem.objects.filter(verb__startswith="weigh_", closed_at=None).exists()


def test_one_sheet_is_no_group_even_after_the_time(stands):
    row = weighting.opened()
    weighting.handed_in(row, weighting.group(row.evaluation)[0])
    before = stands()
    with pytest.raises(Incomplete) as error:
        services.close_round(actor=lead_of(row), **at(row) | {"now": AFTER})
    assert [str(missing) for missing in error.value.missing] == ["Sheets handed in: 1; needed at least: 2"]
    assert stands() == before


def test_the_group_of_one_matrix_weighs_as_the_printed_matrix_does():
    row = weighting.opened(weighting.sized(weighting.contracted(), 7))
    sheet = weighting.answers_of(CASES["AHP-1"]["inputs"]["matrix"])
    closed = weighting.closed(row, (sheet, sheet, sheet))
    assert closed.outcome["weights"] == pytest.approx(CASES["AHP-1"]["expected"]["weights"], abs=6e-4)
    assert closed.outcome["ratio"] == pytest.approx(
        CASES["AHP-1b"]["expected"]["consistency_ratio"], abs=6e-5
    )


def test_the_group_takes_the_geometric_mean_of_judgements():
    equal = {"1-2": "1", "1-3": "1", "2-3": "1"}
    four = {"1-2": "4", "1-3": "4", "2-3": "1"}
    row = weighting.opened(members=weighting.group(case := weighting.contracted())[:2], row=case)
    for member, answers in zip(weighting.group(case), (equal, four), strict=False):
        weighting.handed_in(row, member, answers)
    closed = services.close_round(actor=lead_of(row), **at(row))
    assert closed.outcome["weights"] == pytest.approx([0.5, 0.25, 0.25], abs=1e-12)


def test_a_cancelled_round_keeps_its_reason_and_shows_nothing():
    row = weighting.opened()
    weighting.handed_in(row, weighting.group(row.evaluation)[0])
    services.cancel_round(actor=lead_of(row), reason="Another side first", **at(row))
    assert (fresh(row).state, fresh(row).reason, fresh(row).result) == (
        "cancelled",
        "Another side first",
        None,
    )
    with pytest.raises(Absent):
        selectors.counted(fresh(row))


def test_a_case_that_is_terminated_cancels_its_open_round():
    row = weighting.opened()
    lead = lead_of(row)
    planning.suspend_evaluation(actor=lead, number=row.evaluation.number, reason="Wait", now=NOW)
    planning.terminate_evaluation(actor=lead, number=row.evaluation.number, reason="Over", now=NOW)
    assert (fresh(row).state, fresh(row).reason) == ("cancelled", "The case was terminated")


@pytest.mark.parametrize(
    ("state", "verb", "text"),
    [
        ("open", "adopt_weights", "Adopt the weights: not possible while the case is Being compared"),
        ("closed", "close_round", "not possible while the case is Weights computed"),
        ("closed", "cancel_round", "not possible while the case is Weights computed"),
        ("cancelled", "close_round", "not possible while the case is Cancelled"),
        ("cancelled", "cancel_round", "not possible while the case is Cancelled"),
        ("cancelled", "adopt_weights", "not possible while the case is Cancelled"),
        ("adopted", "close_round", "not possible while the case is Adopted into the plan"),
        ("adopted", "cancel_round", "not possible while the case is Adopted into the plan"),
    ],
)
def test_every_act_belongs_to_its_states(stands, state, verb, text):
    row = weighting.opened() if state in {"open", "cancelled"} else weighting.closed()
    if state == "cancelled":
        services.cancel_round(actor=lead_of(row), reason="No", **at(row))
    if state == "adopted":
        services.adopt_weights(actor=lead_of(row), **at(row))
    more = {"reason": "Because"} if verb == "cancel_round" else {}
    assert text in refused(stands, lambda: getattr(services, verb)(actor=lead_of(row), **at(row), **more))


# adopting --------------------------------------------------------------------------------------
@pytest.mark.clause("H-14.3")
def test_adopting_writes_weights_that_make_exactly_a_hundred():
    row = weighting.closed()
    services.adopt_weights(actor=lead_of(row), **at(row))
    weights = selectors.weights_now(plan_of(row), "competitive")
    assert list(weights.values()) == [Decimal("57.0"), Decimal("33.3"), Decimal("9.7")]
    assert sum(weights.values()) == 100


def test_adopting_leaves_the_other_side_and_the_rest_of_the_plan_as_they_are():
    row = weighting.closed()
    before = plan_of(row)
    services.adopt_weights(actor=lead_of(row), **at(row))
    after = plan_of(row)
    assert selectors.weights_now(after, "authoritative") == selectors.weights_now(before, "authoritative")
    assert (after.team, after.seats, after.methods) == (before.team, before.seats, before.methods)


def test_adopted_weights_name_their_round_and_a_change_by_hand():
    row = weighting.closed()
    services.adopt_weights(actor=lead_of(row), **at(row))
    assert not selectors.origins(plan_of(row))["competitive"].changed
    draft = evaluation.draft_plan(row.evaluation)
    planning.save_plan(actor=lead_of(row), number=row.evaluation.number, draft=draft, now=NOW)
    origin = selectors.origins(plan_of(row))["competitive"]
    assert (origin.round.number, origin.changed) == (1, True)


def test_weights_are_not_adopted_when_the_indicators_have_changed(stands):
    row = weighting.closed()
    weighting.sized(row.evaluation, 4)
    assert "have changed since the round" in refused(
        stands, lambda: services.adopt_weights(actor=lead_of(row), **at(row))
    )


def test_a_plan_is_not_proposed_while_a_round_is_open(stands):
    row = weighting.opened()
    before = stands()
    with pytest.raises(Incomplete) as error:
        planning.propose_plan_lock(actor=lead_of(row), number=row.evaluation.number, now=NOW)
    assert [str(missing) for missing in error.value.missing] == [
        "Competitive evaluation: weighting round 1 is still open; close or cancel it first"
    ]
    assert stands() == before


def test_once_the_plan_is_proposed_the_round_is_fixed_and_stays_readable(stands):
    row = weighting.closed()
    services.adopt_weights(actor=lead_of(row), **at(row))
    planning.propose_plan_lock(actor=lead_of(row), number=row.evaluation.number, now=NOW)
    assert "The plan is no draft" in refused(
        stands, lambda: services.adopt_weights(actor=lead_of(row), **at(row))
    )
    assert len(selectors.counted(fresh(row))) == 3
