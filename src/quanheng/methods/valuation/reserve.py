"""Which methods a level allows, and what reserve and start price follow from a pooled value.

The choice of both prices stays a person's. `reserve` is secret and `start` public, so no text of the
advice carries a figure.
"""

from dataclasses import dataclass
from decimal import Decimal

from quanheng.methods.errors import MethodError
from quanheng.methods.result import Message, Step
from quanheng.methods.valuation.numbers import Number, computed, not_negative, shown, whole
from quanheng.methods.valuation.pooling import PooledValue
from quanheng.methods.valuation.result import YUAN, ZERO, adds

LAST_BASIC, LAST_APPLIED, LAST_LEVEL = 4, 7, 13
START_SHARE = Decimal("0.75")

COST = ("cost.multiplier", "cost.ledger")
INCOME = ("income.dcf", "income.split", "income.relief", "income.excess", "income.risk_adjusted")
MARKET = ("market.comparables",)
OPTION = ("option.bsm", "option.binomial")


@dataclass(frozen=True, slots=True)
class MethodPolicy:
    """`required` names families that need a signed run; the others are full method codes.

    `default` may be used without a reason and its first two are preselected; together with `with_reason` it is every method.
    """

    required: tuple[str, ...]
    default: tuple[str, ...]
    with_reason: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReserveAdvice:
    """Unrounded yuan, or None where no price is advised."""

    reserve: Decimal | None
    start: Decimal | None
    rationale: str
    warnings: tuple[str, ...]
    explanation: Step
    method: str


def allowed_methods(level: int) -> MethodPolicy:
    """Return what H-14.6, H-20.3 and H-26.4 allow at an innovation maturity level of 1 to 13."""
    reached = _level(level)
    if reached <= LAST_BASIC:
        return MethodPolicy((), COST, (*INCOME, *MARKET, *OPTION))
    if reached <= LAST_APPLIED:
        return MethodPolicy(("income",), INCOME, (*COST, *MARKET, *OPTION))
    return MethodPolicy(("income", "market"), (*INCOME, *MARKET), (*COST, *OPTION))


def _level(level: object) -> int:
    reached = whole("level", level)
    if not 1 <= reached <= LAST_LEVEL:
        raise MethodError(
            "level: got %(got)s, takes 1 to 13: below level 1 nothing is valued", got=shown(reached)
        )
    return reached


@computed
def suggest_reserve(
    pooled: PooledValue | None, *, seller_walk_away: Number, legal_floor: Number, level: int
) -> ReserveAdvice:
    """Return reserve = max(walk-away, floor, P25) and start = max(floor, min(reserve, 0.75·P50)).

    At levels 1 to 4 both are None and the rationale names the cost floor in words (H-14.6); only there may `pooled` be None.
    """
    walk_away, floor = (
        not_negative("seller_walk_away", seller_walk_away),
        not_negative("legal_floor", legal_floor),
    )
    if _level(level) <= LAST_BASIC:
        return _no_price()
    if not isinstance(pooled, PooledValue):
        raise MethodError("pooled: got %(got)s, takes the result of pool_opinions", got=shown(pooled))
    reserve = max(walk_away, floor, pooled.p25)
    start = max(floor, min(reserve, START_SHARE * pooled.p50))
    warnings = list(pooled.warnings)
    if start == reserve:
        warnings.append(Message("Start and reserve price are equal: the reserve price is public in effect"))
    return ReserveAdvice(
        reserve,
        start,
        _rationale(reserve, floor, walk_away),
        tuple(warnings),
        _explanation(pooled, floor, reserve, start),
        "reserve.quartile, highest of P25, legal floor and walk-away",
    )


def _no_price() -> ReserveAdvice:
    rationale = Message(
        "In the basic research stage no reserve or start price is advised. The replacement cost less obsolescence by the cost "
        "approach may serve as a floor; the seller decides."
    )
    unpriced = Step(label=Message("Reserve price"), value=Message("none"), rule="H-14.6")
    return ReserveAdvice(None, None, rationale, (), unpriced, "reserve.none, basic research stage")


def _rationale(reserve: Decimal, floor: Decimal, walk_away: Decimal) -> Message:
    if reserve == floor:
        return Message(
            "The legal floor decides the reserve price: it is the highest of floor, seller's walk-away and lower quartile."
        )
    if reserve == walk_away:
        return Message(
            "The seller's walk-away decides the reserve price: it is the highest of floor, walk-away and lower quartile."
        )
    return Message(
        "The lower quartile of the pooled value decides the reserve price: it is above the legal floor and the seller's walk-away."
    )


def _explanation(pooled: PooledValue, floor: Decimal, reserve: Decimal, start: Decimal) -> Step:
    floored = max(pooled.p25, floor)
    opening = START_SHARE * pooled.p50
    capped = min(opening, reserve)
    return Step(
        label=Message("Reserve price"),
        value=reserve,
        unit=YUAN,
        rule="max(walk-away, floor, P25)",
        children=(
            adds(
                Message("Lower quartile of the pooled value"),
                pooled.p25,
                rule="P25",
                children=(pooled.explanation,),
            ),
            adds(Message("Raised to the legal floor"), floored - pooled.p25),
            adds(Message("Raised to the seller's walk-away"), reserve - floored),
            adds(
                Message("Start price"),
                ZERO,
                value=start,
                rule="max(floor, min(reserve, 0.75·P50))",
                children=(
                    adds(Message("Three quarters of the middle value"), opening, rule="0.75·P50"),
                    adds(Message("Lowered to the reserve price"), capped - opening),
                    adds(Message("Raised to the legal floor"), start - capped),
                ),
            ),
        ),
    )
