"""What rows must be to one another. Every check notes faults and goes on.

References are checked within one pack where the pack holds the sheet referred to, and again over the
whole stack, so that a pack on top may name rows of one below.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from quanheng.methods.result import Message
from quanheng.schemes.reading import Faults
from quanheng.schemes.rows import Row
from quanheng.schemes.settings import RISING, WHOLES
from quanheng.schemes.vocabulary import STAGES

BAND_STEP = Decimal("0.1")
COUNT_LIMIT = 30


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and where it stands; over a stack `file` is the pack's name and `number` its place from below.

    A fault of several rows is put to the last of them: the one written, or laid on top, after the others.
    """

    file: str
    number: int
    row: Row

    def __getitem__(self, name: str) -> object:
        return self.row.fields[name]


def check(placed: Sequence[Placed], faults: Faults) -> None:
    """Note every fault between the rows of one pack."""
    _dates(placed, faults)
    latest = {entry.row.key: entry for entry in sorted(placed, key=lambda e: e.row.effective_from)}
    relations([entry for entry in placed if latest[entry.row.key] is entry], faults)


def relations(placed: Sequence[Placed], faults: Faults) -> None:
    """Note every fault between rows that hold side by side: references, sums, tilings, panels."""
    tables: dict[str, list[Placed]] = defaultdict(list)
    for entry in placed:
        tables[entry.row.table].append(entry)
    _levels(tables["levels"], faults)
    _references(tables["elements"], "level", {e["number"] for e in tables["levels"]}, faults)
    _references(tables["figures"], "level", {e["number"] for e in tables["levels"]}, faults)
    _parents(tables["items"], faults)
    _indicators(tables["indicators"], faults)
    _bands(tables["bands"], tables["indicators"], faults)
    _panels(tables, faults)
    _grades(tables["grades"], faults)
    _settings({entry.row.key: entry for entry in tables["settings"]}, faults)


def _last(entries: Sequence[Placed]) -> Placed:
    return max(entries, key=lambda entry: entry.number)


def _dates(placed: Sequence[Placed], faults: Faults) -> None:
    by_key: dict[str, list[Placed]] = defaultdict(list)
    for entry in placed:
        if entry.row.effective_to is not None and entry.row.effective_to < entry.row.effective_from:
            faults.add(
                entry.file,
                entry.number,
                "effective_to",
                Message(
                    "got %(got)s, takes a day from %(takes)s",
                    got=entry.row.effective_to,
                    takes=entry.row.effective_from,
                ),
            )
        by_key[entry.row.key].append(entry)
    for key, entries in by_key.items():
        entries.sort(key=lambda e: (e.row.effective_from, e.file, e.number))
        for first, second in pairwise(entries):
            if (first.row.effective_to or date.max) >= second.row.effective_from:
                faults.add(second.file, second.number, "effective_from", Message("%(key)s overlaps %(file)s, row %(row)s: takes dates that do not meet", key=key, file=first.file, row=first.number))  # fmt: skip


def _levels(levels: list[Placed], faults: Faults) -> None:
    for index, entry in enumerate(levels, start=1):
        if entry["number"] != index:
            faults.add(
                entry.file,
                entry.number,
                "number",
                Message(
                    "got level %(got)s, takes %(takes)s: levels stand in order without holes",
                    got=entry["number"],
                    takes=index,
                ),
            )
            return
    order = {stage: n for n, stage in enumerate(STAGES)}
    for below, above in pairwise(levels):
        if order[str(above["stage"])] < order[str(below["stage"])]:
            faults.add(
                above.file,
                above.number,
                "stage",
                Message(
                    "got %(got)s above %(below)s, takes stages in their order",
                    got=above["stage"],
                    below=below["stage"],
                ),
            )


def _references(entries: list[Placed], column: str, known: set[object], faults: Faults) -> None:
    for entry in entries if known else ():
        if entry[column] not in known:
            faults.add(
                entry.file,
                entry.number,
                column,
                Message("got %(got)s, takes a row of the scheme", got=entry[column]),
            )


