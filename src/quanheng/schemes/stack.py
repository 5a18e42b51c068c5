"""Packs on top of one another: the topmost row of a key holds.

A case stores `versions` and `fingerprint` when it is locked and keeps them to its end (M-8.5, H-32).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from quanheng.methods.errors import MethodError
from quanheng.methods.experts import ConflictRule, QualificationRule
from quanheng.methods.maturity import Level, Scale
from quanheng.methods.result import Message, fingerprint
from quanheng.methods.scoring import IndicatorTree, Rules
from quanheng.schemes import checks, rules, views
from quanheng.schemes.errors import SchemeError
from quanheng.schemes.reading import Faults
from quanheng.schemes.rows import Pack, Row
from quanheng.schemes.templates import (
    Deadline,
    Element,
    FiveValue,
    Grade,
    Guard,
    Item,
    LevelRow,
    Notice,
    StageTemplate,
)

SCALE = "hebei-13"


class Stack:
    """The rules that a case runs on, lowest pack first."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        """Put packs on one another; `SchemeError` when together they break a rule that each keeps alone."""
        self.packs = tuple(packs)
        self._rows: dict[str, tuple[Row, ...]] = {}
        for pack in self.packs:
            own: dict[str, tuple[Row, ...]] = {}
            for row in pack.rows:
                own[row.key] = (*own.get(row.key, ()), row)
            self._rows |= own
        self._check()

    def _check(self) -> None:
        faults = Faults()
        places = {pack.name: place for place, pack in enumerate(self.packs, start=1)}
        checks.relations([checks.Placed(row.pack, places[row.pack], row) for row in self.rows], faults)
        if len({pack.name for pack in self.packs}) != len(self.packs):
            faults.add("", 0, "", Message("takes each pack once"))
        if faults:
            raise SchemeError(replace(fault, row=0) for fault in faults)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The row in force of every key: the latest of the topmost pack that has it."""
        return tuple(max(rows, key=lambda row: row.effective_from) for rows in self._rows.values())

    @cached_property
    def _tables(self) -> dict[str, tuple[Row, ...]]:
        names = dict.fromkeys(row.table for row in self.rows)
        return {name: tuple(row for row in self.rows if row.table == name) for name in names}

    def table(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a sheet in the order of the packs."""
        return self._tables.get(name, ())

    def row(self, key: str, *, on: date | None = None) -> Row:
        """Return the row of a key, with its provenance; `on` picks the one in force that day, else the latest."""
        rows = [row for row in self._rows.get(key, ()) if on is None or row.in_force(on)]
        if not rows:
            raise MethodError(
                "key: got %(key)s, takes a row of the packs %(packs)s",
                key=key,
                packs=", ".join(pack.name for pack in self.packs),
            )
        return max(rows, key=lambda row: row.effective_from)

    def value(self, key: str, *, on: date | None = None) -> object:
        """Return the value of a key."""
        return self.row(key, on=on).value

    def number(self, key: str) -> int:
        """Return the value of a key that counts something."""
        return int(self._decimal(key))

    def ratio(self, key: str) -> Decimal:
        """Return the value of a key as a decimal, in the unit of its row (percent, share …)."""
        return self._decimal(key)

    def enabled(self, key: str) -> bool:
        """Say whether a switch is on."""
        return self.value(key) is True

    def _decimal(self, key: str) -> Decimal:
        value = self.value(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise MethodError("key: got %(key)s with %(value)s, takes a number", key=key, value=value)
        return Decimal(value)

    @cached_property
    def fingerprint(self) -> str:
        """Covers every row of every pack and their order."""
        return fingerprint([pack.fingerprint for pack in self.packs])

    @property
    def versions(self) -> tuple[tuple[str, str], ...]:
        """Name and version of each pack, lowest first."""
        return tuple((pack.name, pack.version) for pack in self.packs)

    def expired(self, on: date) -> tuple[Pack, ...]:
        """Return the packs whose trial or term is over: a new case needs a second person's word (H-32)."""
        return tuple(pack for pack in self.packs if pack.effective_to is not None and pack.effective_to < on)

    def expires_soon(self, on: date) -> tuple[Pack, ...]:
        """Return the packs that end within `scheme.warn_before` days."""
        last = on + timedelta(days=self.number("scheme.warn_before"))
        return tuple(
            pack for pack in self.packs if pack.effective_to is not None and on <= pack.effective_to <= last
        )

    def items(self, name: str) -> tuple[Item, ...]:
        """Return the members of a list such as `transfer_ways`."""
        return views.items(self.table, name)

    # maturity --------------------------------------------------------------------------------
    @cached_property
    def levels(self) -> tuple[LevelRow, ...]:
        """The 13 levels of the guide."""
        return views.levels(self.table)

    def level(self, number: int) -> LevelRow:
        """Return a level by its number from 1."""
        for level in self.levels:
            if level.number == number:
                return level
        raise MethodError("level: got %(level)s, takes 1 to %(top)s", level=number, top=len(self.levels))

    def elements(self, level: int) -> tuple[Element, ...]:
        """Return the evidence elements of a level."""
        return self.level(level).elements

    def scale(self) -> Scale:
        """Return the scale for `methods.maturity.assess`."""
        return Scale(
            SCALE, tuple(Level(row.number, row.name, row.stage, row.project_wide) for row in self.levels)
        )

    # stages ----------------------------------------------------------------------------------
    @cached_property
    def stages(self) -> tuple[StageTemplate, ...]:
        """The stage templates, from the lowest levels up."""
        return tuple(views.stage(self.table, row) for row in self.table("stages"))

    def stage(self, code: str) -> StageTemplate:
        """Return a stage by its code: basic, applied or industrial."""
        for stage in self.stages:
            if stage.code == code:
                return stage
        raise MethodError(
            "stage: got %(stage)s, takes %(takes)s", stage=code, takes=", ".join(s.code for s in self.stages)
        )

    def stage_of(self, level: int) -> StageTemplate:
        """Return the stage of a level; it is never picked freely (H-3.2)."""
        return self.stage(self.level(level).stage)

    def grades(self) -> tuple[Grade, ...]:
        """Return the grades, best first."""
        return tuple(
            Grade(
                str(row.fields["id"]),
                str(row.fields["title"]),
                str(row.fields["title_en"]),
                Decimal(str(row.fields["lower"])),
            )
            for row in self.table("grades")
        )

    def scoring_rules(self) -> Rules:
        """Return the rules for `methods.scoring.evaluate`."""
        return rules.scoring(self.row, self._rows)

    def indicator_tree(self, stage: str, weights: Mapping[str, Decimal] | None = None) -> IndicatorTree:
        """Return the tree for `methods.scoring.evaluate`; without weights those that the packs propose.

        `weights`: indicator → points, 100 on each side; indicators left out, or at 0, are not in the tree.
        """
        template = self.stage(stage)
        chosen = {i.id: i.default_weight for i in template.indicators} if weights is None else weights
        return rules.tree(template, self.grades(), chosen, self.scoring_rules(), self.fingerprint)

    # people ----------------------------------------------------------------------------------
    def qualification_rules(self) -> tuple[QualificationRule, ...]:
        """Return what an expert of each role must prove."""
        return tuple(rules.qualification(row) for row in self.table("qualification"))

    def conflict_rules(self) -> tuple[ConflictRule, ...]:
        """Return the rules of avoidance."""
        return tuple(rules.conflict(row) for row in self.table("conflicts"))

    # time and trade --------------------------------------------------------------------------
    def deadline(self, key: str) -> Deadline:
        """Return the days for a step such as `evaluation.accept`."""
        row = self.row(key)
        if row.unit not in {"workday", "calendar_day"} or not isinstance(row.value, int):
            raise MethodError(
                "key: got %(key)s in %(unit)s, takes a number of days", key=key, unit=row.unit or row.table
            )
        titles = str(row.fields["title"]), str(row.fields["title_en"])
        return Deadline(key, row.value, row.unit.removesuffix("_day"), *titles, row.clause, row.status)

    def listing_steps(self) -> tuple[Item, ...]:
        """Return the steps of a listing in the order of H-29; ways to trade have the step as parent."""
        return self.items("listing.steps")

    def auction_steps(self) -> tuple[Item, ...]:
        """Return the steps of an auction in the order of H-30."""
        return self.items("auction.steps")

    def transfer_ways(self) -> tuple[Item, ...]:
        """Return the ways to transfer of H-28; `maps_to` names the contract kinds that fit."""
        return self.items("transfer_ways")

    def contract_kinds(self) -> tuple[Item, ...]:
        """Return the kinds of technology contract; sub-kinds have the kind as parent."""
        return self.items("contract_kinds")

    def increments(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """Return the step ladder of online bidding as (from price, step) in yuan, rising."""
        prefix = "increment.from_"
        keys = [key for key in self._rows if key.startswith(prefix)]
        return tuple(sorted((Decimal(key.removeprefix(prefix)), self._decimal(key)) for key in keys))

    def guards(self, trade: str) -> tuple[Guard, ...]:
        """Return the legal guards of a trade: listing or auction."""
        return tuple(guard for guard in map(views.guard, self.table("guards")) if trade in guard.trade)

    def five_values(self) -> tuple[FiveValue, ...]:
        """Return the five values with emphases and evidence hints (M-1)."""
        return tuple(views.five_value(self.table, item) for item in self.items("five_values"))

    def text(self, name: str) -> Notice:
        """Return a fixed sentence."""
        for item in self.items("texts"):
            if item.id == name:
                return Notice(item.text, item.text_en)
        raise MethodError(
            "text: got %(name)s, takes %(takes)s",
            name=name,
            takes=", ".join(item.id for item in self.items("texts")),
        )

    @property
    def notice(self) -> Notice:
        """The sentence of H-5: a reference, not mandatory, no basis for decisions."""
        return self.text("notice")
