"""The valuation: basis and methods locked, figures with sources, sealed opinions, one reconciled value (J6)."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from quanheng.platform.common.roles import Role
from quanheng.platform.demo.province.commissions import case_of
from quanheng.platform.demo.province.journey import Journey
from quanheng.platform.demo.province.panels import actor_of
from quanheng.platform.demo.province.sources import source
from quanheng.platform.demo.province.telling import Story
from quanheng.platform.valuation import selectors, services, wording
from quanheng.platform.valuation.models import Engagement, ExpertOpinion
from quanheng.platform.valuation.services import Basis, Entry, MethodChoice
from quanheng.platform.valuation.sheets.stage import STAGE_SHEETS

FILLED, LOCKED, RUN, GIVEN, OPENED, SIGNED = 42, 43, 44, 45, 46, 47
"""Steps of a journey, in working days from its beginning."""
METHODS = {
    "basic": ("cost.multiplier",),
    "applied": ("income.split",),
    "industrial": ("income.split", "market.comparables"),
}
STEP = Decimal(10000)
"""Experts name round amounts."""


def engagement_of(journey: Journey) -> Engagement:
    found = selectors.of_evaluation(case_of(journey).id)
    if found is None:
        raise LookupError(journey.case)
    return found


def value(journey: Journey, *, most: int | None = None) -> Story:
    """Tell the valuation; with `most`, only so many opinions are sealed so far and nothing is opened."""
    lead = journey.institution(Role.LEAD)
    yield journey.at(FILLED, "14:00")
    fill(journey)
    number, stage = engagement_of(journey).number, engagement_of(journey).stage
    yield (now := journey.at(LOCKED, "10:15"))
    services.lock(actor=lead, number=number, now=now)
    yield (now := journey.at(RUN, "11:00"))
    for code in METHODS[stage]:
        services.run_method(actor=lead, number=number, code=code, now=now)
    yield journey.at(GIVEN, "08:40")
    give(journey, most)
    if most is not None:
        return
    yield (now := journey.at(OPENED, "09:20"))
    services.open_opinions(actor=lead, number=number, now=now)
    yield (now := journey.at(SIGNED, "10:40"))
    rule(journey)
    words = source("sentences")["valuation"]
    services.reconcile(actor=lead, number=number, reason=words["reason"], note=words["note"], now=now)
    yield (now := journey.at(SIGNED, "16:20"))
    services.sign(actor=lead, number=number, now=now)


def fill(journey: Journey) -> None:
    """Fill in basis, methods, disclosures and figures, as the case manager does before the lock."""
    row, now = engagement_of(journey), journey.at(FILLED, "14:00")
    act: dict[str, Any] = {"actor": journey.institution(Role.LEAD), "number": row.number, "now": now}
    words = source("sentences")["valuation"]
    dated = date(now.year, now.month, 1) - timedelta(days=1)
    basis = Basis(
        purpose=journey.story["purpose_note"],
        users=words["users"],
        value_type="market",
        value_definition=words["definition"],
        valuation_date=dated,
        valid_until=dated + timedelta(days=360),
        rights=row.rights,
        territory=words["territory"],
        assumptions=words["assumptions"],
    )
    services.save_basis(basis=basis, **act)
    codes = METHODS[row.stage]
    methods = [MethodChoice(code, Decimal(1) / len(codes), words["method"]) for code in codes]
    services.save_methods(methods=methods, families={}, **act)
    services.save_disclosures(texts={item: words["disclosures"][item] for item in wording.DISCLOSURES}, **act)
    stage = {spec.name: str(stage_figure(journey, spec.name)) for spec in STAGE_SHEETS[row.stage].specs}
    for code, figures in (("stage", stage), *((code, FIGURES[code](journey, dated)) for code in codes)):
        entries = {name: Entry(figure, words["source"], dated) for name, figure in figures.items()}
        services.save_params(code=code, entries=entries, **act)


def stage_figure(journey: Journey, name: str) -> object:
    income = sum(journey.story.get("income", {}).get("base", []))
    figures = {
        "research_cost": journey.story["fee"] * 24,
        "expected_income": income or 18_000_000,
        "market_size": 600_000_000,
    }
    return figures.get(name, source("sentences")["valuation"]["like_deals"])


def cost_figures(journey: Journey, _dated: date) -> Mapping[str, object]:
    cost = journey.story["cost"]
    return {
        "materials": f"{cost['materials']}.00",
        "labour": f"{cost['labour']}.00",
        "creativity": cost["creativity"],
        "risk": cost["risk"],
        "profit": cost["profit"],
        "used_years": str(cost["used"]),
        "remaining_years": str(cost["remaining"]),
    }


def income_figures(journey: Journey, _dated: date) -> Mapping[str, object]:
    income = journey.story["income"]
    return {
        "base": [f"{amount}.00" for amount in income["base"]],
        "basis": "revenue",
        "tax": "0",
        "split_way": "direct",
        "split_rate": income["split"],
        "rate_way": "direct",
        "rate": income["rate"],
        "timing": "end",
    }


def market_figures(journey: Journey, dated: date) -> Mapping[str, object]:
    words = source("sentences")["valuation"]
    return {
        f"deals.{place}": {
            "label": words["deals"][place - 1],
            "closed_on": (dated - timedelta(days=70 * place)).isoformat(),
            "price": f"{price}.00",
            "circumstance": "1",
            "date_factor": "1.02",
            "individual": "0.97",
            "reason": words["adjusted"],
        }
        for place, price in enumerate(journey.story["market"], start=1)
    }


FIGURES = {
    "cost.multiplier": cost_figures,
    "income.split": income_figures,
    "market.comparables": market_figures,
}


def give(journey: Journey, most: int | None) -> None:
    """Let the valuers seal their opinions, one after the other."""
    luck = random.Random(f"values {journey.name} {journey.world.chance.seed}")  # noqa: S311  # a story, no secret
    reasons = source("sentences")["valuation"]["opinions"]
    for place, opinion in enumerate(opinions_of(journey)[:most]):
        factor = Decimal(str(round(luck.uniform(0.88, 1.14), 3)))
        low, middle, high = (round_amount(Decimal(figure) * factor) for figure in journey.story["values"])
        services.submit_opinion(
            actor=actor_of(opinion.seat.expert),
            opinion_id=opinion.id,
            p10=low,
            p50=middle,
            p90=high,
            reason=luck.choice(reasons),
            now=journey.at(GIVEN, "08:40") + timedelta(minutes=37 * place),
        )


def opinions_of(journey: Journey) -> list[ExpertOpinion]:
    rows = selectors.counting(engagement_of(journey)).select_related("seat__expert")
    return sorted(rows, key=lambda opinion: opinion.seat.position)


def round_amount(amount: Decimal) -> Decimal:
    return (amount / STEP).quantize(Decimal(1)) * STEP


def rule(journey: Journey) -> None:
    """Keep what was flagged as an outlier, with a reason, as a person decides."""
    row = engagement_of(journey)
    opinions = selectors.opened(row)
    for opinion in selectors.unruled(opinions, selectors.pooled(opinions)):
        services.rule_outlier(
            actor=journey.institution(Role.LEAD),
            number=row.number,
            code=opinion.code,
            decision="keep",
            reason=source("sentences")["valuation"]["kept"],
            now=journey.at(SIGNED, "10:30"),
        )
