"""Reconciling, signing, skipping; what the report and the seller read."""

from dataclasses import fields
from decimal import Decimal

import pytest

from factories import accounts, valuation
from factories.valuation import LATER, NOW
from quanheng.methods.result import fingerprint
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.valuation import selectors, services, wording
from quanheng.platform.valuation.models import Engagement

pytestmark = pytest.mark.django_db
BOTH = ("income.split", "cost.multiplier")
SPREAD = ((200_000, 300_000, 400_000), (900_000, 1_300_000, 2_000_000), (2_000_000, 3_000_000, 4_000_000))


def reconcile(row: Engagement, reason: str = "Like cases", note: str = "", actor=None):
    who = actor or valuation.lead_of(row)
    return services.reconcile(actor=who, number=row.number, reason=reason, note=note, now=LATER)


def sign(row: Engagement) -> Engagement:
    return services.sign(actor=valuation.lead_of(row), number=row.number, now=LATER)


def unsigned(row: Engagement) -> list[str]:
    with pytest.raises(Incomplete) as refusal:
        sign(row)
    assert (valuation.fresh(row).state, valuation.fresh(row).evaluation.state) == ("computed", "valuing")
    assert selectors.value_of(row.evaluation_id) is None
    return [str(part) for part in refusal.value.missing]


# reconciling ------------------------------------------------------------------------------------
@pytest.mark.clause("H-26.4")
def test_methods_are_joined_by_the_weights_locked_before():
    row = valuation.engagement("opened", "industrial")
    got = reconcile(row)
    assert (got.value, got.low, got.high) == (
        Decimal("1734960.18"),
        Decimal("1453500.00"),
        Decimal("1919520.35"),
    )


def test_an_explained_family_gives_its_weight_to_the_others():
    row = valuation.engagement("locked", "industrial")
    valuation.give_opinions(row)
    valuation.run_all(row, ("income.split",))
    lead = valuation.lead_of(row)
    services.explain_family(actor=lead, number=row.number, family="market", reason="Two deals only", now=NOW)
    services.save_params(actor=lead, number=row.number, code="market.comparables", entries={}, now=NOW)
    services.open_opinions(actor=lead, number=row.number, now=LATER)
    assert reconcile(row).value == Decimal("1919520.35")


def test_without_a_reason_nothing_is_joined():
    row = valuation.engagement("opened")
    with pytest.raises(Refused, match="reason"):
        reconcile(row, " ")
    assert valuation.fresh(row).state == "opened"


def test_methods_more_than_twofold_apart_need_a_note():
    row = valuation.engagement("opened", methods=("income.split", "cost.ledger"))
    with pytest.raises(Refused, match="note"):
        reconcile(row)
    assert (
        reconcile(row, note="The ledger holds no staff")
        .warnings[0]["text"]
        .startswith("The methods are more than")
    )


def test_experts_more_than_fourfold_apart_need_a_note():
    row = valuation.engagement("opened", panel=("industry", "investment", "customer"), triples=SPREAD)
    with pytest.raises(Refused, match="note"):
        reconcile(row)


def test_a_second_reconciliation_stands_beside_the_first():
    row = valuation.engagement("computed")
    reconcile(row, "Thought again")
    assert (row.reconciliations.count(), selectors.reconciliation(row).reason) == (2, "Thought again")


# signing ----------------------------------------------------------------------------------------
def test_signing_closes_the_valuation_of_the_case():
    row = valuation.engagement("signed")
    case = Evaluation.objects.get(id=row.evaluation_id)
    assert (row.state, case.state, row.signed_by_id) == (
        "signed",
        "reporting",
        valuation.lead_of(row).person_id,
    )


@pytest.mark.clause("H-14.7", "H-20.4")
@pytest.mark.parametrize("stage", ["basic", "applied"])
def test_a_parameter_without_source_blocks_signing(stage):
    row = valuation.engagement("computed", stage, sourced=False)
    label = {
        "basic": "Materials used (Cost approach with multipliers)",
        "applied": "Discount rate (Income split)",
    }
    assert unsigned(row) == [
        "Figures with source and date: not disclosed yet",
        f"{label[stage]}: no source or no date",
    ]


@pytest.mark.clause("H-20.4")
def test_an_income_run_without_a_sourced_forecast_cannot_be_signed():
    row = valuation.engagement("computed")
    row.params.filter(method="income.split", name="base").update(source="")
    assert "Income by year (Income split): no source or no date" in unsigned(row)


@pytest.mark.clause("H-14.7")
def test_a_missing_figure_of_the_stage_blocks_signing():
    row = valuation.engagement("computed", "basic")
    for figure in ("research_cost", "expected_income", "market_size"):
        kept = row.params.filter(method="stage", name=figure)
        kept.update(name="other")
        assert unsigned(row) == ["Figures of the stage: not disclosed yet"]
        row.params.filter(method="stage", name="other").update(name=figure)


def test_an_unsourced_row_of_a_table_is_named_by_its_number():
    row = valuation.engagement("computed", "industrial")
    row.params.filter(name="deals.2").update(as_of=None)
    assert "Comparable deals 2 (Market approach by comparable deals): no source or no date" in unsigned(row)


def test_an_unruled_outlier_blocks_signing():
    triples = [(900_000, 1_200_000, 1_900_000), (900_000, 1_300_000, 2_000_000)] * 2
    row = valuation.engagement("computed", triples=(*triples, (9_000_000, 13_000_000, 20_000_000)))
    assert unsigned(row) == ["Rulings on outliers: not disclosed yet"]


def test_every_disclosure_is_due():
    row = valuation.engagement("computed")
    texts = dict.fromkeys(row.disclosures, " ")
    services.save_disclosures(actor=valuation.lead_of(row), number=row.number, texts=texts, now=LATER)
    assert unsigned(row) == [f"{label}: not disclosed yet" for label in wording.DISCLOSURES.values()]