def _parents(items: list[Placed], faults: Faults) -> None:
    ids: dict[object, set[object]] = defaultdict(set)
    for entry in items:
        ids[entry["list"]].add(entry["id"])
    for entry in items:
        if entry["parent"] and (entry["parent"] not in ids[entry["list"]] or entry["parent"] == entry["id"]):
            faults.add(
                entry.file,
                entry.number,
                "parent",
                Message(
                    "got %(got)s, takes another row of %(list)s", got=entry["parent"], list=entry["list"]
                ),
            )


def _indicators(indicators: list[Placed], faults: Faults) -> None:
    sides: dict[tuple[object, object], list[Placed]] = defaultdict(list)
    for entry in indicators:
        sides[entry["stage"], entry["side"]].append(entry)
        shares = sum((share for _, share in _shares(entry.row)), Decimal(0))
        if shares != 1:
            faults.add(
                entry.file,
                entry.number,
                "values",
                Message("got shares that sum to %(got)s, takes exactly 1", got=shares),
            )
        if _weight(entry.row) < 0:
            faults.add(
                entry.file,
                entry.number,
                "weight",
                Message("got %(got)s, takes 0 or more", got=entry["weight"]),
            )
    for (stage, side), entries in sides.items():
        total = sum((_weight(entry.row) for entry in entries), Decimal(0))
        if total != 100:
            last = _last(entries)
            faults.add(
                last.file,
                last.number,
                "weight",
                Message(
                    "%(stage)s, %(side)s: weights sum to %(got)s, takes exactly 100",
                    stage=stage,
                    side=side,
                    got=total,
                ),
            )
        counted = _counted(entry.row for entry in entries)
        if total and counted * 100 > COUNT_LIMIT * total:
            last = _last(entries)
            faults.add(last.file, last.number, "counts", Message("%(stage)s, %(side)s: counts of papers, titles, degrees or prizes weigh %(got)s, takes at most %(limit)s of 100", stage=stage, side=side, got=counted, limit=COUNT_LIMIT))  # fmt: skip


def _weight(row: Row) -> Decimal:
    weight = row.fields["weight"]
    return weight if isinstance(weight, Decimal) else Decimal(0)


def _shares(row: Row) -> tuple[tuple[str, Decimal], ...]:
    shares = row.fields["values"]
    return shares if isinstance(shares, tuple) else ()


def _counted(rows: Iterable[Row]) -> Decimal:
    return sum((_weight(row) for row in rows if row.fields["counts"]), Decimal(0))


def counts_warnings(rows: Iterable[Row]) -> tuple[Message, ...]:
    """Warn of indicators that count papers, titles, degrees or prizes (M-1.1, 破四唯)."""
    return tuple(
        Message(
            "%(title)s counts papers, titles, degrees or prizes; the plan for evaluation asks to break with counts alone",
            title=row.value,
        )
        for row in rows
        if row.table == "indicators" and row.fields["counts"] and _weight(row) > 0
    )


def _bands(bands: list[Placed], indicators: list[Placed], faults: Faults) -> None:
    known = {(entry["stage"], entry["id"]) for entry in indicators}
    groups: dict[tuple[object, object], list[Placed]] = defaultdict(list)
    for entry in bands:
        groups[entry["stage"], entry["indicator"]].append(entry)
    for place, entries in groups.items():
        if known and place not in known:
            faults.add(
                entries[0].file,
                entries[0].number,
                "indicator",
                Message("got %(got)s, takes an indicator of the stage", got=place[1]),
            )
        _tiling(entries, faults)
    for entry in indicators:
        if groups and (entry["stage"], entry["id"]) not in groups and "rated" in _kinds(entry.row):
            faults.add(
                entry.file,
                entry.number,
                "id",
                Message("%(id)s has no worded bands, takes bands from 0 to 100", id=entry["id"]),
            )


def _kinds(row: Row) -> tuple[str, ...]:
    kinds = row.fields["kinds"]
    return kinds if isinstance(kinds, tuple) else ()


