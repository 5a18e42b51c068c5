"""The plan: weights of exactly 100 a side, official indicators kept or explained, seats above the floors, two locks."""

from decimal import Decimal

import pytest
from django.utils import translation

from factories import accounts, evaluation
from quanheng.platform.common.errors import Incomplete, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import plans, selectors, services
from quanheng.platform.evaluation.models import Plan
from quanheng.schemes import default_stack

pytestmark = pytest.mark.django_db
NOW = evaluation.NOW


def contracted():
    row = evaluation.evaluation("contracted")
    return row, evaluation.cast_of(row)


def saved(row, cast, **changes) -> Plan:
    return services.save_plan(
        actor=cast.lead, number=row.number, draft=evaluation.draft_plan(row, **changes), now=NOW
    )


def faults(plan: Plan) -> list[str]:
    return [str(fault) for fault in plans.faults(plan, plan.evaluation, default_stack())]


def weights(plan_of, **changes: str) -> dict[str, Decimal]:
    proposed = evaluation.draft_plan(plan_of).weights
    return dict(proposed) | {code: Decimal(weight) for code, weight in changes.items()}


@pytest.mark.parametrize("stage", ["basic", "applied", "industrial"])
def test_the_plan_that_the_packs_propose_can_be_locked_as_it_is(stage):
    row, _ = contracted()
    template = default_stack().stage(stage)
    plan = Plan(evaluation=row, version=1, stage=stage)
    plans.put(plan, plans.from_template(template, row), template)
    plan.team, plan.timetable = "Li Min", "By December"
    assert faults(plan) == []


@pytest.mark.clause("H-14.3")
def test_weights_of_99_9_are_named_with_the_difference_and_the_indicator_that_was_changed():
    row, cast = contracted()
    plan = saved(row, cast, weights=weights(row, route_novelty="29.9"))
    assert faults(plan) == [
        "Competitive evaluation: the weights make 99.9 and must make 100; 0.1 is missing (Novelty of the route …)"
    ]


def test_the_sentence_about_weights_names_the_indicator_in_the_readers_language():
    row, cast = contracted()
    plan = saved(row, cast, weights=weights(row, market_value="25.1"))
    with translation.override("zh-hans"):
        assert "市场价值" in faults(plan)[0]


def test_an_official_indicator_is_left_out_only_with_a_reason():
    row, cast = contracted()
    left_out = weights(row, market_value="0", transfer_potential="55")
    plan = saved(row, cast, weights=left_out)
    assert faults(plan) == ["Market value: an official indicator is left out only with a reason (H-18)"]
    plan = saved(row, cast, weights=left_out, removed={"market_value": "No market is open yet"})
    assert (faults(plan), plan.removed[0]["reason"]) == ([], "No market is open yet")


@pytest.mark.parametrize(
    ("seats", "text"),
    [
        (
            {"technical": 1, "customer": 1, "industry": 2, "investment": 3},
            "The competitive side has 2 seats and needs at least 3",
        ),
        (
            {"technical": 3, "customer": 2, "industry": 1, "investment": 1},
            "The authoritative side has 2 seats and needs at least 3",
        ),
        (
            {"technical": 3, "customer": 2, "industry": 2, "investment": 1},
            "The panel has 8 seats; the number must be odd",
        ),
        (
            {"technical": 5, "customer": 0, "industry": 2, "investment": 2, "legal": 2},
            "Legal expert: no expert role of this stage",
        ),
    ],
)
def test_seats_below_a_floor_are_named(seats, text):
    template = default_stack().stage("applied")
    assert [str(fault) for fault in plans.seat_faults(seats, template)] == [text]


def test_an_industrial_panel_has_three_who_are_entitled_to_value():
    seats = {"technical": 2, "chain": 1, "industry": 2, "investment": 2, "legal": 1, "finance": 1}
    found = [str(fault) for fault in plans.seat_faults(seats, default_stack().stage("industrial"))]
    assert found == ["2 seats are entitled to value; at least 3 are needed"]


def test_a_required_method_cannot_be_left_out():
    row, cast = contracted()
    plan = saved(row, cast, methods=("cost",))
    assert faults(plan) == ["Income approach is required in this stage"]


