"""Several values, one value: expert opinions pooled in logs, results of methods reconciled by preset weights.

An arithmetic mean is not offered: one of five experts who multiplies by ten moves it more than threefold,
the log median stays between its neighbours. A flag excludes nobody; only a ruling with a reason does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quanheng.methods.errors import InsufficientOpinions, MethodError
from quanheng.methods.result import Message, Step
from quanheng.methods.valuation.numbers import (
    Number,
    choice,
    computed,
    listed,
    not_negative,
    positive,
    record,
    same_length,
    series,
    shown,
    weights_of_one,
    whole,
    words,
)
from quanheng.methods.valuation.result import YUAN, ZERO, ValueResult, adds, explained

FEWEST = 3
FEWEST_TO_TRIM = 5
Z90 = Decimal("1.2815515655446004")
Z75 = Decimal("0.6744897501960817")
MAD_SCALE = Decimal("1.4826")
MEAN_DEVIATION_SCALE = Decimal("1.2533")
FLAG_LIMIT = Decimal("3.5")
DISPERSION_LIMIT = 4
METHODS_APART_LIMIT = 2


@dataclass(frozen=True, slots=True)
class PooledValue:
    """What the experts think together, in unrounded yuan: `low`..`high` is P10..P90 within and between them.

    `outliers` are indices of the opinions given that are flagged among those that count; `dispersion` is
    the highest P50 over the lowest, `trimmed` the log mean without both extremes (None below five).
    """

    p50: Decimal
    low: Decimal
    high: Decimal
    p25: Decimal
    trimmed: Decimal | None
    outliers: tuple[int, ...]
    dispersion: Decimal
    explanation: Step
    warnings: tuple[str, ...]
    method: str


@dataclass(frozen=True, slots=True)
class _Opinion:
    index: int
    p10: Decimal
    p50: Decimal
    p90: Decimal
    weight: Decimal


@computed
def pool_opinions(
    opinions: Iterable[Sequence[Number]],
    *,
    weights: Iterable[Number] | None = None,
    rulings: Iterable[tuple[int, str, str]] = (),
) -> PooledValue:
    """Return the weighted log median of opinions (P10, P50, P90) with its interval.

    `rulings` are (index, "keep" | "exclude", reason). Raises `InsufficientOpinions` when fewer than three remain (H-14.5).
    """
    given = _opinions(opinions, weights)
    ruled = _rulings(rulings, len(given))
    kept = [o for o in given if ruled.get(o.index) != "exclude"]
    if len(kept) < FEWEST:
        raise InsufficientOpinions(
            "opinions: got %(got)s that count, takes at least %(fewest)s for a pooled interval",
            got=len(kept),
            fewest=FEWEST,
        )
    if not any(o.weight for o in kept):
        raise MethodError("weights: got only zeros for the opinions that count, takes a positive sum")
    middle = _middle([o.p50 for o in kept], kept)
    p50 = _geometric_mean([kept[i].p50 for i in middle])
    within, between = _half_width(kept), Z90 * _scaled_mad(kept)
    width = (within * within + between * between).sqrt()
    flags = _flags(kept)
    dispersion = max(o.p50 for o in kept) / min(o.p50 for o in kept)
    return PooledValue(
        p50=p50,
        low=p50 * (-width).exp(),
        high=p50 * width.exp(),
        p25=p50 * (-(Z75 / Z90) * width).exp(),
        trimmed=_trimmed(kept),
        outliers=flags,
        dispersion=dispersion,
        explanation=_explanation(p50, kept, [kept[i].index for i in middle], (within, between, width)),
        warnings=tuple(_warnings(given, kept, flags, ruled, dispersion)),
        method="pooling.log_median, interval P10 to P90",
    )


def _opinions(opinions: object, weights: object) -> list[_Opinion]:
    triples = [_triple(f"opinions[{i}]", row) for i, row in enumerate(listed("opinions", opinions))]
    shares = (Decimal(1),) * len(triples) if weights is None else series("weights", weights, not_negative)
    same_length("weights", shares, len(triples))
    if not any(shares):
        raise MethodError("weights: got a sum of 0, takes a positive sum")
    return [
        _Opinion(i, *triple, weight) for i, (triple, weight) in enumerate(zip(triples, shares, strict=True))
    ]


def _triple(argument: str, row: object) -> tuple[Decimal, Decimal, Decimal]:
    p10, p50, p90 = (positive(argument, value) for value in record(argument, row, "P10, P50, P90"))
    if not p10 <= p50 <= p90:
        raise MethodError(
            "%(argument)s: got %(p10)s, %(p50)s, %(p90)s, takes P10 ≤ P50 ≤ P90",
            argument=argument,
            p10=shown(p10),
            p50=shown(p50),
            p90=shown(p90),
        )
    return p10, p50, p90


def _rulings(rulings: Iterable[tuple[int, str, str]], count: int) -> dict[int, str]:
    ruled: dict[int, str] = {}
    rows = tuple(rulings)
    for i, row in enumerate(listed("rulings", rows) if rows else ()):
        index, decision, reason = record(f"rulings[{i}]", row, "index, keep | exclude, reason")
        opinion = whole(f"rulings[{i}].index", index)
        if not 0 <= opinion < count or opinion in ruled:
            raise MethodError(
                "%(argument)s: got %(got)s, takes the index of an opinion, once each",
                argument=f"rulings[{i}].index",
                got=opinion,
            )
        ruled[opinion] = choice(f"rulings[{i}].decision", decision, ("keep", "exclude"))
        words(f"rulings[{i}].reason", reason)
    return ruled


def _middle(values: Sequence[Decimal], opinions: Sequence[_Opinion]) -> tuple[int, ...]:
    """Return the position of the weighted median, or both when the weight is cut exactly in half."""
    counted = sorted(
        (value, o.weight, i) for i, (value, o) in enumerate(zip(values, opinions, strict=True)) if o.weight
    )
    total, passed = sum((weight for _, weight, _ in counted), start=ZERO), ZERO
    for place, (_, weight, i) in enumerate(counted[:-1]):
        passed += weight
        if 2 * passed > total:
            return (i,)
        if 2 * passed == total:
            return (i, counted[place + 1][2])
    return (counted[-1][2],)


def _geometric_mean(values: Sequence[Decimal]) -> Decimal:
    """Return the mean in logs of one or two values, exactly when they are equal."""
    low, high = min(values), max(values)
    return low if low == high else low * (high / low).sqrt()


def _median(values: Sequence[Decimal], opinions: Sequence[_Opinion]) -> Decimal:
    chosen = [values[i] for i in _middle(values, opinions)]
    return chosen[0] if chosen[0] == chosen[-1] else (chosen[0] + chosen[-1]) / 2


def _half_width(opinions: Sequence[_Opinion]) -> Decimal:
    lows, highs = [o.p10.ln() for o in opinions], [o.p90.ln() for o in opinions]
    return (_median(highs, opinions) - _median(lows, opinions)) / 2


def _deviations(opinions: Sequence[_Opinion]) -> list[Decimal]:
    logs = [o.p50.ln() for o in opinions]
    centre = _median(logs, opinions)
    return [abs(log - centre) for log in logs]


def _scaled_mad(opinions: Sequence[_Opinion]) -> Decimal:
    return _median(_deviations(opinions), opinions) * MAD_SCALE


def _flags(opinions: Sequence[_Opinion]) -> tuple[int, ...]:
    """Return the indices of opinions far from the rest; where most agree exactly, the mean deviation is the measure."""
    deviations, scale = _deviations(opinions), _scaled_mad(opinions)
    if scale == 0:
        weighed = sum((d * o.weight for d, o in zip(deviations, opinions, strict=True)), start=ZERO)
        scale = MEAN_DEVIATION_SCALE * weighed / sum((o.weight for o in opinions), start=ZERO)
    if scale == 0:
        return ()
    return tuple(o.index for d, o in zip(deviations, opinions, strict=True) if d > FLAG_LIMIT * scale)


def _trimmed(opinions: Sequence[_Opinion]) -> Decimal | None:
    inner = sorted(opinions, key=lambda o: (o.p50, o.weight))[1:-1]
    weight = sum((o.weight for o in inner), start=ZERO)
    if len(opinions) < FEWEST_TO_TRIM or weight == 0:
        return None
    return (sum((o.weight * o.p50.ln() for o in inner), start=ZERO) / weight).exp()


def _warnings(
    given: Sequence[_Opinion],
    kept: Sequence[_Opinion],
    flags: Sequence[int],
    ruled: dict[int, str],
    dispersion: Decimal,
) -> Iterable[Message]:
    for index in flags:
        if index not in ruled:
            yield Message("Opinion %(number)s is an outlier and needs a ruling", number=index + 1)
    for opinion in given:
        if ruled.get(opinion.index) == "exclude" and opinion.index not in _flags([*kept, opinion]):
            yield Message(
                "Opinion %(number)s was excluded by a ruling although it is no outlier",
                number=opinion.index + 1,
            )
    if dispersion > DISPERSION_LIMIT:
        yield Message(
            "The highest opinion is %(ratio)s times the lowest: a written explanation is needed",
            ratio=f"{dispersion:.4g}",
        )


def _explanation(
    p50: Decimal, kept: Sequence[_Opinion], middle: Sequence[int], widths: tuple[Decimal, Decimal, Decimal]
) -> Step:
    lines = [
        adds(
            Message("Opinion %(number)s", number=o.index + 1),
            p50 / len(middle) if o.index in middle else ZERO,
            value=o.p50,
            rule=Message("weight %(weight)s", weight=shown(o.weight)),
        )
        for o in kept
    ]
    within, between, width = widths
    parts = (
        Step(label=Message("Width within the opinions"), value=within, rule="h = (ln P90 − ln P10)/2"),
        Step(label=Message("Width between the opinions"), value=between, rule="z₉₀·1.4826·MAD"),
    )
    interval = Step(
        label=Message("Half width of the interval, in logs"),
        value=width,
        rule="H = √(h² + (z₉₀·MAD)²)",
        children=parts,
        contribution=ZERO,
    )
    return Step(
        label=Message("Pooled value"),
        value=p50,
        unit=YUAN,
        rule=Message("weighted median in logs"),
        children=(*lines, interval),
    )


@computed
def reconcile(results: Iterable[ValueResult], weights: Iterable[Number], reason: str) -> ValueResult:
    """Return Σ wᵢVᵢ of several methods in yuan, with the span of those that have weight (H-26.4).

    The weights are preset in the plan and sum to 1; without a reason nothing is averaged.
    """
    why, given = words("reason", reason), _results(results)
    shares = weights_of_one("weights", weights, len(given))
    lines = [
        adds(
            result.explanation.label,
            result.value * weight,
            value=result.value,
            children=(result.explanation,),
        )
        for result, weight in zip(given, shares, strict=True)
    ]
    weighed = [result for result, weight in zip(given, shares, strict=True) if weight]
    warnings = [warning for result in given for warning in result.warnings]
    lowest, highest = min(r.value for r in weighed), max(r.value for r in weighed)
    if highest > lowest and highest > METHODS_APART_LIMIT * lowest:
        warnings.insert(0, Message("The methods are more than a factor of 2 apart: a note is needed"))
    return explained(
        Message("Reconciled value"),
        lines,
        method=f"pooling.reconcile, {' + '.join(r.code for r in given)}",
        rule=Message("Σ wᵢ·Vᵢ; %(reason)s", reason=why),
        low=min(r.value if r.low is None else r.low for r in weighed),
        high=max(r.value if r.high is None else r.high for r in weighed),
        warnings=warnings,
    )


def _results(results: object) -> list[ValueResult]:
    given = []
    for i, result in enumerate(listed("results", results)):
        if not isinstance(result, ValueResult):
            raise MethodError(
                "%(argument)s: got %(got)s, takes the result of a valuation method",
                argument=f"results[{i}]",
                got=shown(result),
            )
        given.append(result)
    return given
