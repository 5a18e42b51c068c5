"""What is typed about a campaign: its terms, an entry, a reason."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.campaigns.models import Campaign, CampaignKind
from quanheng.platform.evaluation.campaigns.services import LONGEST_RULES, LONGEST_TITLE, Terms
from quanheng.platform.evaluation.campaigns.states import CampaignState
from quanheng.platform.evaluation.models import Evaluation


class TermsForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(label=_("Kind of campaign"), choices=CampaignKind.choices)
    stage = forms.ChoiceField(label=_("Stage"), help_text=_("Every entry has a locked plan of this stage."))
    rules = forms.CharField(
        label=_("Rules of the campaign"),
        max_length=LONGEST_RULES,
        help_text=_("Who may enter, how it runs, what a horse race eliminates by. Fixed once it is open."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        stages = [(stage.code, str(wording.stage_title(stage.code))) for stage in stack_of("").stages]
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]  # a choice field

    def terms(self) -> Terms:
        return Terms(**{key: self.cleaned_data[key] for key in ("title", "kind", "stage", "rules")})


def terms_initial(row: Campaign) -> dict[str, str]:
    return {"title": row.title, "kind": row.campaign_kind, "stage": row.stage, "rules": row.rules}


class EntryForm(forms.Form):
    evaluation = forms.ChoiceField(
        label=_("Evaluation"),
        help_text=_("Full evaluations of the institution with a locked plan of this stage."),
    )

    def __init__(self, *args: Any, rows: QuerySet[Evaluation], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(row.number, f"{row.number} {row.achievement.title} · {row.client.name}") for row in rows]
        self.fields["evaluation"].choices = choices  # type: ignore[attr-defined]  # a choice field


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class FilterForm(forms.Form):
    text = forms.CharField(label=_("Number or title"), required=False, max_length=120)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *CampaignState.choices]
    )

    def narrow(self, rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
        """Return the rows that fit; a word that is none of the choices narrows nothing."""
        self.is_valid()
        data: dict[str, Any] = self.cleaned_data
        if text := data.get("text"):
            rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text))
        return rows.filter(state=data["state"]) if data.get("state") else rows
