"""Facts, methods and disclosures as they are typed; nothing is demanded before the lock."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from quanheng.platform.valuation import wording
from quanheng.platform.valuation.forms.fields import DATE
from quanheng.platform.valuation.models import Engagement
from quanheng.platform.valuation.services import Basis, MethodChoice
from quanheng.platform.valuation.sheets.catalogue import Offer

FACTS = (
    "purpose",
    "users",
    "value_type",
    "value_definition",
    "valuation_date",
    "valid_until",
    "rights",
    "territory",
    "assumptions",
    "statutory",
)


class BasisForm(forms.ModelForm[Engagement]):
    class Meta:
        model = Engagement
        fields = FACTS
        widgets = {
            "valuation_date": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "valid_until": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "value_definition": forms.Textarea(attrs={"rows": 2}),
            "rights": forms.Textarea(attrs={"rows": 4}),
            "assumptions": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "valid_until": _("At most one year after the valuation date"),
            "rights": _("Type, number, status, holder, licences and pledges"),
        }

    def basis(self) -> Basis:
        return Basis(**{name: self.cleaned_data[name] for name in FACTS})


class MethodForm(forms.Form):
    """One method that the level offers: whether it is used, its weight in percent, why."""

    code = forms.CharField(widget=forms.HiddenInput)
    chosen = forms.BooleanField(label=_("Use"), required=False)
    weight = forms.DecimalField(
        label=_("Weight"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    why = forms.CharField(label=_("Why this method"), required=False, max_length=400)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("chosen") and not data.get("weight") and not self.errors.get("weight"):
            self.add_error("weight", _("A chosen method needs a weight above 0"))
        return data


class FamiliesForm(forms.Form):
    """Reasons for required families of methods that cannot be run, from level 8 on."""

    def __init__(self, families: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for family in families:
            self.fields[family] = forms.CharField(
                label=_("%(family)s cannot be used because") % {"family": wording.FAMILIES[family]},
                required=False,
                max_length=400,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_(
                    "Only where it cannot be run, for example with fewer than three comparable deals"
                ),
            )


def method_table(offers: tuple[Offer, ...], methods: list[dict[str, str]], data: Any = None) -> Any:
    """Return one row per method offered, with its offer at hand for the page."""
    chosen = {row["code"]: row for row in methods}
    initial = [
        {
            "code": offer.code,
            "chosen": offer.code in chosen,
            "weight": _percent(chosen[offer.code]["weight"]) if offer.code in chosen else None,
            "why": chosen[offer.code]["why"] if offer.code in chosen else "",
        }
        for offer in offers
    ]
    factory = formset_factory(MethodForm, extra=0, max_num=len(offers), absolute_max=len(offers))
    table: Any = factory(data, initial=initial, prefix="methods")
    for form, offer in zip(table.forms, offers, strict=False):
        form.offer = offer
    table.can_add = False
    return table


def choices_of(table: "BaseFormSet[Any]") -> list[MethodChoice]:
    rows = (form.cleaned_data for form in table.forms)
    return [MethodChoice(r["code"], Decimal(r["weight"]) / 100, r["why"]) for r in rows if r.get("chosen")]


def _percent(weight: str) -> str:
    return format((Decimal(weight) * 100).normalize(), "f")


class DisclosuresForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item, label in wording.DISCLOSURES.items():
            area = forms.Textarea(attrs={"rows": 3})
            self.fields[item] = forms.CharField(
                label=str(label), required=False, max_length=2000, widget=area
            )
