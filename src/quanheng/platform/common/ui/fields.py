"""Fields that people type into, and how a page draws each kind of field."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.ui.formats import money
from quanheng.platform.common.ui.parts import Text

TEN_THOUSANDS = "\u4e07"
UNIT_WORDS = "\u5143\u00a5\uffe5 ,"
"""Words that may stand beside an amount in yuan and change nothing."""


class MoneyField(forms.DecimalField):
    """Yuan with at most two decimals.

    Thousands separators, full-width digits and a trailing 元 are understood; an amount in ten-thousands is
    named with the yuan it would be, never guessed.
    """

    unit = _("yuan")

    def __init__(self, *, max_digits: int = 18, decimal_places: int = 2, **options: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **options)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        text = normalize("NFKC", value).strip().rstrip(UNIT_WORDS)
        if text.endswith(TEN_THOUSANDS):
            raise self._in_ten_thousands(text)
        digits = text.strip(UNIT_WORDS).replace(",", "")
        if "e" in digits.lower():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(digits)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,.2f}" if isinstance(value, Decimal) else value

    def _in_ten_thousands(self, text: str) -> forms.ValidationError:
        try:
            amount = Decimal(text.removesuffix(TEN_THOUSANDS).replace(",", "")).scaleb(4)
        except InvalidOperation:
            return forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return forms.ValidationError(
            _("%(got)s is written in ten-thousands; if you mean %(amount)s, write the yuan in figures"),
            code="ten_thousands",
            params={"got": text, "amount": money(amount)},
        )


@dataclass(frozen=True, slots=True)
class FieldView:
    """A bound field as the page draws it. `kind` is line, area, select, check, choices, file or hidden."""

    bound: BoundField
    kind: str
    control: SafeString
    unit: Text
    money: bool
    errors: Sequence[str]

    @property
    def hint_id(self) -> str:
        return f"{self.bound.auto_id}_hint"

    @property
    def error_id(self) -> str:
        return f"{self.bound.auto_id}_error"


KINDS: tuple[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str], ...] = (
    (forms.CheckboxInput, "check"),
    ((forms.RadioSelect, forms.CheckboxSelectMultiple), "choices"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (forms.Textarea, "area"),
)
CONTROL_CLASSES = {
    "select": "form-select",
    "check": "form-check-input",
    "file": "form-control",
    "choices": "",
    "hidden": "",
}


def field_view(bound: BoundField, *, unit: Text = "", quiet: bool = False) -> FieldView:
    """Return how to draw `bound`, its control wired to its hint and errors for screen readers.

    A `quiet` field keeps its errors to itself: a draft that is still being typed is not wrong yet.
    """
    kind = _kind(bound.field.widget)
    errors = [] if quiet else [str(text) for text in bound.errors]
    control = SafeString("") if kind == "choices" else _control(bound, kind, wrong=bool(errors))
    amount = isinstance(bound.field, MoneyField)
    return FieldView(bound, kind, control, unit or getattr(bound.field, "unit", ""), amount, errors)


def _control(bound: BoundField, kind: str, *, wrong: bool) -> SafeString:
    widget = bound.field.widget
    attributes: dict[str, Any] = bound.build_widget_attrs({}, widget)
    attributes.setdefault("id", widget.attrs.get("id", bound.auto_id))
    attributes.pop("aria-describedby", None)
    if not wrong:
        attributes.pop("aria-invalid", None)
    described = [f"{bound.auto_id}_hint"] * bool(bound.help_text) + [f"{bound.auto_id}_error"] * wrong
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if classes := CONTROL_CLASSES.get(kind, "form-control"):
        attributes["class"] = " ".join(
            filter(None, (classes, "is-invalid" if wrong else "", widget.attrs.get("class", "")))
        )
    return SafeString(widget.render(bound.html_name, bound.value(), attributes, bound.form.renderer))


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    return next((kind for types, kind in KINDS if isinstance(widget, types)), "line")
