"""The seal of a case: whatever goes into a result, in an order that does not depend on who brought it."""

import json
from collections.abc import Callable
from dataclasses import fields
from hashlib import sha256
from operator import attrgetter
from types import NoneType
from typing import Any

from quanheng.methods.errors import MethodError, shown
from quanheng.methods.result import fingerprint
from quanheng.methods.scoring.case import Case
from quanheng.methods.scoring.panel import Mark, Panelist, Rules
from quanheng.methods.scoring.tree import Band, Gate, Indicator, IndicatorTree
from quanheng.methods.trust.canonical import LARGEST_INTEGER

ENGINE = "scoring/2"
"""Raised whenever any number, or the form of the seal, may change."""
SEALED = (IndicatorTree, Indicator, Band, Gate, Panelist, Mark, Rules)
FIELDS = {kind: attrgetter(*(field.name for field in fields(kind))) for kind in SEALED}
AS_THEY_ARE = (str, int, NoneType)


def seal(case: Case, engine: str = ENGINE) -> str:
    """Return the fingerprint of tree, panel, marks, facts, rules, seed and engine, as that engine formed it."""
    if engine not in SEALS:
        raise MethodError(
            "stored: got the engine %(got)s, takes one of: %(known)s",
            got=shown(engine),
            known=", ".join(SEALS),
        )
    return SEALS[engine](case)


def _first(case: Case) -> str:
    return fingerprint(
        case.shape.tree, case.panel, case.marks, case.facts, case.rules, case.seed, "scoring/1"
    )


def _second(case: Case) -> str:
    """Tree, panel, marks and rules go in as digests of their JSON texts, facts as they are."""
    parts = [_digest(part) for part in (case.shape.tree, case.panel, case.marks, case.rules)]
    return fingerprint(*parts, case.facts, case.seed, "scoring/2")


def _digest(value: object) -> str:
    """Return SHA-256 (hex) of a JSON text in which a record is the list of its fields in their order."""
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    try:
        return sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:
        raise MethodError("value: got half of a surrogate pair in a text, takes whole characters only")


def _plain(value: Any) -> object:
    """Return lists, texts and numbers that every JSON writer writes alike; a mapping by sorted names."""
    kind = type(value)
    if kind in AS_THEY_ARE:
        return value
    if kind is float:
        return _number(value)
    if kind is tuple:
        return _plain_list(value)
    if kind in FIELDS:
        return _plain_list(FIELDS[kind](value))
    return [[name, _plain(value[name])] for name in sorted(value)]


def _plain_list(items: tuple[Any, ...]) -> list[object]:
    return [item if type(item) in AS_THEY_ARE else _plain(item) for item in items]


def _number(value: float) -> int | float | str:
    """Return whole numbers as such; far from 1, where writers differ, Python's shortest text."""
    if not value % 1 and abs(value) < LARGEST_INTEGER:
        return int(value)
    return value if 1e-4 <= abs(value) < LARGEST_INTEGER else repr(value)


SEALS: dict[str, Callable[[Case], str]] = {"scoring/1": _first, "scoring/2": _second}
