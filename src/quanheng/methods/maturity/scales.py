"""Other scales as data, and the tables that map one onto another (M-4.2; secondary, to be verified).

A number means nothing outside its scale: levels of two scales are never compared or averaged, only
mapped, with the table shown. TRL-9 follows ISO 16290 and GB/T 37264, MRL-10 the MRL Deskbook of the US
Department of Defense. Schemes may bring scales and tables of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from quanheng.methods.errors import MethodError, shown
from quanheng.methods.maturity.checks import last_leaf_level
from quanheng.methods.maturity.numbers import level_number, level_numbers
from quanheng.methods.maturity.records import Level, Scale
from quanheng.methods.result import Message, Step
from quanheng.methods.trust.canonical import canonical_json, load_json

TRL_9 = Scale(
    "TRL-9",
    (
        Level(1, Message("Basic principles observed"), ""),
        Level(2, Message("Technology concept formulated"), ""),
        Level(3, Message("Concept proven by experiment"), ""),
        Level(4, Message("Validated in the laboratory"), ""),
        Level(5, Message("Validated in a relevant environment"), ""),
        Level(6, Message("Demonstrated in a relevant environment"), ""),
        Level(7, Message("Prototype demonstrated in its operational environment"), ""),
        Level(8, Message("System complete and qualified"), ""),
        Level(9, Message("System proven in operation"), ""),
    ),
)
MRL_10 = Scale(
    "MRL-10",
    (
        Level(1, Message("Manufacturing implications identified"), ""),
        Level(2, Message("Manufacturing concepts identified"), ""),
        Level(3, Message("Manufacturing proof of concept developed"), ""),
        Level(4, Message("Can be produced in a laboratory"), ""),
        Level(5, Message("Prototype components can be produced under relevant conditions"), ""),
        Level(6, Message("Prototype systems can be produced under relevant conditions"), ""),
        Level(7, Message("Systems can be produced under representative conditions"), ""),
        Level(8, Message("Pilot line demonstrated, ready for low-rate production"), ""),
        Level(9, Message("Low-rate production demonstrated, ready for full-rate production"), ""),
        Level(10, Message("Full-rate production demonstrated"), ""),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """A table from the levels of one scale to those of another; several where no single one fits.

    `note` says where the table comes from and how far it is to be trusted.
    """

    source: str
    target: str
    levels: Mapping[int, tuple[int, ...]]
    note: str = ""

    def to_json(self) -> str:
        rows = [[level, list(others)] for level, others in sorted(self.levels.items())]
        return canonical_json(
            {"source": self.source, "target": self.target, "levels": rows, "note": self.note}
        ).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        match load_json(text):
            case {"source": str(source), "target": str(target), "levels": list(rows), "note": str(note)}:
                return cls(source=source, target=target, levels=dict(map(_row, rows)), note=note)
        raise MethodError("text: got %(got)s, takes a table of corresponding levels", got=shown(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedLevel:
    """A level told in another scale: `levels` of `scale`, none where the table has no counterpart."""

    scale: str
    levels: tuple[int, ...]
    explanation: Step
    warnings: tuple[str, ...]
    method: str


NOTE = Message("secondary: published comparisons, to be verified against the scales' own texts")
TRL_TO_MRL = Correspondence(
    source="TRL-9",
    target="MRL-10",
    levels={1: (1,), 2: (2,), 3: (3,), 4: (4,), 5: (5,), 6: (6,), 7: (7, 8), 8: (8, 9), 9: (9, 10)},
    note=NOTE,
)
MRL_TO_TRL = Correspondence(
    source="MRL-10",
    target="TRL-9",
    levels={1: (1,), 2: (2,), 3: (3,), 4: (4,), 5: (5,), 6: (6,), 7: (7,), 8: (7, 8), 9: (8, 9), 10: (9,)},
    note=NOTE,
)


def thirteen_to_trl(scale: Scale) -> Correspondence:
    """Return the table of a scale of thirteen levels, nine of technology and four of the market, to TRL-9.

    Sales, break-even, profit and return have no technology level of their own: TRL 9 holds for all of them.
    """
    if last_leaf_level(scale) != 9 or len(scale.levels) != 13:
        raise MethodError(
            "scale: got %(name)s, takes one of nine levels and four project-wide ones", name=shown(scale.name)
        )
    rows = {level: (min(level, 9),) for level in range(1, 14)}
    return Correspondence(source=scale.name, target=TRL_9.name, levels=rows, note=NOTE)


def map_level(level: int, source: Scale, target: Scale, table: Correspondence) -> MappedLevel:
    """Tell a level of `source` in `target` by a table for exactly these two scales.

    Level 0 (level 1 not reached) has no counterpart. Raises `MethodError` for a level that the scale lacks,
    a table of other scales and one that names levels which the scales do not have.
    """
    last_leaf_level(source)
    last_leaf_level(target)
    rows = _checked(table, source, target)
    if level != 0 or isinstance(level, bool) or not isinstance(level, int):
        level = level_number("level", level)
    if level > len(source.levels):
        raise MethodError(
            "level: got %(level)s, takes levels of the scale %(scale)s", level=level, scale=source.name
        )
    found = rows.get(level, ())
    titles = {one.number: one.title for one in target.levels}
    steps = tuple(Step(label=titles[number], value=number, unit=target.name) for number in found)
    missing = Message("The table has no counterpart of level %(level)s", level=level)
    return MappedLevel(
        scale=target.name,
        levels=found,
        explanation=Step(
            label=Message("Maturity level"), value=level, unit=source.name, rule=table.note, children=steps
        ),
        warnings=() if found else (missing,),
        method=f"table {source.name} to {target.name}",
    )


def _checked(table: object, source: Scale, target: Scale) -> dict[int, tuple[int, ...]]:
    if not isinstance(table, Correspondence) or not isinstance(table.levels, Mapping):
        raise MethodError("table: got %(got)s, takes a Correspondence", got=shown(table))
    if (table.source, table.target) != (source.name, target.name):
        raise MethodError(
            "table: got one from %(source)s to %(target)s, takes one from %(wanted)s to %(other)s",
            source=shown(table.source),
            target=shown(table.target),
            wanted=source.name,
            other=target.name,
        )
    rows = {
        level_number("table", level): tuple(sorted(level_numbers("table", others)))
        for level, others in table.levels.items()
    }
    named = {other for others in rows.values() for other in others}
    if max(rows, default=0) > len(source.levels) or max(named, default=0) > len(target.levels):
        raise MethodError("table: takes levels of its two scales only")
    return rows


def _row(row: object) -> tuple[int, tuple[int, ...]]:
    match row:
        case [level, list(others)]:
            return level_number("levels", level), tuple(level_number("levels", other) for other in others)
    raise MethodError("levels: got %(got)s, takes pairs of a level and its counterparts", got=shown(row))
