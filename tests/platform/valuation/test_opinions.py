"""Opinions are sealed one by one, opened at once, and ruled on by a person."""

from datetime import timedelta
from decimal import Decimal

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction

from factories import valuation
from factories.valuation import LATER, NOW
from quanheng.platform.common import inbox
from quanheng.platform.common.errors import Absent, Conflict, Incomplete, Refused
from quanheng.platform.valuation import selectors, services
from quanheng.platform.valuation.models import Engagement, ExpertOpinion
from quanheng.platform.valuation.sealing import digest_of, seal, unseal

pytestmark = pytest.mark.django_db
THREE = ("industry", "investment", "investment")
FAR = ((800_000, 1_200_000, 1_900_000), (900_000, 1_300_000, 2_000_000), (700_000, 1_100_000, 1_800_000)) * 2
OUTLYING = (*FAR[:3], (1_000_000, 1_400_000, 2_000_000), (9_000_000, 13_000_000, 20_000_000))


def opinion_of(row: Engagement, place: int = 0) -> ExpertOpinion:
    actor = valuation.valuers_of(row)[place]
    return row.opinions.get(seat__expert__person_id=actor.person_id)


def give(row: Engagement, *, by: int = 0, to: int | None = None, at=NOW, **changes):
    """Let one valuer answer, on the own opinion or on that of another."""
    answer = {"p10": Decimal(1), "p50": Decimal(2), "p90": Decimal(3), "reason": "Prices"} | changes
    opinion = opinion_of(row, by if to is None else to)
    return services.submit_opinion(
        actor=valuation.valuers_of(row)[by], opinion_id=opinion.id, now=at, **answer
    )


def opened(row: Engagement, *, at=NOW) -> Engagement:
    return services.open_opinions(actor=valuation.lead_of(row), number=row.number, now=at)


def missing(row: Engagement, *, at=NOW) -> list[str]:
    with pytest.raises(Incomplete) as refusal:
        opened(row, at=at)
    assert valuation.fresh(row).state == "locked"
    assert not row.opinions.filter(opened_at__isnull=False).exists()
    return [str(part) for part in refusal.value.missing]


def test_a_sealed_opinion_leaves_no_figure_and_no_reason_in_the_database():
    row = valuation.engagement("locked")
    give(row, p50=Decimal("2.50"), reason="Plain words")
    stored = ExpertOpinion.objects.values().get(id=opinion_of(row).id)
    assert (stored["p10"], stored["p50"], stored["p90"], stored["reason"]) == (None, None, None, "")
    assert b"2.50" not in bytes(stored["sealed"])
    assert b"Plain" not in bytes(stored["sealed"])


def test_the_receipt_is_the_digest_of_the_sealed_bytes():
    row = valuation.engagement("locked")
    kept = give(row)
    assert kept.digest == digest_of(bytes(ExpertOpinion.objects.get(id=kept.id).sealed))


def test_a_sealed_answer_opens_for_its_own_opinion_only():
    row = valuation.engagement("locked")
    first, second = opinion_of(row, 0), opinion_of(row, 1)
    sealed = seal(first.id, {"p50": "1"})
    assert unseal(first.id, sealed) == {"p50": "1"}
    with pytest.raises(InvalidTag):
        unseal(second.id, sealed)


def test_the_step_of_the_expert_ends_and_those_of_the_others_stay():
    row = valuation.engagement("locked")
    give(row)
    assert inbox.open_of(row).filter(verb="submit_opinion").count() == 4


def test_a_second_submission_is_refused_and_the_first_stays():
    row = valuation.engagement("locked")
    kept = give(row)
    with pytest.raises(Refused, match="final"):
        give(row, p50=Decimal("2.5"))
    assert ExpertOpinion.objects.get(id=kept.id).digest == kept.digest


def test_a_late_submission_is_refused_with_the_deadline():
    row = valuation.engagement("locked")
    with pytest.raises(Refused, match="ended on 5 Oct 2026 17:00"):
        give(row, at=row.opinions_due_at + timedelta(seconds=1))
    assert opinion_of(row).submitted_at is None


