"""The terms of a lot: frozen when the notice is published, and bound to the log by their hash."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from quanheng.methods.bidding.amounts import LARGEST_FEN, aware, fen_from_text, instant_from_text
from quanheng.methods.errors import MethodError

_CHOICES = {
    "mode": ("open", "sealed"),
    "closing": ("timed", "hammer"),
    "grid": ("free", "multiple"),
    "reserve_policy": ("none", "start", "sealed"),
    "extension_rule": ("none", "from_bid", "from_end"),
    "priority_mode": ("none", "in_sale", "after_close"),
    "sealing": ("threshold", "commit_reveal"),
    "tie": ("earlier", "round"),
}
_SECONDS = ("extension_window_s", "extension_s", "priority_window_s", "resume_floor_s", "void_grace_s")
_OPTIONAL_COUNTS = ("confirm_over_steps", "extension_max")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CODE_LENGTH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class LotTerms:
    """What bidders agree to before the sale; bidding.md 1.1 says what each field means.

    Amounts are whole fen, durations seconds, instants aware. `steps` are bands `(from, step)`: the
    step at a price is that of the highest band that begins at or under it. `priority_holders` are
    `(code, rank)` with rank 1 best. Wrong terms are a `MethodError` that names the field.
    """

    lot: str
    start_fen: int
    steps: tuple[tuple[int, int], ...]
    opens_at: datetime
    closes_at: datetime | None = None
    mode: str = "open"
    closing: str = "timed"
    grid: str = "free"
    confirm_over_steps: int | None = 20
    max_fen: int | None = None
    reserve_policy: str = "start"
    reserve_commitment: str | None = None
    hard_end: datetime | None = None
    extension_rule: str = "from_bid"
    extension_window_s: int = 300
    extension_s: int = 300
    extension_max: int | None = None
    proxies: bool = True
    priority_mode: str = "none"
    priority_holders: tuple[tuple[str, int], ...] = ()
    priority_window_s: int = 1800
    resume_floor_s: int = 300
    void_grace_s: int = 300
    sealing: str = "threshold"
    reveal_s: int = 3600
    tie: str = "earlier"
    scheme: str = ""
    notice_hash: str = ""

    def __post_init__(self) -> None:
        _check_words(self)
        _check_amounts(self)
        _check_times(self)
        _check_holders(self)

    @classmethod
    def from_data(
        cls, mapping: Mapping[str, Any], date: date | None = None, offset: str = "+00:00"
    ) -> "LotTerms":
        """Return the terms that JSON describes: yuan as text, times of `date` at `offset` or ISO 8601."""
        try:
            return cls(**_fields(mapping, date, offset))
        except (KeyError, TypeError, AttributeError) as error:
            raise MethodError("terms: got a wrong or missing part, takes all of %(part)s", part=error)

    def step_at(self, price_fen: int) -> int:
        """Return the step in force at a price."""
        return self.steps[bisect_right(self.steps, (price_fen, LARGEST_FEN)) - 1][1]

    def rank_of(self, bidder: str) -> int | None:
        """Return the rank of a priority holder, 1 best; None for everybody else."""
        return dict(self.priority_holders).get(bidder)


def _fields(data: Mapping[str, Any], day: date | None, offset: str) -> dict[str, Any]:
    extension, priority, reserve = data["extension"], data["priority"], data["reserve"]

    def instant(name: str) -> datetime | None:
        return None if data[name] is None else instant_from_text(name, data[name], day, offset)

    return {
        **{name: data[name] for name in ("lot", "mode", "closing", "grid", "confirm_over_steps", "proxies")},
        **{name: data[name] for name in ("resume_floor_s", "void_grace_s", "sealing", "reveal_s", "tie")},
        **{name: data[name] for name in ("scheme", "notice_hash") if name in data},
        **{name: instant(name) for name in ("opens_at", "closes_at", "hard_end")},
        "start_fen": fen_from_text("start", data["start"]),
        "steps": tuple(
            (fen_from_text("steps", at), fen_from_text("steps", step)) for at, step in data["steps"]
        ),
        "max_fen": None if data["max_amount"] is None else fen_from_text("max_amount", data["max_amount"]),
        "reserve_policy": reserve["policy"],
        "reserve_commitment": reserve["commitment"],
        "extension_rule": extension["rule"],
        "extension_window_s": extension["window_s"],
        "extension_s": extension["extend_s"],
        "extension_max": extension["max_count"],
        "priority_mode": priority["mode"],
        "priority_holders": tuple((code, rank) for code, rank in priority["holders"]),
        "priority_window_s": priority["window_s"],
    }


def code_from(field: str, value: object) -> str:
    """Return a bidder code or an actor's pseudonym: 1 to 32 printable characters."""
    if not isinstance(value, str) or not 0 < len(value) <= _CODE_LENGTH or not value.isprintable():
        raise MethodError(
            "%(field)s: got %(value)s, takes a code of 1 to 32 characters", field=field, value=repr(value)
        )
    return value


