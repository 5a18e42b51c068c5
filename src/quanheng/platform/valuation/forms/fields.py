"""Numbers as people write them: thousands apart, full-width, with a percent sign; 万 is named, never guessed."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from django import forms
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.ui.fields import MoneyField
from quanheng.platform.valuation.sheets.specs import Spec

HUNDRED = Decimal(100)
SEPARATORS = "\n\t;；"
DATE = {"type": "date"}
PLAIN = {"autocomplete": "off"}


class NumberField(forms.DecimalField):
    """A plain number."""

    def __init__(self, *, spec: Spec, **options: Any) -> None:
        low, high = spec.span
        super().__init__(min_value=low, max_value=high, max_digits=20, **options)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", **PLAIN})
        self.unit = spec.unit

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = normalize("NFKC", value).strip().replace(",", "")
        return super().to_python(value)


class PercentField(NumberField):
    """A share typed in percent, kept as a fraction of 1: 3.5 is 0.035."""

    def __init__(self, *, spec: Spec, **options: Any) -> None:
        super().__init__(spec=replace(spec, span=(None, None)), **options)
        self.span = spec.span

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        value = normalize("NFKC", value).strip().removesuffix("%").strip()
        number: Decimal | None = super().to_python(value)
        return None if number is None else number / HUNDRED

    def validate(self, value: Any) -> None:
        super().validate(value)
        low, high = self.span
        if value is None:
            return
        if (low is not None and value < low) or (high is not None and value > high):
            takes = f"{_percent(low)} – {_percent(high)}"
            raise forms.ValidationError(
                _("got %(got)s, takes %(takes)s"),
                code="range",
                params={"got": _percent(value), "takes": takes},
            )

    def prepare_value(self, value: Any) -> Any:
        return _plain(value * HUNDRED) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _percent(value: Decimal | None) -> str:
    return "…" if value is None else f"{_plain(value * HUNDRED)} %"


class AmountField(MoneyField):
    """Yuan; below zero only where the figure may be."""

    def __init__(self, *, spec: Spec, **options: Any) -> None:
        low, high = spec.span
        super().__init__(max_digits=20, min_value=low, max_value=high, **options)


class MoneySeriesField(forms.CharField):
    """One amount in yuan per year: per line, or the cells of a spreadsheet's row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=2000, **options)
        self.widget = forms.Textarea(attrs={"rows": 5, "inputmode": "decimal", "class": "gz-series", **PLAIN})
        self.amount = MoneyField(required=False, max_digits=20)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = value.strip("\n\r \t;；")
        for separator in SEPARATORS[1:]:
            text = text.replace(separator, "\n")
        lines = [line.strip() for line in text.splitlines()] if text else []
        return [self._amount(year, line) for year, line in enumerate(lines, start=1)]

    def _amount(self, year: int, line: str) -> Decimal:
        try:
            amount = self.amount.clean(line)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("Year %(year)s: %(problem)s"), params={"year": year, "problem": " ".join(error.messages)}
            ) from None
        if amount is None:
            raise forms.ValidationError(
                _("Year %(year)s: the line is empty; write 0 for no flow"), params={"year": year}
            )
        return Decimal(amount)

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Skip the checks of a text: the amounts are judged one by one."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{amount:,.2f}" for amount in value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


def field_for(spec: Spec) -> forms.Field:
    """Return the form field of a figure; all are optional, what is missing is told with the calculation."""
    return MAKERS.get(spec.kind, _text)(spec)


def _common(spec: Spec) -> dict[str, Any]:
    return {"label": spec.label, "required": False, "help_text": spec.hint}


def _text(spec: Spec) -> forms.Field:
    return forms.CharField(max_length=400, widget=forms.TextInput(attrs=PLAIN), **_common(spec))


def _year(spec: Spec) -> forms.Field:
    box = forms.TextInput(attrs={"inputmode": "numeric", **PLAIN})
    return forms.IntegerField(min_value=1900, max_value=2200, widget=box, **_common(spec))


def _day(spec: Spec) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"), **_common(spec))


MAKERS: dict[str, Callable[[Spec], forms.Field]] = {
    "money": lambda spec: AmountField(spec=spec, **_common(spec)),
    "percent": lambda spec: PercentField(spec=spec, **_common(spec)),
    "number": lambda spec: NumberField(spec=spec, **_common(spec)),
    "whole": _year,
    "date": _day,
    "choice": lambda spec: forms.ChoiceField(choices=spec.choices, initial=spec.default, **_common(spec)),
    "money_series": lambda spec: MoneySeriesField(**_common(spec)),
}


def stored_text(value: Any) -> str:
    """Return a cleaned value as it is kept: digits without exponent, ISO days, codes."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


def typed_value(spec: Spec, stored: Any) -> Any:
    """Return a kept value as its field takes it for a start."""
    if spec.kind == "money_series":
        return [Decimal(item) for item in stored]
    return Decimal(stored) if spec.kind in {"money", "percent", "number"} else stored
