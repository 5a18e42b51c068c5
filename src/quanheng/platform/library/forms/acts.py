"""The forms of the acts: handing in, reviewing, and what needs a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quanheng.platform.library.dossier import Declarations
from quanheng.platform.library.forms.sections import ask_later
from quanheng.platform.library.models import EvaluationWay
from quanheng.platform.library.sections import TITLES, title
from quanheng.platform.library.services.review import REASON_LENGTH
from quanheng.platform.library.texts import printable_text

AREA = {"rows": 2}


class SubmitForm(forms.Form):
    """The declarations of the check page. Nothing is required here: what is missing is said with everything else."""

    way = forms.ChoiceField(
        label=_("Way of evaluation"), required=False, choices=EvaluationWay.choices, widget=forms.RadioSelect
    )
    truth = forms.BooleanField(required=False)
    no_classified = forms.BooleanField(required=False)
    duplicates_answer = forms.CharField(
        label=_("Why it is another achievement"),
        required=False,
        max_length=1000,
        validators=[printable_text],
        widget=forms.Textarea(attrs=AREA),
    )

    def __init__(self, *args: Any, texts: dict[str, str], duplicates: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, text in texts.items():
            self.fields[name].label = text
        ask_later(self, *self.fields)
        if not duplicates:
            del self.fields["duplicates_answer"]

    def declarations(self) -> Declarations:
        return Declarations(**({"duplicates_answer": ""} | self.cleaned_data))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        validators=[printable_text],
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReviewForm(forms.Form):
    """Enter into the library, or return with a reason for each section that needs correction."""

    PUBLISH, RETURN = "publish", "return"
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(PUBLISH, _("Enter into the library")), (RETURN, _("Return for correction"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for section in TITLES:
            self.fields[section] = forms.CharField(
                label=title(section),
                required=False,
                max_length=REASON_LENGTH,
                validators=[printable_text],
                widget=forms.Textarea(attrs=AREA),
            )

    def reasons(self) -> dict[str, str]:
        return {section: self.cleaned_data[section] for section in TITLES if self.cleaned_data.get(section)}

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("decision") == self.PUBLISH and self.reasons():
            self.add_error("decision", _("Reasons are given only when the dossier is returned"))
        return self.cleaned_data
