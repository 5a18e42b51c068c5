"""What an act asks for: an opinion, a ruling, a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.ui.fields import MoneyField
from quanheng.platform.valuation import wording
from quanheng.platform.valuation.models import OutlierRuling

SMALLEST = 0


class OpinionForm(forms.Form):
    """Low, middle and high in yuan: nine of ten chances above the first, below the last."""

    p10 = MoneyField(
        label=_("Low (P10)"),
        max_digits=20,
        help_text=_("One chance in ten that it is worth less"),
        min_value=SMALLEST,
    )
    p50 = MoneyField(
        label=_("Middle (P50)"), max_digits=20, help_text=_("As likely more as less"), min_value=SMALLEST
    )
    p90 = MoneyField(
        label=_("High (P90)"),
        max_digits=20,
        help_text=_("One chance in ten that it is worth more"),
        min_value=SMALLEST,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What the value rests on, in a few sentences"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [data.get(name) for name in ("p10", "p50", "p90")]
        if None not in given and given != sorted(given):  # type: ignore[type-var]  # no None among them
            self.add_error("p50", _("Low, middle and high must not fall"))
        if data.get("p10") == 0:
            self.add_error("p10", _("The value must be above 0"))
        return data


class RulingForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=OutlierRuling.Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class ReconcileForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why the methods carry these weights"),
    )
    note = forms.CharField(
        label=_("Note on the differences"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where methods are more than twofold, or experts more than fourfold apart"),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class FamilyForm(forms.Form):
    family = forms.ChoiceField(label=_("Approach"))
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, families: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"].choices = [(f, wording.FAMILIES[f]) for f in families]  # type: ignore[attr-defined]  # a ChoiceField
