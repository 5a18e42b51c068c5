"""The JSON of inputs and results: what a plan freezes, a case stores and a replay reads back.

The text is canonical (RFC 8785), so equal records have equal bytes. Reading checks the form only
(an object with the class's fields); the meaning is checked by the function that uses the record.
Sentences keep id and values, so that a stored explanation can still be read in both languages.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, ClassVar, Self

from numpy.typing import NDArray

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import array, shown
from quanheng.methods.result import Message, Step
from quanheng.methods.trust.canonical import canonical_json, load_json


class Record:
    """A frozen dataclass that is written as a JSON object of its fields.

    `nested` names the fields that hold other records (one, or a list of them), `keyed` those that hold
    a mapping of records, `arrays` those that hold a NumPy array, with its dtype and its shape (`None`:
    any length).
    """

    __slots__ = ()
    nested: ClassVar[Mapping[str, type["Record"]]] = {}
    keyed: ClassVar[Mapping[str, type["Record"]]] = {}
    arrays: ClassVar[Mapping[str, tuple[str, tuple[int | None, ...]]]] = {}

    def to_json(self) -> str:
        """Return the canonical JSON text; raises `MethodError` for a value that JSON cannot carry."""
        return canonical_json(_data(self)).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Return the record written by `to_json`; lists come back as tuples."""
        if not isinstance(text, str | bytes):
            raise MethodError("text: got %(got)s, takes a JSON text", got=shown(text))
        return cls.from_data(load_json(text))

    @classmethod
    def from_data(cls, data: object) -> Self:
        """Return the record whose parsed JSON is `data`."""
        return cls(**{key: cls._revive(key, value) for key, value in _members(cls, data).items()})

    @classmethod
    def _revive(cls, key: str, value: object) -> object:
        if kind := cls.nested.get(key):
            if isinstance(value, list):
                return tuple(kind.from_data(item) for item in value)
            return kind.from_data(value)
        if (kind := cls.keyed.get(key)) and isinstance(value, Mapping):
            return {name: kind.from_data(item) for name, item in value.items()}
        if key in cls.arrays and value is not None:
            dtype, shape = cls.arrays[key]
            return _array(key, value, dtype, shape)
        return _step(value) if key == "explanation" else _read(value)


def _array(argument: str, value: object, dtype: str, shape: tuple[int | None, ...]) -> NDArray[Any]:
    read = array(argument, value, shape)
    result: NDArray[Any] = read.astype(dtype)
    if (result != read).any():
        raise MethodError(
            "%(argument)s: got values that are no %(wanted)s", argument=argument, wanted=str(result.dtype)
        )
    return result


def _members(kind: type, data: object) -> Mapping[str, Any]:
    """Return the members of a JSON object that has the fields of `kind` and no others."""
    if not isinstance(data, Mapping):
        raise MethodError("%(record)s: got %(got)s, takes an object", record=kind.__name__, got=shown(data))
    known = {field.name: field for field in fields(kind)}
    for key in data.keys() - known.keys():
        raise MethodError(
            "%(record)s: got the unknown field %(field)s", record=kind.__name__, field=shown(key)
        )
    for key, field in known.items():
        if key not in data and field.default is MISSING and field.default_factory is MISSING:
            raise MethodError("%(record)s: the field %(field)s is missing", record=kind.__name__, field=key)
    return data


def _step(data: object) -> Step:
    members = {key: _read(value) for key, value in _members(Step, data).items() if key != "children"}
    children = _members(Step, data).get("children", [])
    if not isinstance(children, list):
        raise MethodError("children: got %(got)s, takes a list", got=shown(children))
    return Step(**members, children=tuple(_step(child) for child in children))  # type: ignore[arg-type]  # values as JSON brings them


def _data(value: object) -> Any:
    if isinstance(value, Record | Step):
        return {field.name: _data(getattr(value, field.name)) for field in fields(value)}  # type: ignore[arg-type]  # every subclass is a dataclass
    if isinstance(value, Message):
        return {"text": value.text, "values": _data(value.values)}
    if isinstance(value, Mapping):
        return {key: _data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_data(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    return _data(value.tolist()) if hasattr(value, "tolist") else value


def _read(value: object) -> object:
    match value:
        case list():
            return tuple(_read(item) for item in value)
        case {"text": str(text), "values": dict(values), **rest} if not rest:
            return _message(text, {str(key): _read(item) for key, item in values.items()})
    return value


def _message(text: str, values: dict[str, object]) -> Message:
    try:
        return Message(text, **values)
    except (KeyError, ValueError, TypeError, OverflowError):
        raise MethodError("text: got %(got)s without the values that it names", got=shown(text))
