from django import forms
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.ui.fields import MoneyField


class FollowUpForm(forms.Form):
    """The yearly form: last year's answers stand in it."""

    revenue = MoneyField(label=_("Revenue"))
    profit = MoneyField(label=_("Profit"), required=False)
    jobs = forms.IntegerField(label=_("Jobs created"), min_value=0, required=False)
    contracts = forms.IntegerField(label=_("New contracts"), min_value=0, required=False)
    words = forms.CharField(
        label=_("Effects and problems in words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    basis = forms.CharField(
        label=_("Basis of the figures"),
        max_length=200,
        help_text=_("The papers the figures come from, or “own statement”"),
    )
