"""Fields of a TOML file, typed one by one: whatever does not fit is a fault, and reading goes on."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from quanheng.cli.dossier.faults import Faults
from quanheng.methods.errors import IdentifierError
from quanheng.methods.identifiers import parse_uscc
from quanheng.methods.result import Message

LINE, TEXT = 200, 4_000
LARGEST = 2 * 1024 * 1024
REQUIRED = Message("a value is required")


def read_toml(path: Path, faults: Faults) -> "Fields | None":
    """Return the file's fields; None when there is no file or it is not TOML."""
    if not path.is_file():
        faults.add(path.name, "", Message("the file is missing"))
        return None
    if path.stat().st_size > LARGEST:
        faults.add(path.name, "", Message("the file is larger than %(most)s bytes", most=LARGEST))
        return None
    try:
        data = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.add(path.name, "", Message("does not parse as TOML: %(reason)s", reason=str(error)))
        return None
    return Fields(data, path.name, "", faults)


def beyond(got: object, low: Decimal | int | None, high: Decimal | int | None) -> Message:
    """Return what is said of a number outside its span, of which one side may be open."""
    if high is None:
        return Message("got %(got)s, takes at least %(low)s", got=got, low=low)
    if low is None:
        return Message("got %(got)s, takes at most %(high)s", got=got, high=high)
    return Message("got %(got)s, takes %(low)s to %(high)s", got=got, low=low, high=high)


class Fields:
    """A table of a TOML file. Each getter returns a value of its type, an empty one after a fault.

    `close` names the fields that nobody asked for: a mistyped name is a fault and no silence.
    """

    def __init__(self, data: Mapping[str, Any], file: str, place: str, faults: Faults) -> None:
        self.data, self.file, self.here, self.faults = data, file, place, faults
        self._known: dict[str, None] = {}
        self._parts: dict[str, Fields] = {}

    def at(self, name: str) -> str:
        return f"{self.here}.{name}".lstrip(".")

    def has(self, name: str) -> bool:
        self._known[name] = None
        return name in self.data

    def ignore(self) -> None:
        """Ask for every field: what stands here cannot be judged, and its table has been refused already."""
        self._known.update(dict.fromkeys(self.data))

    def fault(self, name: str, message: Message) -> None:
        self.faults.add(self.file, self.at(name) if name else self.here, message)

    def text(self, name: str, *, required: bool = True, longest: int = TEXT) -> str:
        value = self._value(name, str, Message("takes text"), required=required)
        if value is None:
            return ""
        stripped = str(value).strip()
        if required and not stripped:
            self.fault(name, REQUIRED)
        if len(stripped) > longest:
            self.fault(name, Message("takes at most %(most)s characters", most=longest))
        return stripped

    def line(self, name: str, *, required: bool = True) -> str:
        text = self.text(name, required=required, longest=LINE)
        if "\n" in text:
            self.fault(name, Message("takes one line"))
        return text

    def lines(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._value(name, list, Message("takes a list of texts"), required=required) or []
        if not all(isinstance(item, str) and item.strip() for item in value):
            self.fault(name, Message("takes a list of texts"))
            return ()
        if required and not value:
            self.fault(name, REQUIRED)
        return tuple(item.strip() for item in value)

    def day(self, name: str, *, required: bool = True) -> date | None:
        value = self._value(
            name, date, Message("takes a date such as %(example)s", example="2026-09-21"), required=required
        )
        return value.date() if isinstance(value, datetime) else value

    def number(
        self, name: str, *, low: Decimal | int | None = None, high: Decimal | int | None = None, required: bool = True
    ) -> Decimal | None:  # fmt: skip
        value = self._value(name, int | Decimal, Message("takes a number"), required=required)
        if value is None:
            return None
        number = Decimal(value)
        if (
            not number.is_finite()
            or (low is not None and number < low)
            or (high is not None and number > high)
        ):
            self.fault(name, beyond(value, low, high))
            return None
        return number

    def whole(self, name: str, *, low: int, high: int, required: bool = True) -> int | None:
        number = self.number(name, low=low, high=high, required=required)
        if number is not None and number != number.to_integral_value():
            self.fault(name, Message("takes a whole number"))
            return None
        return None if number is None else int(number)

    def flag(self, name: str) -> bool:
        return bool(self._value(name, bool, Message("takes true or false"), required=False))

    def choice(self, name: str, options: Iterable[str], *, required: bool = True) -> str:
        value, known = self.line(name, required=required), tuple(options)
        if value and value not in known:
            self.fault(
                name, Message("got %(got)s, takes one of %(options)s", got=value, options=", ".join(known))
            )
            return ""
        return value

    def uscc(self, name: str, *, required: bool = True) -> str:
        value = self.line(name, required=required)
        if not value:
            return ""
        try:
            return parse_uscc(value)
        except IdentifierError as error:
            self.faults.take(self.file, self.at(name), error)
            return ""

    def table(self, name: str, *, required: bool = True) -> "Fields":
        """Return a table; an absent one has no fields, so that each required field is named."""
        value = self._value(name, dict, Message("takes a table"), required=required) or {}
        return self._part(value, self.at(name))

    def rows(self, name: str, *, least: int = 0) -> list["Fields"]:
        """Return the tables of a list, counted from 1."""
        value = self._value(name, list, Message("takes a list of tables"), required=least > 0) or []
        if not all(isinstance(item, dict) for item in value):
            self.fault(name, Message("takes a list of tables"))
            return []
        if 0 < len(value) < least:
            self.fault(name, Message("got %(got)s, takes at least %(least)s", got=len(value), least=least))
        return [self._part(item, f"{self.at(name)}[{place}]") for place, item in enumerate(value, 1)]

    def close(self) -> None:
        """Name every field that is none of this file's, here and below."""
        for name in self.data:
            if name not in self._known:
                self.fault(name, Message("unknown field, takes: %(names)s", names=", ".join(self._known)))
        for part in self._parts.values():
            part.close()

    def _part(self, data: Mapping[str, Any], place: str) -> "Fields":
        return self._parts.setdefault(place, Fields(data, self.file, place, self.faults))

    def _value(self, name: str, kind: Any, takes: Message, *, required: bool) -> Any:
        self._known[name] = None
        value = self.data.get(name)
        if value is None:
            if required:
                self.fault(name, REQUIRED)
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fault(name, takes)
            return None
        return value