def test_an_opinion_on_the_last_second_counts():
    row = valuation.engagement("locked")
    assert give(row, at=row.opinions_due_at).submitted_at == row.opinions_due_at


WRONG = (
    {"p10": Decimal(0)},
    {"p10": Decimal("2.01")},
    {"p90": Decimal("1.99")},
    {"reason": "  "},
    {"reason": "x" * 2001},
)


def test_amounts_out_of_order_and_empty_reasons_are_refused():
    row = valuation.engagement("locked")
    for changes in WRONG:
        with pytest.raises(Refused):
            give(row, **changes)
    assert opinion_of(row).sealed is None


def test_a_colleagues_opinion_does_not_exist():
    row = valuation.engagement("locked")
    with pytest.raises(Absent):
        give(row, by=0, to=1)
    assert opinion_of(row, 1).submitted_at is None


def test_an_expert_who_left_the_seat_gives_no_opinion_and_none_is_awaited():
    row = valuation.engagement("locked")
    seat = opinion_of(row).seat
    seat.state = "voided"
    seat.save()
    with pytest.raises(Absent):
        give(row)
    assert selectors.progress(row) == (0, 4)


def test_before_the_basis_is_locked_nobody_is_asked():
    assert not valuation.engagement("draft").opinions.exists()


def test_what_is_typed_is_kept_sealed_and_a_stale_window_is_told():
    row = valuation.engagement("locked")
    actor, opinion = valuation.valuers_of(row)[0], opinion_of(row)
    keep = {"actor": actor, "opinion_id": opinion.id, "now": NOW}
    services.keep_opinion(answers={"p50": "12"}, **keep)
    services.keep_opinion(answers={"p50": "13"}, version=1, **keep)
    with pytest.raises(Conflict):
        services.keep_opinion(answers={"p50": "14"}, version=1, **keep)
    assert unseal(opinion.id, bytes(opinion_of(row).sealed)) == {"p50": "13"}


def test_a_kept_draft_is_no_opinion():
    row = valuation.engagement("locked")
    keep = {"actor": valuation.valuers_of(row)[0], "opinion_id": opinion_of(row).id}
    services.keep_opinion(answers={"p50": "12"}, now=NOW, **keep)
    assert selectors.progress(row) == (0, 5)


# opening ----------------------------------------------------------------------------------------
def test_opinions_stay_sealed_while_one_is_awaited_and_time_is_left():
    row = valuation.engagement("locked", panel=(*THREE, "industry"))
    valuation.give_opinions(row, FAR[:3])
    valuation.run_all(row, ("income.split",))
    assert missing(row) == [
        "Opinions are sealed: 3 of 4 are in; they open when all are in or the time has ended"
    ]


def test_when_all_are_in_they_open_at_once():
    row = opened(valuation.engagement("in"))
    assert (row.state, len(selectors.opened(row)), row.opinions.filter(opened_at=NOW).count()) == (
        "opened",
        5,
        5,
    )


def test_after_the_deadline_those_that_are_in_open_and_the_rest_stays_closed():
    row = valuation.engagement("locked", panel=(*THREE, "industry"))
    valuation.give_opinions(row, FAR[:3])
    valuation.run_all(row, ("income.split",))
    opened(row, at=LATER)
    assert (len(selectors.opened(valuation.fresh(row))), row.opinions.filter(p50=None).count()) == (3, 1)


@pytest.mark.clause("H-14.5")
def test_two_opinions_give_no_interval():
    row = valuation.engagement("locked", "basic", panel=THREE)
    valuation.give_opinions(row, FAR[:2])
    valuation.run_all(row, ("cost.multiplier",))
    assert missing(row, at=LATER) == [
        "No collective valuation interval can be formed: 2 opinions count, at least 3 are needed"
    ]


