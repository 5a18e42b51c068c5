"""Builders of the typed values from the rows of a stack."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from quanheng.schemes.rows import Row
from quanheng.schemes.templates import (
    BandTemplate,
    Element,
    Figure,
    FiveValue,
    Guard,
    IndicatorTemplate,
    InfoItem,
    Item,
    LevelRow,
    StageTemplate,
    Use,
)

Sheet = Callable[[str], tuple[Row, ...]]
"""Gives the rows of a sheet, topmost pack first decided."""


def _own(row: Row, *names: str) -> dict[str, Any]:
    return {name: row.fields[name] for name in names}


def _item(row: Row) -> Item:
    return Item(
        **_own(row, "id", "title", "title_en", "parent", "kind", "text", "text_en", "maps_to"),
        clause=row.clause,
        status=row.status,
    )


def items(sheet: Sheet, name: str) -> tuple[Item, ...]:
    """Return the members of a list, in its order."""
    return tuple(_item(row) for row in sheet("items") if row.fields["list"] == name)


def levels(sheet: Sheet) -> tuple[LevelRow, ...]:
    """Return the levels of the scale with their elements and figures."""
    return tuple(_level(row, sheet) for row in sheet("levels"))


def _level(row: Row, sheet: Sheet) -> LevelRow:
    number = row.fields["number"]
    return LevelRow(
        name=str(row.fields["title"]),
        name_en=str(row.fields["title_en"]),
        elements=tuple(_element(e, row) for e in sheet("elements") if e.fields["level"] == number),
        figures=tuple(_figure(f) for f in sheet("figures") if f.fields["level"] == number),
        clause=row.clause,
        **_own(
            row,
            "number",
            "stage",
            "project_wide",
            "characteristic",
            "characteristic_en",
            "check_points",
            "check_points_en",
            "open_ended",
        ),
    )


def _element(row: Row, level: Row) -> Element:
    return Element(
        **_own(row, "id", "level", "title", "title_en", "alternatives", "alternatives_en", "site_visit"),
        open_ended=bool(level.fields["open_ended"]),
        clause=row.clause,
        status=row.status,
    )


def _figure(row: Row) -> Figure:
    return Figure(**_own(row, "id", "level", "title", "title_en", "unit", "paper"))


def stage(sheet: Sheet, row: Row) -> StageTemplate:
    """Return what the scheme says about the stage of a `stages` row."""
    code = str(row.fields["stage"])
    indicators = [_indicator(r, sheet) for r in _of(sheet, "indicators", code)]
    raters = _of(sheet, "raters", code)
    return StageTemplate(
        code=code,
        title=str(row.fields["title"]),
        title_en=str(row.fields["title_en"]),
        clause=row.clause,
        levels=tuple(int(str(r.fields["number"])) for r in _of(sheet, "levels", code)),
        questions=items(sheet, f"{code}.questions"),
        sources=items(sheet, f"{code}.sources"),
        competitive=tuple(i for i in indicators if i.role == "competitive"),
        authoritative=tuple(i for i in indicators if i.role == "authoritative"),
        competitive_raters=tuple(str(r.fields["role"]) for r in raters if r.fields["side"] == "competitive"),
        authoritative_raters=tuple(
            str(r.fields["role"]) for r in raters if r.fields["side"] == "authoritative"
        ),
        seats=_seats(_of(sheet, "seats", code)),
        information=tuple(_info(item) for item in items(sheet, f"{code}.information")),
        topics=items(sheet, f"{code}.topics"),
        valuers=tuple(str(r.fields["role"]) for r in _of(sheet, "valuers", code)),
        methods_default=_methods(sheet, code, "default"),
        methods_required=_methods(sheet, code, "required"),
        methods_with_reason=_methods(sheet, code, "with_reason"),
        uses=_uses(items(sheet, f"{code}.uses")),
        steps=items(sheet, f"{code}.steps"),
    )


def _of(sheet: Sheet, table: str, code: str) -> list[Row]:
    return [row for row in sheet(table) if row.fields["stage"] == code]


def _seats(rows: list[Row]) -> Mapping[str, int]:
    return MappingProxyType({str(row.fields["role"]): int(str(row.fields["count"])) for row in rows})


def _methods(sheet: Sheet, code: str, standing: str) -> tuple[str, ...]:
    return tuple(
        str(row.fields["method"]) for row in _of(sheet, "methods", code) if row.fields["standing"] == standing
    )


def _info(item: Item) -> InfoItem:
    return InfoItem(item.id, item.title, item.title_en, item.kind, item.clause, item.status)


def _uses(entries: tuple[Item, ...]) -> tuple[Use, ...]:
    return tuple(
        Use(
            use.id, use.title, use.title_en, use.text, use.text_en,
            tuple(purpose for purpose in entries if purpose.parent == use.id), use.clause, use.status,
        )
        for use in entries
        if not use.parent
    )  # fmt: skip


def _indicator(row: Row, sheet: Sheet) -> IndicatorTemplate:
    place = (row.fields["stage"], row.fields["id"])
    kinds: Any = row.fields["kinds"]
    shares: Any = row.fields["values"]
    return IndicatorTemplate(
        **_own(
            row,
            "id",
            "title",
            "title_en",
            "kinds",
            "question",
            "question_en",
            "weight_status",
            "facts",
            "counts",
        ),
        role=str(row.fields["side"]),
        kind=kinds[0],
        default_weight=Decimal(str(row.fields["weight"])),
        values=MappingProxyType({name: float(share) for name, share in shares}),
        bands=tuple(_band(b) for b in sheet("bands") if (b.fields["stage"], b.fields["indicator"]) == place),
        status=row.status,
        clause=row.clause,
    )


def _band(row: Row) -> BandTemplate:
    return BandTemplate(
        **_own(row, "id", "label", "label_en", "low", "high", "wording", "wording_en"), status=row.status
    )


def guard(row: Row) -> Guard:
    """Return a legal guard of the trade."""
    names = ("id", "trade", "title", "title_en", "effect", "law", "remedy", "remedy_en")
    return Guard(**_own(row, *names), clause=row.clause, status=row.status, verify=row.verify)


def five_value(sheet: Sheet, item: Item) -> FiveValue:
    """Return one of the five values with its emphases and evidence hints."""
    return FiveValue(
        item.id, item.title, item.title_en, item.text, item.text_en,
        items(sheet, f"{item.id}.emphases"), items(sheet, f"{item.id}.evidence"), item.clause,
    )  # fmt: skip
