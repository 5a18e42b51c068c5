"""What is typed about a weighting round: who compares what, and the comparisons themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.weighting import rules, words
from quanheng.platform.evaluation.weighting.selectors import Candidate

PREFIX = "pair-"


class OpenForm(forms.Form):
    """The side to weigh, the members, and what they are asked."""

    side = forms.ChoiceField(label=_("Side"), widget=forms.RadioSelect)
    members = forms.MultipleChoiceField(
        label=_("Members of the weighting group"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least two; each compares alone and sees nobody else's answers."),
    )
    instruction = forms.CharField(
        label=_("What the members are asked, and why"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, sides: Mapping[str, words.Text], people: Sequence[Candidate], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["side"].choices = list(sides.items())  # type: ignore[attr-defined]  # a choice field
        self.fields["members"].choices = [(str(one.person.id), named(one)) for one in people]  # type: ignore[attr-defined]  # a choice field


def named(candidate: Candidate) -> str:
    roles = " · ".join(str(Role(role).label) for role in candidate.roles)
    return f"{candidate.person.name} ({roles})"


class PairForm(forms.Form):
    """One choice per pair, each of 17 steps or still open. A pair that is none of the round's is refused by name."""

    def __init__(self, *args: Any, items: words.Items, **options: Any) -> None:
        super().__init__(*args, **options)
        self.size = len(items)
        for first, second in rules.pairs(self.size):
            key = rules.pair_key(first, second)
            self.fields[f"{PREFIX}{key}"] = forms.ChoiceField(
                label=f"{words.title(items, first)} — {words.title(items, second)}",
                choices=[(step, step) for step in rules.SCALE],
                required=False,
                error_messages={"invalid_choice": _("got %(value)s, takes a step of the scale")},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self.data:
            if name.startswith(PREFIX) and name not in self.fields:
                self.add_error(
                    None,
                    forms.ValidationError(
                        _("pair: got %(got)s, takes a pair of the indicators of this round"),
                        params={"got": name.removeprefix(PREFIX)[:20]},
                    ),
                )
        return data

    def answers(self) -> dict[str, str]:
        """Return the pairs that are compared; those with a fault are left out."""
        return {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items() if value}


def initial(answers: Mapping[str, str]) -> dict[str, str]:
    return {f"{PREFIX}{key}": value for key, value in answers.items()}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
