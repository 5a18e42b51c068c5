"""What graders type."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quanheng.platform.library.texts import printable_line, printable_text
from quanheng.platform.maturity.models import FigureEntry, GradedPackage, VerdictState
from quanheng.platform.maturity.wording import titled
from quanheng.schemes.templates import Figure


class PackagesForm(forms.Form):
    """Which leaves are critical; the boxes stand in the rows of the table."""

    critical = forms.MultipleChoiceField(
        label=_("Critical"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, leaves: tuple[GradedPackage, ...] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["critical"].choices = [(leaf.code, leaf.code) for leaf in leaves]  # type: ignore[attr-defined]  # a choice field


class VerdictForm(forms.Form):
    package = forms.CharField(required=False, max_length=20)
    level = forms.IntegerField()
    element = forms.CharField(max_length=60)
    verdict = forms.ChoiceField(
        choices=[
            (VerdictState.ACCEPTED, VerdictState.ACCEPTED.label),
            (VerdictState.NOT_ACCEPTED, VerdictState.NOT_ACCEPTED.label),
        ]
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=400, validators=[printable_line])


class VisitForm(forms.Form):
    visited_on = forms.DateField(
        label=_("Visited on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.CharField(label=_("Place"), max_length=200, validators=[printable_line])
    visitors = forms.CharField(label=_("Visitors"), max_length=200, validators=[printable_line])
    note = forms.CharField(
        label=_("Findings"), max_length=2000, widget=forms.Textarea, validators=[printable_text]
    )
    photographs = forms.FileField(label=_("Photographs"), required=False)


class FiguresForm(forms.Form):
    """One box per figure of the level, in the unit of its row."""

    def __init__(
        self,
        *args: Any,
        figures: tuple[Figure, ...] = (),
        entered: dict[str, FigureEntry] | None = None,
        papers: dict[str, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        for figure in figures:
            field = forms.DecimalField(label=titled(figure), max_digits=20, decimal_places=2, required=False)
            field.help_text = _("Read from: %(paper)s") % {"paper": (papers or {}).get(figure.id, "")}
            if entered and figure.id in entered:
                field.initial = entered[figure.id].value
            self.fields[figure.id] = field

    def values(self) -> dict[str, Decimal]:
        return {name: value for name, value in self.cleaned_data.items() if value is not None}
