"""What people type in the expert room."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.experts.labels import CLAIMS, LEVELS
from quanheng.methods.identifiers import parse_uscc
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.experts.models.pools import ExpertRole
from quanheng.platform.experts.states import ExpertState
from quanheng.platform.experts.texts import QUESTIONS
from quanheng.platform.library.naming import named

ANY = [("", _("All"))]


def field_choices(scheme: str = "") -> list[tuple[str, str]]:
    """Return the fields of the scheme in the reader's language."""
    return [(item.id, named(item)) for item in stack_of(scheme).items("fields")]


def claim_kinds() -> list[tuple[str, str]]:
    return [
        ("identity", gettext("Identity document")),
        *((code, sentence(text)) for code, text in CLAIMS.items()),
    ]


class PoolFilter(forms.Form):
    """Filters of the pool's list."""

    q = forms.CharField(label=_("Name, number or employer"), required=False, max_length=60)
    role = forms.ChoiceField(label=_("Expert role"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)
    expiring = forms.BooleanField(label=_("With a proof that expires within 60 days"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "role": ExpertRole.choices,
            "state": ExpertState.choices,
            "field": field_choices(),
        }
        for name, values in choices.items():
            own: Any = self.fields[name]
            own.choices = [*ANY, *values]


class ApplyForm(forms.Form):
    """An application to a pool."""

    pool: Any = forms.ModelChoiceField(queryset=None, label=_("Expert pool"))
    roles = forms.MultipleChoiceField(
        label=_("Expert roles"), choices=ExpertRole.choices, widget=forms.CheckboxSelectMultiple
    )
    disciplines = forms.MultipleChoiceField(
        label=_("Fields of expertise"), widget=forms.CheckboxSelectMultiple
    )
    employer_uscc = forms.CharField(
        label=_("Unified social credit code of the employer"),
        required=False,
        max_length=24,
        help_text=_("The legal person, not only the system it belongs to"),
    )
    employer_name = forms.CharField(label=_("Employer"), max_length=120)
    consent = forms.BooleanField(
        label=_(
            "I agree that these data are used to choose and to check experts; I may see, correct and withdraw them"
        ),
        required=True,
    )

    def __init__(self, *args: Any, pools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pool: Any = self.fields["pool"]
        fields: Any = self.fields["disciplines"]
        pool.queryset, fields.choices = pools, field_choices()

    def clean_employer_uscc(self) -> str:
        return _code(self.cleaned_data["employer_uscc"])


def _code(text: str) -> str:
    """Return a unified social credit code as it is written, empty for nothing; refuse a wrong one in its own words."""
    try:
        return parse_uscc(text) if text else ""
    except ValueError as error:
        raise forms.ValidationError(sentence(error)) from error


class ClaimForm(forms.Form):
    """One claim with its proof."""

    kind = forms.ChoiceField(label=_("Kind"))
    title = forms.CharField(label=_("In words"), max_length=200)
    level = forms.ChoiceField(label=_("Rank"), required=False, help_text=_("For titles and projects"))
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty while it runs"),
    )
    field = forms.ChoiceField(
        label=_("Field"), required=False, help_text=_("For experience in an industry and in investment")
    )
    enterprise = forms.CharField(
        label=_("Unified social credit code of the enterprise"),
        required=False,
        max_length=24,
        help_text=_("For technical experts of an enterprise"),
    )
    ref = forms.CharField(label=_("Document number"), required=False, max_length=60)
    expires = forms.DateField(
        label=_("Expires"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    register = forms.URLField(
        label=_("Address in a public register"), required=False, max_length=200, assume_scheme="https"
    )
    proof = forms.FileField(
        label=_("Proof"),
        required=False,
        help_text=_("PDF or photograph; without a proof the claim does not count"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "kind": claim_kinds(),
            "level": [("", "—"), *((code, sentence(text)) for code, text in LEVELS.items())],
            "field": [("", "—"), *field_choices()],
        }
        for name, values in choices.items():
            own: Any = self.fields[name]
            own.choices = values

    def clean_enterprise(self) -> str:
        return _code(self.cleaned_data["enterprise"])


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class OptionalReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class EnterprisesForm(forms.Form):
    """Whose technical experts may judge as customers or along the chain."""

    customers = forms.CharField(
        label=_("Prospective customers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One credit code a line"),
    )
    chain = forms.CharField(
        label=_("Enterprises along the chain"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One credit code a line"),
    )


class WidenForm(forms.Form):
    fields_added = forms.MultipleChoiceField(label=_("Further fields"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, scheme: str, taken: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["fields_added"]
        own.choices = [choice for choice in field_choices(scheme) if choice[0] not in taken]


class FreezeForm(forms.Form):
    public_source = forms.CharField(
        label=_("Source of the random value"),
        max_length=200,
        help_text=_(
            "Something that will be known only after the freeze and that nobody here can choose, such as the closing figure of an index on a named day"
        ),
    )
    draw_at = forms.DateTimeField(
        label=_("Time of the draw"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Not before this time; empty: from now on"),
    )


class WitnessForm(forms.Form):
    public_value = forms.CharField(label=_("Random value"), max_length=200)


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("In words"), required=False, max_length=200)

    def __init__(self, *args: Any, scheme: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["reason"]
        own.choices = [(item.id, named(item)) for item in stack_of(scheme).items("decline_reasons")]


class DeclarationForm(forms.Form):
    """Every question yes or no, what a yes means in words, and the pledge."""

    def __init__(self, *args: Any, pledge: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=str(question.text),
                choices=[("no", _("No")), ("yes", _("Yes"))],
                widget=forms.RadioSelect,
            )
        self.fields["note"] = forms.CharField(
            label=_("If yes: with whom or what"), required=False, max_length=400
        )
        self.fields["confidential"] = forms.BooleanField(label=pledge, required=True)

    def answers(self) -> dict[str, bool]:
        return {question.key: self.cleaned_data[question.key] == "yes" for question in QUESTIONS}
