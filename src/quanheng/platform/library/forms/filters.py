"""What the list of achievements can be narrowed by."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from quanheng.platform.library.forms.sections import choices
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.naming import named
from quanheng.platform.library.states import AchievementState
from quanheng.schemes import Stack

ANY = ("", _("All"))
NONE_YET = "none"


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Title, number or owner"), required=False, max_length=120)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *AchievementState.choices])
    field_code = forms.ChoiceField(label=_("Field"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    scope = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stack: Stack, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = choices(stack.items("fields"))[1:]
        stages = [(stage.code, named(stage)) for stage in stack.stages]
        self.fields["field_code"].choices = [ANY, *fields]  # type: ignore[attr-defined]  # a choice field
        self.fields["stage"].choices = [ANY, *stages, (NONE_YET, _("Not graded yet"))]  # type: ignore[attr-defined]  # a choice field

    def narrow(self, rows: QuerySet[Achievement]) -> QuerySet[Achievement]:
        """Return the rows that fit every filled-in filter; a filter that was not understood narrows nothing."""
        self.full_clean()
        answers = self.cleaned_data
        if text := answers.get("q", "").strip():
            rows = rows.filter(
                Q(title__icontains=text) | Q(number__icontains=text) | Q(owner__name__icontains=text)
            )
        for name in ("state", "field_code"):
            if value := answers.get(name):
                rows = rows.filter(**{name: value})
        if stage := answers.get("stage"):
            rows = rows.filter(stage="" if stage == NONE_YET else stage)
        return rows