def _whole(field: str, value: object, lowest: int) -> int:
    if type(value) is not int or not lowest <= value <= LARGEST_FEN:
        raise MethodError(
            "%(field)s: got %(value)s, takes a whole number from %(lowest)s",
            field=field,
            value=value,
            lowest=lowest,
        )
    return value


def _check_words(terms: LotTerms) -> None:
    code_from("lot", terms.lot)
    for field, choices in _CHOICES.items():
        if getattr(terms, field) not in choices:
            raise MethodError(
                "%(field)s: got %(value)s, takes one of %(choices)s",
                field=field,
                value=getattr(terms, field),
                choices=", ".join(choices),
            )
    if not isinstance(terms.proxies, bool):
        raise MethodError("proxies: got %(value)s, takes true or false", value=terms.proxies)
    sealed_reserve = terms.reserve_policy == "sealed"
    if sealed_reserve != bool(terms.reserve_commitment) or (
        terms.reserve_commitment and not _DIGEST.fullmatch(terms.reserve_commitment)
    ):
        raise MethodError(
            "reserve_commitment: takes 64 hex digits with a sealed reserve, and nothing otherwise"
        )


def _check_amounts(terms: LotTerms) -> None:
    _whole("start", terms.start_fen, 1)
    if terms.max_fen is not None:
        _whole("max_amount", terms.max_fen, terms.start_fen)
    starts = [_whole("steps", at, 0) for at, step in terms.steps if _whole("steps", step, 1)]
    if not starts or starts[0] != 0 or starts != sorted(set(starts)):
        raise MethodError(
            "steps: got bands from %(starts)s, takes rising ones of which the first begins at 0",
            starts=starts,
        )
    for field in _SECONDS:
        _whole(field, getattr(terms, field), 0)
    _whole("reveal_s", terms.reveal_s, 1)
    for field in _OPTIONAL_COUNTS:
        if getattr(terms, field) is not None:
            _whole(field, getattr(terms, field), 0)


def _check_times(terms: LotTerms) -> None:
    opens_at = aware("opens_at", terms.opens_at)
    if terms.closing == "hammer":
        if terms.mode == "sealed":
            raise MethodError("closing: got hammer for a sealed lot, takes timed")
        if terms.closes_at is not None or terms.hard_end is not None:
            raise MethodError("closes_at: got an end for a lot that the hammer closes, takes nothing")
        return
    closes_at = aware("closes_at", terms.closes_at)
    if closes_at <= opens_at:
        raise MethodError("closes_at: got an end before the opening, takes a later one")
    if terms.hard_end is not None and aware("hard_end", terms.hard_end) < closes_at:
        raise MethodError("hard_end: got an instant before closes_at, takes that one or a later one")


def _check_holders(terms: LotTerms) -> None:
    codes = [
        code_from("priority_holders", code)
        for code, rank in terms.priority_holders
        if _whole("rank", rank, 1)
    ]
    if len(set(codes)) < len(codes):
        raise MethodError("priority_holders: got a code twice, takes each once")
    if terms.priority_mode != "none" and not codes:
        raise MethodError("priority_holders: got none, takes at least one with a priority mode")