def test_opinions_stay_sealed_until_every_chosen_method_has_its_run():
    row = valuation.engagement("locked", methods=("income.split", "income.dcf"))
    valuation.give_opinions(row)
    valuation.run_all(row, ("income.split",))
    assert missing(row) == ["Discounted cash flow has no value with its present figures"]


@pytest.mark.clause("H-26.4")
def test_an_explained_family_needs_no_run():
    row = valuation.engagement("locked", "industrial")
    valuation.give_opinions(row)
    valuation.run_all(row, ("income.split",))
    lead = valuation.lead_of(row)
    row.params.filter(method="market.comparables", name="deals.3").delete()
    assert missing(row) == ["Market approach by comparable deals has no value with its present figures"]
    services.explain_family(actor=lead, number=row.number, family="market", reason="Two deals only", now=NOW)
    assert opened(row).state == "opened"


def test_below_level_8_no_reason_takes_the_place_of_a_family():
    row = valuation.engagement("locked")
    with pytest.raises(Refused, match="level 6"):
        services.explain_family(
            actor=valuation.lead_of(row), number=row.number, family="income", reason="None", now=NOW
        )


def test_the_database_keeps_plain_figures_out_until_the_opening():
    row = valuation.engagement("in")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.opinions.update(p50=5)


# rulings ----------------------------------------------------------------------------------------
def rule(row: Engagement, code: str, decision: str = "exclude", reason: str = "A figure of the whole plant"):
    return services.rule_outlier(
        actor=valuation.lead_of(row),
        number=row.number,
        code=code,
        decision=decision,
        reason=reason,
        now=LATER,
    )


def pooled(row: Engagement):
    return selectors.pooled(selectors.opened(valuation.fresh(row)))


def test_a_flag_alone_excludes_nobody():
    row = valuation.engagement("opened", triples=OUTLYING)
    pool = pooled(row)
    assert len(pool.outliers) == 1
    assert str(pool.warnings[0]) == "Opinion E-07 is an outlier and needs a ruling"


def test_a_ruling_excludes_and_the_value_is_pooled_again():
    row = valuation.engagement("opened", triples=OUTLYING)
    before = pooled(row).p50
    rule(row, "E-07")
    assert (before, round(pooled(row).p50)) == (1_300_000, 1_249_000)


def test_a_ruling_that_keeps_leaves_the_value_and_ends_the_flag():
    row = valuation.engagement("opened", triples=OUTLYING)
    before = pooled(row).p50
    rule(row, "E-07", "keep")
    opinions = selectors.opened(valuation.fresh(row))
    assert (pooled(row).p50, selectors.unruled(opinions, pooled(row))) == (before, [])


def test_a_ruling_needs_a_decision_and_a_reason():
    row = valuation.engagement("opened", triples=OUTLYING)
    for decision, reason in (("exclude", " "), ("forget", "Because")):
        with pytest.raises(Refused):
            rule(row, "E-07", decision, reason)
    assert len(pooled(row).outliers) == 1


def test_a_ruling_is_given_once():
    row = valuation.engagement("opened", triples=OUTLYING)
    rule(row, "E-07", "keep")
    with pytest.raises(Refused, match="stays"):
        rule(row, "E-07")


def test_excluding_below_three_leaves_no_interval():
    row = valuation.engagement("opened", panel=THREE, triples=FAR[:3])
    rule(row, "E-01")
    assert pooled(row) is None


def test_a_sealed_opinion_cannot_be_ruled_on():
    with pytest.raises(Refused):
        rule(valuation.engagement("in"), "E-02")


@pytest.mark.clause("H-20.2")
def test_opinions_are_pooled_by_role_without_those_excluded():
    row = valuation.engagement("opened", triples=OUTLYING)
    rule(row, "E-07")
    rows = selectors.by_role(selectors.opened(valuation.fresh(row)))
    assert [(r.role, r.count, round(r.p50)) for r in rows] == [
        ("customer", 1, 1_200_000),
        ("industry", 1, 1_300_000),
        ("investment", 2, 1_240_967),
    ]
