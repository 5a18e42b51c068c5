"""What the weighting methods hand over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from quanheng.methods.inputs import FloatArray
from quanheng.methods.record import Record
from quanheng.methods.result import Step

VECTOR = ("float64", (None,))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightResult(Record):
    """Weights that sum to 1, one per indicator, in the order given.

    `information` is what the weights are proportional to: 1 − e of the entropy, SD·Σ(1 − r) of CRITIC;
    `None` where the weights are combined from others.
    """

    arrays: ClassVar[Mapping[str, tuple[str, tuple[int | None, ...]]]] = {
        "weights": VECTOR,
        "information": VECTOR,
    }

    weights: FloatArray
    information: FloatArray | None = None
    explanation: Step
    warnings: tuple[str, ...]
    method: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AHPResult(Record):
    """Weights from pairwise judgements, and how far the judgements agree with each other.

    Incomplete judgements have no consistency ratio: `consistency_ratio` and `consistent` are `None`.
    A group's `members` are the experts' own results in their order, an expert without weight included.
    A hierarchy has the weights of its `criteria` and one `local` result per criterion; its index and
    ratio are those of the total ordering (Σ aⱼ·CIⱼ / Σ aⱼ·RIⱼ), its `lambda_max` is `None`, and it is
    consistent only if the criteria and every local matrix are.
    """

    arrays: ClassVar[Mapping[str, tuple[str, tuple[int | None, ...]]]] = {"weights": VECTOR}

    weights: FloatArray
    lambda_max: float | None
    consistency_index: float | None
    consistency_ratio: float | None
    consistent: bool | None
    explanation: Step
    warnings: tuple[str, ...]
    method: str
    members: tuple["AHPResult", ...] = ()
    criteria: "AHPResult | None" = None
    local: tuple["AHPResult", ...] = ()

    @classmethod
    def _revive(cls, key: str, value: object) -> object:
        if key in ("members", "local") and isinstance(value, list):
            return tuple(cls.from_data(item) for item in value)
        if key == "criteria" and value is not None:
            return cls.from_data(value)
        return super(AHPResult, cls)._revive(key, value)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DelphiResult(Record):
    """One round's statistics per indicator, the experts' agreement, and whether to go on.

    `sd` has n − 1; `kendall_w`, `chi2` and `p_value` are `None` where the marks leave them undefined.
    `reason` says in words why `stop` is what it is.
    """

    arrays: ClassVar[Mapping[str, tuple[str, tuple[int | None, ...]]]] = dict.fromkeys(
        ("mean", "sd", "cv", "full_mark_share"), VECTOR
    )

    mean: FloatArray
    sd: FloatArray
    cv: FloatArray
    full_mark_share: FloatArray
    kendall_w: float | None
    chi2: float | None
    p_value: float | None
    round_number: int
    stop: bool
    reason: str
    explanation: Step
    warnings: tuple[str, ...]
    method: str
