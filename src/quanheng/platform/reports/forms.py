"""What is typed into a report: texts, remarks, objections, the day until which it is valid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quanheng.platform.reports.sections import SECTIONS, TITLES


class TextForm(forms.Form):
    """One section of free text."""

    text = forms.CharField(
        label=_("Text"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 12})
    )


class NoveltyForm(forms.Form):
    """The novelty search report behind a grade that compares with the world."""

    issuer = forms.CharField(label=_("Institution of the novelty search"), max_length=100)
    search_number = forms.CharField(label=_("Number of the report"), max_length=60)
    issued_on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))


class SectionRemarkForm(forms.Form):
    """A remark on a section, of the reviewer or the client."""

    section = forms.ChoiceField(label=_("Section"))
    text = forms.CharField(label=_("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [(s.id, _(TITLES[s.id])) for s in SECTIONS]  # type: ignore[attr-defined]  # a ChoiceField


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class SignForm(forms.Form):
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Half a year to two years ahead; one year when left empty"),
    )


class VerifyFileForm(forms.Form):
    """A PDF to hold against the issued one, where the browser cannot compute its hash."""

    file = forms.FileField(label=_("PDF file"))