def _tiling(entries: list[Placed], faults: Faults) -> None:
    """Bands stand from the best down and cover 0 to 100 without gap or overlap."""
    edges = [(Decimal(str(e["low"])), Decimal(str(e["high"]))) for e in entries]
    if edges[0][1] != 100:
        faults.add(
            entries[0].file,
            entries[0].number,
            "high",
            Message("got %(got)s, takes 100 in the best band", got=edges[0][1]),
        )
    if edges[-1][0] != 0:
        faults.add(
            entries[-1].file,
            entries[-1].number,
            "low",
            Message("got %(got)s, takes 0 in the last band", got=edges[-1][0]),
        )
    for (upper, lower), entry in zip(pairwise(edges), entries[1:], strict=True):
        if lower[1] != upper[0] - BAND_STEP:
            faults.add(
                entry.file,
                entry.number,
                "high",
                Message(
                    "got %(got)s, takes %(takes)s: bands tile without gap or overlap",
                    got=lower[1],
                    takes=upper[0] - BAND_STEP,
                ),
            )


def _panels(tables: dict[str, list[Placed]], faults: Faults) -> None:
    """Check the three floors of a panel: three sheets on each side and three valuers, odd in all."""
    for stage in STAGES:
        seats = {
            entry["role"]: int(str(entry["count"])) for entry in tables["seats"] if entry["stage"] == stage
        }
        if not seats:
            continue
        last = _last([entry for entry in tables["seats"] if entry["stage"] == stage])
        if sum(seats.values()) % 2 == 0:
            faults.add(
                last.file,
                last.number,
                "count",
                Message(
                    "%(stage)s: got %(got)s seats, takes an odd number", stage=stage, got=sum(seats.values())
                ),
            )
        groups = [
            (str(side), [e["role"] for e in tables["raters"] if e["stage"] == stage and e["side"] == side])
            for side in ("competitive", "authoritative")
        ]
        groups.append(("valuation", [e["role"] for e in tables["valuers"] if e["stage"] == stage]))
        for name, roles in groups:
            held = sum(seats.get(role, 0) for role in roles)
            if roles and held < 3:
                faults.add(
                    last.file,
                    last.number,
                    "count",
                    Message(
                        "%(stage)s, %(group)s: got %(got)s seats, takes at least 3",
                        stage=stage,
                        group=name,
                        got=held,
                    ),
                )


def _grades(grades: list[Placed], faults: Faults) -> None:
    bounds = [Decimal(str(entry["lower"])) for entry in grades]
    for (above, below), entry in zip(pairwise(bounds), grades[1:], strict=True):
        if below >= above:
            faults.add(
                entry.file,
                entry.number,
                "lower",
                Message("got %(got)s, takes less than %(above)s", got=below, above=above),
            )
    if grades and bounds[-1] != 0:
        faults.add(
            grades[-1].file,
            grades[-1].number,
            "lower",
            Message("got %(got)s, takes 0 in the lowest grade", got=bounds[-1]),
        )


def _settings(by_key: dict[str, Placed], faults: Faults) -> None:
    """Check settings that bound one another, as far as they stand in the same pack or stack."""
    for keys in RISING:
        present = [by_key[key] for key in keys if key in by_key]
        for lower, upper in pairwise(present):
            if Decimal(str(lower.row.value)) > Decimal(str(upper.row.value)):
                faults.add(
                    upper.file,
                    upper.number,
                    "value",
                    Message(
                        "got %(got)s, takes at least %(key)s (%(least)s)",
                        got=upper.row.value,
                        key=lower.row.key,
                        least=lower.row.value,
                    ),
                )
    for keys, whole in WHOLES:
        if all(key in by_key for key in keys):
            parts = [by_key[key] for key in keys]
            total = sum((Decimal(str(part.row.value)) for part in parts), Decimal(0))
            if total != whole:
                last = _last(parts)
                faults.add(
                    last.file,
                    last.number,
                    "value",
                    Message(
                        "%(keys)s sum to %(got)s, takes exactly %(whole)s",
                        keys=", ".join(keys),
                        got=total,
                        whole=whole,
                    ),
                )
