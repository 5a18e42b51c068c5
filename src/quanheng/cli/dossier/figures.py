"""Figures of a method's sheet as they stand in valuation.toml: each with value, source and date (valuation.md 5)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from quanheng.cli.dossier.fields import REQUIRED, Fields, beyond
from quanheng.methods.errors import shown
from quanheng.methods.result import Message
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.reports.content import FigureFacts
from quanheng.platform.reports.content.figures import figure_text, figure_unit, row_text
from quanheng.platform.valuation.sheets.specs import Sheet, Spec, Stored

TAKES = {
    "money": Message("takes an amount in yuan"),
    "percent": Message("takes a fraction of 1, such as 0.12"),
    "number": Message("takes a number"),
    "whole": Message("takes a whole number"),
    "text": Message("takes text"),
    "date": Message("takes a date such as %(example)s", example="2026-09-21"),
    "choice": Message("takes a word of the list"),
    "money_series": Message("takes a list of amounts in yuan, one for each year"),
    "rows": Message("takes a list of tables"),
}


def read_figures(row: Fields, sheet: Sheet) -> tuple[dict[str, Stored], tuple[FigureFacts, ...]]:
    """Return the figures as a run stores them, and as the report prints them with source and date.

    A figure is `{name, value, source, date}`; the rows of a table carry source and date of their own.
    """
    stored: dict[str, Stored] = {}
    printed: list[FigureFacts] = []
    for figure in row.rows("figures"):
        name = figure.choice("name", [spec.name for spec in sheet.specs])
        spec = sheet.spec(name) if name else None
        if spec is None:
            figure.ignore()
            continue
        if name in stored:
            figure.fault("name", Message("got %(name)s twice, takes each figure once", name=name))
        value, facts = _figure(figure, spec)
        printed += facts
        if value is not None:
            stored[name] = value
    return stored, tuple(printed)


def _figure(figure: Fields, spec: Spec) -> tuple[Stored | None, list[FigureFacts]]:
    title = sentence(str(spec.label))
    if spec.kind == "rows":
        return _rows(figure, spec, title)
    value = _value(figure, "value", spec)
    source, as_of = _sourced(figure, needed=spec.sourced)
    if value is None:
        return None, []
    printed = FigureFacts(
        title=title, value=figure_text(spec, value), unit=figure_unit(spec), source=source, as_of=as_of, decided=not spec.sourced
    )  # fmt: skip
    return value, [printed]


def _sourced(fields: Fields, *, needed: bool) -> tuple[str, str]:
    day = fields.day("date", required=needed)
    return fields.line("source", required=needed), day.isoformat() if day else ""


def _rows(figure: Fields, spec: Spec, title: str) -> tuple[Stored | None, list[FigureFacts]]:
    rows = figure.rows("value", least=1)
    stored = [_row(row, spec.columns) for row in rows]
    if spec.one_source:
        source, as_of = _sourced(figure, needed=True)
        return stored, [
            FigureFacts(title=title, value="；".join(row_text(spec.columns, row) for row in stored), source=source, as_of=as_of)
        ]  # fmt: skip
    facts = []
    for row, values in zip(rows, stored, strict=True):
        source, as_of = _sourced(row, needed=True)
        label = values.get(spec.columns[0].name, "")
        facts.append(
            FigureFacts(title=f"{title} · {label}", value=row_text(spec.columns[1:], values), source=source, as_of=as_of)
        )  # fmt: skip
    return stored, facts


def _row(row: Fields, columns: Sequence[Spec]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in columns:
        needed = column.required and not column.default
        if row.has(column.name) or needed:
            value = _value(row, column.name, column)
            if value is not None:
                found[column.name] = str(value)
    return found


def _value(fields: Fields, name: str, spec: Spec) -> Stored | None:
    """Return a value as a run stores it: text, or a list of texts."""
    fields.has(name)
    given = fields.data.get(name)
    if given is None:
        fields.fault(name, REQUIRED)
        return None
    if spec.kind == "money_series":
        return _series(fields, name, spec, given)
    read = _single(spec, given)
    if read is None:
        fields.fault(name, Message("got %(got)s; %(takes)s", got=shown(given), takes=_takes(spec)))
        return None
    if not _within(fields, name, spec, read):
        return None
    return read


def _takes(spec: Spec) -> Message:
    if spec.choices:
        return Message("takes one of %(options)s", options=", ".join(code for code, _label in spec.choices))
    return TAKES[spec.kind]


def _series(fields: Fields, name: str, spec: Spec, given: Any) -> Stored | None:
    if not isinstance(given, list) or not given or not all(_is_number(item) for item in given):
        fields.fault(name, Message("got %(got)s; %(takes)s", got=shown(given), takes=TAKES[spec.kind]))
        return None
    return [str(item) for item in given]


def _single(spec: Spec, given: Any) -> str | None:
    if spec.kind in {"text", "choice"}:
        known = [code for code, _label in spec.choices]
        return (
            given.strip()
            if isinstance(given, str) and given.strip() and (not known or given in known)
            else None
        )
    if spec.kind == "date":
        return given.isoformat() if isinstance(given, date) else None
    if not _is_number(given) or (spec.kind == "whole" and Decimal(given) != int(given)):
        return None
    return str(given)


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and Decimal(value).is_finite()


def _within(fields: Fields, name: str, spec: Spec, read: str) -> bool:
    low, high = spec.span
    if low is None and high is None:
        return True
    number = Decimal(read)
    if (low is not None and number < low) or (high is not None and number > high):
        fields.fault(name, beyond(read, low, high))
        return False
    return True
