"""A method's figures on one page: each with value, source, date and evidence; tables as rows to add."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.ui.fields import FieldView, field_view
from quanheng.platform.library.models import Evidence
from quanheng.platform.valuation.forms.fields import DATE, field_for, stored_text, typed_value
from quanheng.platform.valuation.models import Param
from quanheng.platform.valuation.selectors import row_number, stored_values
from quanheng.platform.valuation.services import Entry, entry_of
from quanheng.platform.valuation.sheets.specs import Sheet, Spec, Stored, Text

SOURCE_PARTS = ("source", "date", "evidence")
MOST_ROWS = 60
Choices = Sequence[tuple[str, Text]]


def source_fields(label: Text, evidence: Choices) -> dict[str, forms.Field]:
    """Return the boxes for where a figure comes from; each names its figure for a screen reader."""
    words = (_("Where the figure comes from"), _("Date of the source"), _("Evidence"))
    described = {
        part: f"{word}: {label}" if label else word for part, word in zip(SOURCE_PARTS, words, strict=True)
    }
    source = forms.TextInput(
        attrs={"aria-label": described["source"], "placeholder": _("Origin"), "autocomplete": "off"}
    )
    date = forms.DateInput(attrs={"aria-label": described["date"], **DATE}, format="%Y-%m-%d")
    paper = forms.Select(attrs={"aria-label": described["evidence"]})
    return {
        "source": forms.CharField(label=described["source"], max_length=200, required=False, widget=source),
        "date": forms.DateField(label=described["date"], required=False, widget=date),
        "evidence": forms.ChoiceField(
            label=described["evidence"], choices=[("", "—"), *evidence], required=False, widget=paper
        ),
    }


class SheetForm(forms.Form):
    """The single figures of a sheet; `values_open` false leaves only the sources to be typed."""

    def __init__(
        self, sheet: Sheet, evidence: Choices, *args: Any, editable: bool, values_open: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for spec in sheet.specs:
            if spec.kind != "rows":
                self.fields[spec.name] = field_for(spec)
                self.fields[spec.name].disabled = not (editable and values_open)
            if spec.sourced and not spec.per_row:
                for part, box in source_fields(spec.label, evidence).items():
                    box.disabled = not editable
                    self.fields[f"{spec.name}__{part}"] = box


class RowForm(forms.Form):
    """One row of a table; empty boxes are told with the calculation."""

    spec: Spec
    evidence: Choices
    editable: bool
    values_open: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in self.spec.columns:
            self.fields[column.name] = field_for(column)
            self.fields[column.name].disabled = not (self.editable and self.values_open)
            if column.default:
                self.fields[column.name].initial = typed_value(column, column.default)
        if self.spec.per_row:
            for part, box in source_fields("", self.evidence).items():
                box.disabled = not self.editable
                self.fields[f"row_{part}"] = box

    def row(self) -> dict[str, str]:
        """Return the row as it is kept; nothing but preset boxes is an empty row."""
        found = {c.name: stored_text(self.cleaned_data.get(c.name)) for c in self.spec.columns}
        filled = {name: text for name, text in found.items() if text}
        preset = {c.name for c in self.spec.columns if c.default}
        return filled if filled.keys() - preset else {}


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as the page draws it: its box and the boxes of its source, or a table of rows.

    A choice that `switches` decides which other figures are asked for.
    """

    spec: Spec
    value: FieldView | None
    sources: tuple[FieldView, ...]
    rows: "BaseFormSet[Any] | None"
    unsourced: bool
    switches: bool = False


@dataclass(slots=True)
class Group:
    title: Text
    lines: list[Line] = field(default_factory=list)


