"""What a grading is made of, and its JSON. Records are built without a check: the function that uses them judges them."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Self

from quanheng.methods.errors import MethodError, shown
from quanheng.methods.maturity.numbers import level_number
from quanheng.methods.result import Step
from quanheng.methods.trust.canonical import canonical_json, load_json


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scale; a `project_wide` one is judged once, not for each work package."""

    number: int
    title: str
    stage: str
    project_wide: bool = False

    def to_json(self) -> str:
        return canonical_json(_level_data(self)).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        return cls(**_members(cls, load_json(text), optional=("project_wide",)))


@dataclass(frozen=True, slots=True)
class Scale:
    """Levels numbered 1, 2, … without holes, the project-wide ones last."""

    name: str
    levels: tuple[Level, ...]

    def to_json(self) -> str:
        return canonical_json(
            {"name": self.name, "levels": [_level_data(level) for level in self.levels]}
        ).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        data = _members(cls, load_json(text))
        levels = (
            _members(Level, item, optional=("project_wide",)) for item in _listed("levels", data["levels"])
        )
        return cls(data["name"], tuple(Level(**level) for level in levels))


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """A leaf of the work breakdown structure, with the levels whose evidence elements are all accepted."""

    code: str
    title: str
    weight: float
    critical: bool
    accepted: frozenset[int]

    def to_json(self) -> str:
        data = {name: getattr(self, name) for name in ("code", "title", "critical")}
        return canonical_json(
            data | {"weight": _plain(self.weight), "accepted": sorted(self.accepted)}
        ).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        data = _members(cls, load_json(text))
        accepted = _listed("accepted", data["accepted"])
        return cls(**data | {"accepted": frozenset(level_number("accepted", item) for item in accepted)})


@dataclass(frozen=True, slots=True)
class LeafLevel:
    """The level of one work package; `gaps` are the unaccepted levels below its highest accepted one."""

    code: str
    level: int
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturityResult:
    """The project's level on `scale` (0: level 1 is not reached, stage ""), its leaves, and the index as an aid."""

    level: int
    stage: str
    index: float
    leaves: tuple[LeafLevel, ...]
    explanation: Step
    warnings: tuple[str, ...]
    method: str
    scale: str = ""


def _plain(weight: object) -> object:
    return float(weight) if isinstance(weight, Decimal) else weight


def _level_data(level: Level) -> dict[str, object]:
    return {
        "number": level.number,
        "title": level.title,
        "stage": level.stage,
        "project_wide": level.project_wide,
    }


def _members(kind: type, data: object, *, optional: Collection[str] = ()) -> dict[str, Any]:
    """Return the members of a JSON object that has the fields of `kind` and no others."""
    if not isinstance(data, dict):
        raise MethodError("%(record)s: got %(got)s, takes an object", record=kind.__name__, got=shown(data))
    names = {field.name for field in fields(kind)}
    for name in sorted(data.keys() - names):
        raise MethodError("%(record)s: got the unknown field %(field)s", record=kind.__name__, field=name)
    for name in sorted(names - data.keys() - set(optional)):
        raise MethodError("%(record)s: the field %(field)s is missing", record=kind.__name__, field=name)
    return data


def _listed(argument: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise MethodError("%(argument)s: got %(got)s, takes a list", argument=argument, got=shown(value))
    return value
