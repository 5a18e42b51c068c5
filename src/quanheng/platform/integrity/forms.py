"""What the supervising authority fills in about institutions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quanheng.platform.integrity import fields, selectors


class AdmitForm(forms.Form):
    organisation = forms.ChoiceField(label=_("Evaluation institution"))
    fields_of_work = forms.MultipleChoiceField(label=_("Fields"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        waiting = [(str(row.id), row.name) for row in selectors.waiting_for_admission()]
        self.fields["organisation"] = forms.ChoiceField(
            label=_("Evaluation institution"), choices=[("", "—"), *waiting]
        )
        self.fields["fields_of_work"] = forms.MultipleChoiceField(
            label=_("Fields"), choices=fields.choices(), widget=forms.CheckboxSelectMultiple
        )


class SuspendForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Everybody can read it"),
        widget=forms.Textarea({"rows": 3}),
    )
