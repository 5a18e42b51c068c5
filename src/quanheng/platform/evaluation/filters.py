"""What narrows the list of evaluations."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from quanheng.platform.evaluation.models import Evaluation, Scope
from quanheng.platform.evaluation.states import EvaluationState


class FilterForm(forms.Form):
    text = forms.CharField(label=_("Number or title"), required=False, max_length=120)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *EvaluationState.choices]
    )
    kind = forms.ChoiceField(label=_("Scope"), required=False, choices=[("", _("All")), *Scope.choices])

    def narrow(self, rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
        """Return the rows that fit; a word that is none of the choices narrows nothing."""
        self.is_valid()
        data: dict[str, Any] = self.cleaned_data
        if text := data.get("text"):
            rows = rows.filter(Q(number__icontains=text) | Q(achievement__title__icontains=text))
        if state := data.get("state"):
            rows = rows.filter(state=state)
        return rows.filter(case_kind=data["kind"]) if data.get("kind") else rows
