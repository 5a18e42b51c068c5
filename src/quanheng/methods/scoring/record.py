"""The JSON of the input classes: what a plan freezes, a case stores and a replay reads back.

The text is canonical (RFC 8785), so equal records have equal bytes. Reading checks the form only
(an object with the class's fields); the meaning is checked by the function that uses the record.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, ClassVar, Self

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import shown
from quanheng.methods.trust.canonical import canonical_json, load_json


class Record:
    """A frozen dataclass that is written as a JSON object of its fields.

    `nested` names the fields that hold other records (one, or a list of them), `keyed` those that hold
    a mapping of records.
    """

    __slots__ = ()
    nested: ClassVar[Mapping[str, type["Record"]]] = {}
    keyed: ClassVar[Mapping[str, type["Record"]]] = {}

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
        if not isinstance(data, Mapping):
            raise MethodError(
                "%(record)s: got %(got)s, takes an object", record=cls.__name__, got=shown(data)
            )
        known = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]  # every subclass is a dataclass
        for key in data.keys() - known.keys():
            raise MethodError(
                "%(record)s: got the unknown field %(field)s", record=cls.__name__, field=shown(key)
            )
        for key, field in known.items():
            if key not in data and field.default is MISSING and field.default_factory is MISSING:
                raise MethodError(
                    "%(record)s: the field %(field)s is missing", record=cls.__name__, field=key
                )
        return cls(**{key: cls._revive(key, value) for key, value in data.items()})

    @classmethod
    def _revive(cls, key: str, value: object) -> object:
        if kind := cls.nested.get(key):
            if isinstance(value, list):
                return tuple(kind.from_data(item) for item in value)
            return kind.from_data(value)
        if (kind := cls.keyed.get(key)) and isinstance(value, Mapping):
            return {name: kind.from_data(item) for name, item in value.items()}
        return _tuples(value)


def _data(value: object) -> Any:
    if isinstance(value, Record):
        return {field.name: _data(getattr(value, field.name)) for field in fields(value)}  # type: ignore[arg-type]  # as above
    if isinstance(value, Mapping):
        return {key: _data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_data(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    return _data(value.tolist()) if hasattr(value, "tolist") else value


def _tuples(value: object) -> object:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
