"""Facts as JSON and back: what a report row keeps, and the hash that a case's facts have.

Decimals and dates become text; every field is written, so that two rows can be compared line by line.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from quanheng.methods.errors import MethodError, shown
from quanheng.platform.reports.content.facts import ReportFacts


def facts_data(facts: ReportFacts) -> dict[str, Any]:
    """Return the facts as JSON takes them."""
    data: dict[str, Any] = plain(facts)
    return data


def facts_of(data: Mapping[str, Any]) -> ReportFacts:
    """Return the facts that `facts_data` wrote; unknown or missing required fields raise `MethodError`."""
    facts: ReportFacts = _revived(ReportFacts, data)
    return facts


def plain(value: object) -> Any:
    """Return a part of the facts as JSON takes it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value


def _revived(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        (inner,) = (part for part in get_args(kind) if part is not type(None))
        return None if value is None else _revived(inner, value)
    if origin is tuple:
        return _members(get_args(kind), value)
    if kind is Decimal:
        return Decimal(value)
    if kind is date:
        return date.fromisoformat(value)
    return _record(kind, value) if is_dataclass(kind) else value


def _members(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_revived(kinds[0], item) for item in value)
    return tuple(_revived(kind, item) for kind, item in zip(kinds, value, strict=True))


def _record(kind: Any, value: Any) -> Any:
    hints = _hints(kind)
    if not isinstance(value, Mapping) or (unknown := value.keys() - hints.keys()):
        got = shown(value) if not isinstance(value, Mapping) else ", ".join(sorted(unknown))
        raise MethodError("%(record)s: got %(got)s, takes its own fields only", record=kind.__name__, got=got)
    try:
        return kind(**{name: _revived(hints[name], item) for name, item in value.items()})
    except TypeError as error:
        raise MethodError("%(record)s: %(fault)s", record=kind.__name__, fault=error)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