def test_only_the_manager_signs():
    row = valuation.engagement("computed")
    with pytest.raises(Refused):
        services.sign(actor=valuation.people(row).second, number=row.number, now=LATER)
    assert valuation.fresh(row).state == "computed"


# what others read -------------------------------------------------------------------------------
def test_the_report_reads_the_signed_value_with_sourced_parameters():
    row = valuation.engagement("signed", "industrial")
    value = selectors.value_of(row.evaluation_id)
    assert (value["p50"], value["low"], value["high"]) == ("1200000.00", "758708.77", "1897961.46")
    assert [(m["code"], m["value"], m["weight"]) for m in value["methods"]] == [
        ("income.split", "1919520.35", "0.5"),
        ("market.comparables", "1550400.00", "0.5"),
    ]
    parameters = [p for method in value["methods"] for p in method["parameters"]]
    assert all(p["source"] and p["as_of"] for p in parameters)


@pytest.mark.clause("H-5.1")
def test_the_value_is_sealed_names_codes_and_carries_the_fixed_sentence():
    value = selectors.value_of(valuation.engagement("signed").evaluation_id)
    given = value.pop("fingerprint")
    assert fingerprint(value) == given
    assert [o["code"] for o in value["opinions"]["list"]] == ["E-02", "E-04", "E-05", "E-06", "E-07"]
    assert "Secret" not in str(value)
    assert value["sentence_a"].startswith("Valuation opinion for reference in pricing; not binding")


def test_a_value_falls_with_its_evaluation():
    row = valuation.engagement("signed")
    for state in ("superseded", "revoked"):
        Evaluation.objects.filter(id=row.evaluation_id).update(state=state)
        assert selectors.value_of(row.evaluation_id) is None


def test_before_it_is_signed_there_is_no_value():
    assert selectors.value_of(valuation.engagement("computed").evaluation_id) is None


# reserve ----------------------------------------------------------------------------------------
def told(stage: str = "applied", state: str = "issued") -> Engagement:
    row = valuation.engagement("signed", stage)
    Evaluation.objects.filter(id=row.evaluation_id).update(state=state)
    return valuation.fresh(row)


def advise(row: Engagement, actor=None, walk_away: object = 0, floor: object = 0):
    who = actor or valuation.people(row).owner
    return services.reserve_advice(actor=who, engagement=row, seller_walk_away=walk_away, legal_floor=floor)


def test_the_owner_is_advised_the_lower_quartile_once_the_report_is_issued():
    advice = advise(told())
    assert (round(advice.reserve, 2), advice.start) == (Decimal("942736.36"), Decimal(900_000))


def test_the_sellers_walk_away_raises_the_reserve():
    assert advise(told(), walk_away=2_000_000).reserve == 2_000_000


@pytest.mark.clause("H-14.6")
def test_at_level_3_no_price_is_advised():
    advice = advise(told("basic"))
    assert (advice.reserve, advice.start) == (None, None)


def test_before_the_report_is_issued_nobody_is_advised():
    with pytest.raises(Refused):
        advise(told(state="signing"))


def test_nobody_but_the_owners_people_is_advised():
    row = told()
    for role in (Role.LEAD, Role.OWNER, Role.BUYER, Role.SUPERVISOR):
        with pytest.raises(Absent):
            advise(row, accounts.actor(role))


def test_advice_stores_nothing():
    row = told()
    advise(row)
    assert all(getattr(row, f.name) is not None for f in fields(type(advise(row))) if hasattr(row, f.name))
    assert valuation.fresh(row).result == row.result


# skipping ---------------------------------------------------------------------------------------
def propose(row: Engagement) -> None:
    services.propose_skip(actor=valuation.lead_of(row), number=row.number, reason="Two experts only", now=NOW)


def test_two_persons_skip_a_valuation_for_a_written_reason():
    row = valuation.engagement("locked", panel=("investment",))
    propose(row)
    services.approve_skip(actor=valuation.people(row).second, number=row.number, now=NOW)
    case = Evaluation.objects.get(id=row.evaluation_id)
    assert (valuation.fresh(row).state, case.state) == ("skipped", "reporting")
    assert selectors.skipped_of(row.evaluation_id) == "Two experts only"
    assert selectors.value_of(row.evaluation_id) is None


def test_a_proposal_alone_changes_nothing():
    row = valuation.engagement("locked")
    propose(row)
    assert valuation.fresh(row).state == "locked"


def test_nobody_approves_the_own_proposal():
    row = valuation.engagement("locked")
    propose(row)
    with pytest.raises(Refused, match="two-person"):
        services.approve_skip(actor=valuation.lead_of(row), number=row.number, now=NOW)
    assert valuation.fresh(row).state == "locked"


def test_a_skip_without_reason_or_proposal_is_refused():
    row = valuation.engagement("locked")
    with pytest.raises(Refused, match="reason"):
        services.propose_skip(actor=valuation.lead_of(row), number=row.number, reason=" ", now=NOW)
    with pytest.raises(Refused, match="no open proposal"):
        services.approve_skip(actor=valuation.people(row).second, number=row.number, now=NOW)


def test_the_owner_and_strangers_approve_nothing():
    row = valuation.engagement("locked")
    propose(row)
    for actor in (valuation.people(row).owner, accounts.actor(Role.REVIEWER)):
        with pytest.raises(Absent):
            services.approve_skip(actor=actor, number=row.number, now=NOW)


def test_a_signed_valuation_is_not_skipped():
    row = valuation.engagement("signed")
    with pytest.raises(Refused):
        propose(row)