class SheetAnswers:
    """All forms of a sheet together: bound to what was sent, or showing what is kept."""

    def __init__(
        self,
        sheet: Sheet,
        kept: Iterable[Param],
        papers: Iterable[Evidence],
        data: Any = None,
        *,
        editable: bool = True,
        values_open: bool = True,
    ) -> None:
        self.sheet = sheet
        self.kept = list(kept)
        self.open = editable and values_open
        evidence = [(str(paper.id), paper.title) for paper in papers]
        by_name = {row.name: row for row in self.kept}
        self.form = SheetForm(
            sheet,
            evidence,
            data,
            initial=_initial(sheet, by_name),
            editable=editable,
            values_open=values_open,
        )
        more: dict[str, Any] = {"evidence": evidence, "editable": editable, "values_open": values_open}
        self.tables: dict[str, BaseFormSet[Any]] = {
            spec.name: _table(spec, self.kept, data, **more) for spec in sheet.specs if spec.kind == "rows"
        }

    @property
    def forms(self) -> list[Any]:
        return [self.form, *self.tables.values()]

    @property
    def bound(self) -> bool:
        return self.form.is_bound

    def is_valid(self) -> bool:
        judged = [part.is_valid() for part in self.forms]
        return all(judged)

    def entries(self) -> dict[str, Entry]:
        """Return every figure given, by name, rows numbered from 1; of a form not sent, those kept.

        Ask after `is_valid`.
        """
        if not self.bound:
            return {row.name: entry_of(row) for row in self.kept}
        found: dict[str, Entry] = {}
        for spec in self.sheet.specs:
            if spec.per_row:
                found |= self._row_entries(spec)
            else:
                value = self._rows(spec) if spec.kind == "rows" else self._value(spec)
                found[spec.name] = Entry(value, *self._source(self.form.cleaned_data, f"{spec.name}__"))
        return found

    def stored(self) -> dict[str, Stored]:
        """Return the figures as the calculation reads them, before they are kept."""
        rows = [Param(name=name, value=e.value) for name, e in self.entries().items() if e.value]
        return stored_values(self.sheet, rows)

    def unsourced(self) -> list[Text]:
        """Return the figures that count and have no source or no date."""
        entries, stored = self.entries(), self.stored()
        used = {spec.name: spec for spec in self.sheet.used(stored) if spec.sourced}
        return [
            _with_row(used[base].label, name)
            for name, entry in entries.items()
            if (base := name.partition(".")[0]) in used
            and entry.value
            and not (entry.source.strip() and entry.as_of)
        ]

    def groups(self) -> list[Group]:
        """Return the figures by heading, those of ways not chosen left out unless the page is open to change."""
        found: list[Group] = []
        chosen = {spec.name for spec in self.sheet.used(self._ways())}
        for spec in self.sheet.specs:
            if spec.name in chosen:
                if not found or found[-1].title != spec.group:
                    found.append(Group(spec.group))
                found[-1].lines.append(self._line(spec))
        return found

    def hidden(self) -> Iterator[Any]:
        """Give the boxes of ways not chosen: they stay in the form unseen, so that nothing typed is lost."""
        chosen = {spec.name for spec in self.sheet.used(self._ways())}
        for spec in self.sheet.specs:
            if spec.name not in chosen:
                names = [spec.name] if spec.kind != "rows" else []
                names += [f"{spec.name}__{part}" for part in SOURCE_PARTS if spec.sourced]
                yield from (self.form[name].as_hidden() for name in names if name in self.form.fields)

    def hidden_tables(self) -> Iterator["BaseFormSet[Any]"]:
        chosen = {spec.name for spec in self.sheet.used(self._ways())}
        return (table for name, table in self.tables.items() if name not in chosen)

    def _ways(self) -> dict[str, Stored]:
        choices = (spec for spec in self.sheet.specs if spec.kind == "choice")
        return {spec.name: str(self.form[spec.name].value() or spec.default) for spec in choices}

    def _line(self, spec: Spec) -> Line:
        boxes = [f"{spec.name}__{part}" for part in SOURCE_PARTS]
        sources = tuple(field_view(self.form[name]) for name in boxes if name in self.form.fields)
        if spec.kind == "rows":
            return Line(spec, None, sources, self.tables[spec.name], unsourced=False)
        value = field_view(self.form[spec.name], unit=spec.unit if spec.kind != "money_series" else "")
        bare = bool(self.form[spec.name].value()) and not all(
            self.form[name].value() for name in boxes[:2] if sources
        )
        switches = any(other.way and other.way[0] == spec.name for other in self.sheet.specs)
        return Line(spec, value, sources, None, unsourced=bool(sources) and bare, switches=switches)

    def _value(self, spec: Spec) -> Any:
        value = self.form.cleaned_data.get(spec.name)
        return [stored_text(item) for item in value] if isinstance(value, list) else stored_text(value)

    def _rows(self, spec: Spec) -> list[dict[str, str]]:
        return [row for form in self.tables[spec.name].forms if (row := form.row())]

    def _row_entries(self, spec: Spec) -> dict[str, Entry]:
        given = [form for form in self.tables[spec.name].forms if form.row()]
        return {
            f"{spec.name}.{n}": Entry(form.row(), *self._source(form.cleaned_data, "row_"))
            for n, form in enumerate(given, start=1)
        }

    @staticmethod
    def _source(data: Mapping[str, Any], prefix: str) -> tuple[str, Any, UUID | None]:
        paper = data.get(f"{prefix}evidence") or ""
        return (
            str(data.get(f"{prefix}source") or ""),
            data.get(f"{prefix}date"),
            UUID(paper) if paper else None,
        )


def _with_row(label: Text, name: str) -> Text:
    number = row_number(name)
    return f"{label} {number}" if number else label


def _initial(sheet: Sheet, kept: Mapping[str, Param]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for spec in sheet.specs:
        row = kept.get(spec.name)
        if row is not None and spec.kind != "rows":
            found[spec.name] = typed_value(spec, row.value)
        if row is not None:
            found |= {f"{spec.name}__{part}": value for part, value in _source_of(row).items()}
    return found


def _source_of(row: Param) -> dict[str, Any]:
    paper = str(row.evidence_id) if row.evidence_id else ""
    return {"source": row.source, "date": row.as_of, "evidence": paper}


def _table(
    spec: Spec, kept: Sequence[Param], data: Any, *, evidence: Choices, editable: bool, values_open: bool
) -> Any:
    mine = sorted(
        (p for p in kept if p.name.partition(".")[0] == spec.name), key=lambda p: row_number(p.name)
    )
    rows: list[dict[str, Any]] = [
        {c.name: typed_value(c, values[c.name]) for c in spec.columns if values.get(c.name)} | more
        for values, more in _row_values(spec, mine)
    ]
    opened = editable and values_open
    attributes = {"spec": spec, "evidence": evidence, "editable": editable, "values_open": values_open}
    extra = max(spec.least - len(rows), 1 if rows else 3) if opened else 0
    factory: Any = formset_factory(
        type("Row", (RowForm,), attributes), extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )
    table = factory(data, initial=rows, prefix=spec.name)
    table.title = spec.label
    table.hint = spec.hint
    table.can_add = opened
    return table


def _row_values(spec: Spec, mine: Sequence[Param]) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    for param in mine:
        if spec.per_row:
            yield param.value, {f"row_{part}": value for part, value in _source_of(param).items()}
        else:
            yield from ((row, {}) for row in param.value)
