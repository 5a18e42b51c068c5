"""A valuation opens by itself; facts, methods and weights are fixed before anybody is asked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from factories import accounts, valuation
from factories.valuation import BASIS, NOW
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import inbox
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import hooks
from quanheng.platform.valuation import services
from quanheng.platform.valuation.models import Engagement
from quanheng.platform.valuation.services import MethodChoice

pytestmark = pytest.mark.django_db
HALF = Decimal("0.5")


def test_entering_valuing_opens_a_valuation_with_level_and_stage():
    case = valuation.case("applied")
    hooks.entering.get("valuing")(case, SYSTEM, NOW)
    row = case.engagement
    assert (row.level, row.stage, row.state, row.number) == (6, "applied", "draft", "GZ-2026-00001")


def test_coming_back_to_valuing_finds_the_same_valuation():
    row = valuation.engagement()
    assert services.open_engagement(row.evaluation, SYSTEM, NOW) == row


def test_the_step_of_the_evaluation_leads_to_the_valuation():
    case = valuation.case()
    to = inbox.Recipient(Role.LEAD, case.institution_id, case.lead_id)
    inbox.assign(case, "close_valuation", what="value", to=to, at=NOW, by=SYSTEM)
    row = services.open_engagement(case, SYSTEM, NOW)
    assert [item.path for item in inbox.open_of(case)] == [row.get_absolute_url()]


@pytest.mark.parametrize(
    ("stage", "codes"),
    [
        ("basic", ["cost.multiplier", "cost.ledger"]),
        ("applied", ["income.split", "income.dcf"]),
        ("industrial", ["income.split", "income.dcf", "market.comparables"]),
    ],
)
def test_the_usual_methods_of_the_level_stand_chosen_with_weights_of_one(stage, codes):
    methods = valuation.engagement(stage=stage).methods
    assert [row["code"] for row in methods] == codes
    assert sum(Decimal(row["weight"]) for row in methods) == 1


def test_an_empty_basis_names_every_missing_fact_at_once():
    row = valuation.engagement()
    Engagement.objects.filter(id=row.id).update(purpose="", rights="")
    with pytest.raises(Incomplete) as refusal:
        services.lock(actor=valuation.lead_of(row), number=row.number, now=NOW)
    assert len(refusal.value.missing) == 9
    assert valuation.fresh(row).state == "draft"


def filled(stage: str = "applied", **changes: object) -> Engagement:
    row = valuation.engagement(stage=stage)
    valuation.fill(row, valuation.CHOICES[stage])
    if changes:
        services.save_basis(
            actor=valuation.lead_of(row), number=row.number, basis=replace(BASIS, **changes), now=NOW
        )
    return row


def choose(row: Engagement, *choices: MethodChoice, **families: str) -> None:
    services.save_methods(
        actor=valuation.lead_of(row), number=row.number, methods=choices, families=families, now=NOW
    )


def lock(row: Engagement) -> Engagement:
    return services.lock(actor=valuation.lead_of(row), number=row.number, now=NOW)


def refused(row: Engagement) -> list[str]:
    with pytest.raises(Incomplete) as refusal:
        lock(row)
    assert valuation.fresh(row).state == "draft"
    return [str(part) for part in refusal.value.missing]


def test_no_fact_may_be_missing_when_the_basis_is_locked():
    row = filled()
    for fact in ("purpose", "users", "value_definition", "rights", "territory", "assumptions"):
        basis = replace(BASIS, **{fact: "  "})
        services.save_basis(actor=valuation.lead_of(row), number=row.number, basis=basis, now=NOW)
        assert len(refused(row)) == 1


def test_weights_that_do_not_make_100_percent_are_refused():
    row = filled()
    choose(row, MethodChoice("income.split", HALF), MethodChoice("income.dcf", Decimal("0.4")))
    assert refused(row) == ["The weights make 90.0 %, they must make 100 %"]


@pytest.mark.clause("H-14.6")
def test_another_method_than_cost_needs_a_reason_at_level_3():
    row = filled("basic")
    choose(row, MethodChoice("income.dcf", Decimal(1), " "))
    assert refused(row) == ["Discounted cash flow: the reason for this method is empty"]
    choose(row, MethodChoice("income.dcf", Decimal(1), "A licence is signed"))
    assert lock(row).state == "locked"


@pytest.mark.clause("H-20.3")
def test_the_applied_stage_is_not_valued_without_income_for_any_reason():
    row = filled()
    choose(row, MethodChoice("cost.multiplier", Decimal(1), "Costs are known"), income="No forecast")
    assert refused(row) == ["Income approach: required at level 6"]


@pytest.mark.clause("H-26.4")
def test_from_level_8_a_recorded_reason_stands_in_for_a_missing_family():
    row = filled("industrial")
    choose(row, MethodChoice("income.split", Decimal(1)))
    assert refused(row) == ["Market approach: required at level 9"]
    choose(row, MethodChoice("income.split", Decimal(1)), market="Only two deals are known")
    assert lock(row).families == {"market": "Only two deals are known"}


def test_a_validity_beyond_one_year_is_refused():
    with pytest.raises(Refused, match="2027-08-31"):
        filled(valid_until=date(2027, 9, 1))


def test_after_the_lock_neither_facts_nor_methods_change():
    row = valuation.engagement("locked")
    lead = valuation.lead_of(row)
    with pytest.raises(Refused):
        services.save_basis(actor=lead, number=row.number, basis=BASIS, now=NOW)
    with pytest.raises(Refused):
        choose(row, MethodChoice("income.dcf", Decimal(1)))


def test_a_method_that_is_not_offered_or_weighs_too_much_is_refused():
    row = filled()
    for choice in (MethodChoice("market.guess", Decimal(1)), MethodChoice("income.dcf", Decimal(2))):
        with pytest.raises(Refused):
            choose(row, choice)
    assert valuation.fresh(row).methods[0]["code"] == "income.split"


@pytest.mark.parametrize(
    ("stage", "roles"),
    [
        pytest.param("basic", {"industry": 1, "investment": 3}, marks=pytest.mark.clause("H-14.5")),
        pytest.param(
            "applied", {"customer": 1, "industry": 1, "investment": 3}, marks=pytest.mark.clause("H-20.2")
        ),
        pytest.param("industrial", {"investment": 3}, marks=pytest.mark.clause("H-26.3")),
    ],
)
def test_only_the_valuers_of_the_stage_are_asked(stage, roles):
    row = valuation.engagement("locked", stage)
    asked = [opinion.seat.role for opinion in row.opinions.select_related("seat")]
    assert {role: asked.count(role) for role in asked} == roles
    assert {item.person_id for item in inbox.open_of(row).filter(verb="submit_opinion")} == {
        actor.person_id for actor in valuation.valuers_of(row)
    }


def test_the_manager_of_another_case_is_refused_and_another_house_sees_nothing():
    row = filled()
    colleague = accounts.actor(Role.LEAD, row.evaluation.institution)
    with pytest.raises(Refused):
        services.lock(actor=colleague, number=row.number, now=NOW)
    with pytest.raises(Absent):
        services.lock(actor=accounts.actor(Role.LEAD), number=row.number, now=NOW)


def test_nothing_is_done_while_the_case_is_suspended():
    row = filled()
    row.evaluation.state = "suspended"
    row.evaluation.save()
    with pytest.raises(Refused, match="Suspended"):
        lock(row)
