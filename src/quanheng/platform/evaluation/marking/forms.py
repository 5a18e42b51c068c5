"""What an expert types: one mark per screen, the overall opinion, why one steps aside."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quanheng.platform.evaluation.marking import rules
from quanheng.platform.evaluation.marking.states import MarkStatus
from quanheng.platform.library.texts import printable_line, printable_text
from quanheng.schemes import Stack
from quanheng.schemes.templates import IndicatorTemplate


class MarkForm(forms.Form):
    """Band first, points inside it, or an abstention with its reason; the rules are those of the service."""

    band = forms.ChoiceField(label=_("Rubric band"), required=False, widget=forms.RadioSelect)
    points = forms.DecimalField(label=_("Points"), required=False, max_digits=4, decimal_places=1)
    reason = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[printable_text],
    )
    abstain = forms.BooleanField(label=_("I do not mark this indicator"), required=False)

    def __init__(self, *args: Any, indicator: IndicatorTemplate, stack: Stack, **options: Any) -> None:
        super().__init__(*args, **options)
        self.indicator = indicator
        self.stack = stack
        self.fields["band"].choices = [(band.id, band.label) for band in indicator.bands]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for fault in rules.faults(self.answer(data), self.indicator, self.stack):
            if fault.section not in self.errors:
                self.add_error(fault.section, str(fault))
        return data

    def answer(self, data: dict[str, Any] | None = None) -> rules.Answer:
        values = self.cleaned_data if data is None else data
        points: Decimal | None = values.get("points")
        status = MarkStatus.ABSTAINED if values.get("abstain") else MarkStatus.SCORED
        return rules.Answer(status, values.get("band") or "", points, values.get("reason") or "")


class SubmitForm(forms.Form):
    opinion = forms.CharField(
        label=_("Overall opinion"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[printable_text],
    )
    password = forms.CharField(
        label=_("Your password, as signature"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[printable_line],
    )
