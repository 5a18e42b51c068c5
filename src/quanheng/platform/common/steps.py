"""An explanation tree as it is stored: its sentences keep id and values, so that both languages read them later."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from quanheng.methods.result import Message, Step


def step_data(step: Step) -> dict[str, Any]:
    """Return `step` as JSON takes it; `step_of` reads it back."""
    return {
        "label": _written(step.label),
        "value": _written(step.value),
        "unit": _written(step.unit),
        "rule": _written(step.rule),
        "sources": list(step.sources),
        "children": [step_data(child) for child in step.children],
        "contribution": _written(step.contribution),
    }


def step_of(data: Mapping[str, Any]) -> Step:
    return Step(
        label=_read(data["label"]),
        value=_read(data["value"]),
        unit=_read(data["unit"]),
        rule=_read(data["rule"]),
        sources=tuple(data["sources"]),
        children=tuple(step_of(child) for child in data["children"]),
        contribution=_read(data["contribution"]),
    )


def _written(value: object) -> Any:
    match value:
        case Message():
            return {"text": value.text, "values": {key: _written(item) for key, item in value.values.items()}}
        case Decimal():
            return {"decimal": str(value)}
        case list() | tuple():
            return [_written(item) for item in value]
        case None | bool() | int() | float() | str():
            return value
    return str(value)


def _read(value: Any) -> Any:
    match value:
        case {"text": str(text), "values": dict(values)}:
            return Message(text, **{str(key): _read(item) for key, item in values.items()})
        case {"decimal": str(text)}:
            return Decimal(text)
        case list():
            return tuple(_read(item) for item in value)
    return value
