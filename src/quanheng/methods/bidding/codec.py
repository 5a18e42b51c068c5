"""Events and terms as canonical JSON, both ways, byte for byte."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from hashlib import sha256
from typing import Any

from quanheng.methods.bidding.amounts import instant_from_text
from quanheng.methods.bidding.events import KINDS, Event
from quanheng.methods.bidding.terms import LotTerms
from quanheng.methods.errors import MethodError
from quanheng.methods.trust.canonical import canonical_json, load_json

_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in (*KINDS.values(), LotTerms)}
_INSTANTS = frozenset({"arrival", "at", "until", "resume_at", "opens_at", "closes_at", "ends_at", "hard_end"})


def terms_hash(terms: LotTerms) -> str:
    """Return the hash (hex) that binds a log, a token and a notice to these terms."""
    return sha256(b"quanheng/lot-terms/1\0" + canonical_json(terms_to_data(terms))).hexdigest()


def terms_to_data(terms: LotTerms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in _NAMES[LotTerms]}


def terms_from_data(data: Mapping[str, Any]) -> LotTerms:
    return LotTerms(**_values("terms", LotTerms, data))


def event_to_data(event: Event) -> dict[str, Any]:
    """Return an event as a mapping that `canonical_json` takes."""
    data = {name: getattr(event, name) for name in _NAMES[type(event)]}
    if "terms" in data:
        data["terms"] = terms_to_data(data["terms"])
    return {"kind": event.kind} | data


def event_from_data(data: Mapping[str, Any]) -> Event:
    kind = KINDS.get(str(data.get("kind")))
    if kind is None:
        raise MethodError("kind: got %(kind)s, takes the kind of an event", kind=data.get("kind"))
    values = _values(kind.kind, kind, {name: value for name, value in data.items() if name != "kind"})
    if "terms" in values:
        values["terms"] = terms_from_data(values["terms"])
    return kind(**values)


def event_to_json(event: Event) -> bytes:
    return canonical_json(event_to_data(event))


def event_from_json(text: bytes | str) -> Event:
    data = load_json(text)
    if not isinstance(data, dict):
        raise MethodError("event: got %(type)s, takes an object", type=type(data).__name__)
    return event_from_data(data)


def _values(what: str, kind: type[Any], data: Mapping[str, Any]) -> dict[str, Any]:
    if set(data) != set(_NAMES[kind]):
        wrong = ", ".join(sorted(set(data) ^ set(_NAMES[kind])))
        raise MethodError("%(what)s: got missing or unknown fields %(fields)s", what=what, fields=wrong)
    return {name: _value(name, value) for name, value in data.items()}


def _value(name: str, value: Any) -> Any:
    if name in _INSTANTS and value is not None and not isinstance(value, datetime):
        return instant_from_text(name, value)
    if isinstance(value, list):
        return tuple(tuple(item) if isinstance(item, list) else item for item in value)
    return value