def test_a_plan_with_faults_is_not_proposed_and_all_of_them_are_named(stood):
    row, cast = contracted()
    saved(row, cast, team="", weights=weights(row, route_novelty="29"))
    before = stood()
    with pytest.raises(Incomplete) as error:
        services.propose_plan_lock(actor=cast.lead, number=row.number, now=NOW)
    assert len(error.value.missing) == 2
    assert stood() == before


@pytest.mark.clause("H-14.1")
def test_plan_lock_needs_a_second_person(stood):
    row, cast = contracted()
    saved(row, cast)
    services.propose_plan_lock(actor=cast.lead, number=row.number, now=NOW)
    before = stood()
    with pytest.raises(Refused, match="another person than the proposer"):
        services.lock_plan(actor=cast.lead, number=row.number, now=NOW)
    assert stood() == before
    services.lock_plan(actor=cast.reviewer, number=row.number, now=NOW)
    plan = selectors.plan_of(evaluation.fresh(row))
    assert (plan.state, plan.proposed_by_id, plan.locked_by_id) == (
        "locked",
        cast.lead.person_id,
        cast.reviewer.person_id,
    )


def test_a_second_person_comes_from_the_same_institution(stood):
    row, cast = contracted()
    saved(row, cast)
    services.propose_plan_lock(actor=cast.lead, number=row.number, now=NOW)
    other = accounts.actor(Role.LEAD, row.institution)
    services.lock_plan(actor=other, number=row.number, now=NOW)
    assert evaluation.fresh(row).state == "planned"


def test_the_lock_pins_the_packs_and_fixes_the_content_with_a_fingerprint():
    row = evaluation.evaluation("planned")
    plan = selectors.plan_of(row)
    assert row.scheme == default_stack().fingerprint
    assert plan.fingerprint == plans.print_of(plan, default_stack())


def test_another_weight_gives_another_fingerprint():
    row = evaluation.evaluation("planned")
    plan = selectors.plan_of(row)
    plan.indicators[0]["weight"] = "30.1"
    assert plans.print_of(plan, default_stack()) != plan.fingerprint


def test_a_plan_that_waits_cannot_be_edited(stood):
    row, cast = contracted()
    saved(row, cast)
    services.propose_plan_lock(actor=cast.lead, number=row.number, now=NOW)
    before = stood()
    with pytest.raises(Refused, match="waits for its second person"):
        saved(row, cast)
    assert stood() == before


def test_a_plan_that_was_sent_back_is_edited_and_proposed_again():
    row, cast = contracted()
    saved(row, cast)
    services.propose_plan_lock(actor=cast.lead, number=row.number, now=NOW)
    services.send_plan_back(actor=cast.reviewer, number=row.number, reason="Name the team", now=NOW)
    saved(row, cast, team="Li Min, Zhao Qiang, Sun Li")
    services.propose_plan_lock(actor=cast.lead, number=row.number, now=NOW)
    services.lock_plan(actor=cast.reviewer, number=row.number, now=NOW)
    assert selectors.plan_of(evaluation.fresh(row)).team == "Li Min, Zhao Qiang, Sun Li"


@pytest.mark.clause("H-14.3")
def test_a_locked_plan_is_not_edited(stood):
    row = evaluation.evaluation("planned")
    before = stood()
    with pytest.raises(Refused, match="cannot be changed while the case is Plan locked"):
        saved(row, evaluation.cast_of(row))
    assert stood() == before


@pytest.mark.clause("M-P3")
def test_the_share_of_user_and_investor_seats_is_printed():
    row = evaluation.evaluation("drawing")
    page = accounts.client_for(evaluation.cast_of(row).lead).get(f"/evaluations/{row.number}/print/")
    assert "Users, customers and investors hold 4 of 9 seats (44.4 %)" in page.content.decode()


@pytest.mark.clause("H-20.1")
def test_an_applied_plan_lists_the_information_of_its_article():
    row = evaluation.evaluation("planned")
    plan = selectors.plan_of(row)
    assert (plan.stage, {entry["clause"] for entry in plan.information}) == ("applied", {"H-20.1"})


@pytest.mark.clause("H-26.1")
def test_an_industrial_plan_brings_legal_and_finance_experts_and_interviews():
    row = evaluation.evaluation("collecting", level=8)
    plan = selectors.plan_of(row)
    assert (plan.state, plan.seats["legal"], plan.seats["finance"]) == ("frozen", 1, 1)
    assert [entry["id"] for entry in plan.information] == [
        "hearing",
        "interviews",
        "databases",
        "legal_finance",
    ]
