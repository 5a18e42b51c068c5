"""The forms of the sections that hold rows: one small form per row, blank rows pass by."""

import re
from dataclasses import fields
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from django import forms
from django.db.models import Model
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quanheng.methods.errors import MethodError
from quanheng.methods.identifiers import parse_cn_patent, parse_uscc
from quanheng.platform.common.ui.sentences import beside_label
from quanheng.platform.library.dossier import ContributorRow, PackageRow, ParameterRow, RightRow
from quanheng.platform.library.forms.sections import NO_CHOICE
from quanheng.platform.library.models import Contributor, Right, RightKind, TechnicalParameter, WorkPackage

MOST = 300
WEIGHT = re.compile(r"[0-9]{1,5}(\.[0-9]{1,2})?", re.ASCII)
Typed = RightRow | ContributorRow | PackageRow | ParameterRow
M = TypeVar("M", bound=Model)


class RowForm(forms.ModelForm[M]):
    """A row of which nothing is filled in is no row."""

    typed: ClassVar[type[Typed]]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.empty_permitted = True

    def has_changed(self) -> bool:
        return any(
            self[name].data not in (None, "", False) for name in self.fields if not self[name].is_hidden
        )

    def row(self) -> Typed:
        names = {field.name for field in fields(self.typed)}
        return self.typed(**{name: value for name, value in self.cleaned_data.items() if name in names})


class UsccField(forms.CharField):
    """A unified social credit code, judged by its check characters; spaces and full-width figures are understood."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Unified social credit code"), max_length=40, **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return parse_uscc(text) if text else ""
        except MethodError as error:
            raise forms.ValidationError(beside_label(error), code="uscc")


class RightForm(RowForm[Right]):
    typed = RightRow
    holder_uscc = UsccField()
    share = forms.DecimalField(
        label=_("Share (%)"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label, choices=[NO_CHOICE, *RightKind.choices]
        )

    class Meta:
        model = Right
        fields = ("kind", "number", "title", "holder", "holder_uscc", "share", "legal_status")

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if answers.get("kind") == RightKind.PATENT and "number" in answers:
            try:
                answers["number"] = parse_cn_patent(answers["number"]).number
            except MethodError as error:
                self.add_error("number", beside_label(error))
        return answers


class ContributorForm(RowForm[Contributor]):
    typed = ContributorRow
    organisation_uscc = UsccField(required=False)

    class Meta:
        model = Contributor
        fields = ("name", "organisation_name", "organisation_uscc", "inventor")


class ParameterForm(RowForm[TechnicalParameter]):
    typed = ParameterRow

    class Meta:
        model = TechnicalParameter
        fields = ("name", "value", "unit", "condition", "comparator", "comparator_value", "basis")


class PackageForm(RowForm[WorkPackage]):
    """A node of the work breakdown; the weight of one with parts stays empty, theirs make it."""

    typed = PackageRow
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    weight = forms.DecimalField(
        label=_("Weight (%)"),
        required=False,
        min_value=Decimal(0),
        max_digits=7,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-weight": ""}),
    )

    class Meta:
        model = WorkPackage
        fields = ("code", "parent_code", "title", "weight", "critical")
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "code": forms.TextInput(attrs={"data-code": ""}),
            "parent_code": forms.TextInput(attrs={"data-parent": ""}),
        }

    def clean_weight(self) -> Decimal:
        return self.cleaned_data["weight"] or Decimal(0)


class Rows(BaseFormSet[RowForm[Any]]):
    """The rows of a section, in their order."""

    def rows(self) -> list[Any]:
        return [form.row() for form in self.forms if form.has_changed()]


def leaf_total(formset: BaseFormSet[Any]) -> Decimal:
    """Return the total of the leaves' weights as they stand in the boxes now; what is no number counts nothing."""
    rows = [
        (text_of(form, "code"), text_of(form, "parent_code"), text_of(form, "weight"))
        for form in formset.forms
    ]
    parents = {parent for _code, parent, _weight in rows}
    total = Decimal(0)
    for code, _parent, weight in rows:
        if code not in parents or not code:
            total += Decimal(weight) if WEIGHT.fullmatch(weight) else 0
    return total


def text_of(form: forms.BaseForm, name: str) -> str:
    value = form[name].value()
    return "" if value is None else str(value).strip()


RightRows = formset_factory(RightForm, formset=Rows, extra=1, max_num=MOST, absolute_max=MOST)
ContributorRows = formset_factory(ContributorForm, formset=Rows, extra=2, max_num=MOST, absolute_max=MOST)
ParameterRows = formset_factory(ParameterForm, formset=Rows, extra=2, max_num=MOST, absolute_max=MOST)
PackageRows = formset_factory(PackageForm, formset=Rows, extra=3, max_num=MOST, absolute_max=MOST)


def as_typed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return stored rows as people would type them: 40 for 40.00, nothing for the weight of a package with parts."""
    parents = {row.get("parent_code") for row in rows}
    return [
        {name: _typed(name, value, whole=row.get("code") in parents) for name, value in row.items()}
        for row in rows
    ]


def _typed(name: str, value: Any, *, whole: bool) -> Any:
    if not isinstance(value, Decimal):
        return value
    return "" if name == "weight" and whole else f"{value.normalize():f}"


def with_row_added(data: QueryDict, prefix: str) -> QueryDict:
    """Return the sent form with one more blank row."""
    copy = data.copy()
    copy[f"{prefix}-TOTAL_FORMS"] = str(min(_total(data, prefix) + 1, MOST))
    return copy


def with_row_removed(data: QueryDict, prefix: str, place: int) -> QueryDict:
    """Return the sent form without the row at `place`; the later ones move up."""
    copy = QueryDict(mutable=True)
    for key, values in data.lists():
        own, number, name = (*key.split("-", 2), "", "")[:3]
        if own != prefix or not number.isdigit():
            copy.setlist(key, values)
        elif int(number) != place:
            copy.setlist(f"{prefix}-{int(number) - (int(number) > place)}-{name}", values)
    copy[f"{prefix}-TOTAL_FORMS"] = str(max(_total(data, prefix) - 1, 0))
    copy[f"{prefix}-INITIAL_FORMS"] = "0"
    return copy


def _total(data: QueryDict, prefix: str) -> int:
    text = data.get(f"{prefix}-TOTAL_FORMS", "0")
    return min(int(text), MOST) if text.isdigit() else 0
