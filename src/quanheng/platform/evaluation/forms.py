"""What people type about an evaluation."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.ui.fields import MoneyField
from quanheng.platform.evaluation import plans, reasons, wording
from quanheng.platform.evaluation.candidates import Candidate
from quanheng.platform.evaluation.models import Evaluation, FeeBasis, Scope
from quanheng.platform.evaluation.services import Commission, Finding, Terms
from quanheng.schemes import IndicatorTemplate, StageTemplate

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
LONG = forms.Textarea(attrs={"rows": 4})
SHORT = forms.Textarea(attrs={"rows": 2})


class CommissionForm(forms.Form):
    """Purpose, wanted date and what else the client answers."""

    purpose = forms.ChoiceField(label=_("Purpose"))
    purpose_note = forms.CharField(label=_("Purpose in words"), required=False, max_length=400, widget=SHORT)
    wanted_on = forms.DateField(label=_("Wanted by"), widget=DATE)
    equity_need = forms.BooleanField(label=_("Looks for equity finance"), required=False)

    def __init__(self, *args: Any, stage: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["purpose"].choices = [("", "—"), *wording.purposes(stage).items()]  # type: ignore[attr-defined]  # a choice field

    def commission(self) -> Commission:
        names = ("purpose", "purpose_note", "wanted_on", "equity_need")
        return Commission(**{name: self.cleaned_data[name] for name in names})


class DraftForm(CommissionForm):
    """A commission with its institution; only those without a bar can be chosen."""

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **options: Any) -> None:
        super().__init__(*args, **options)
        free = [c for c in candidates if c.bar is None]
        self.fields["institution"] = forms.ChoiceField(
            label=_("Evaluation institution"),
            choices=[(str(c.organisation.id), c.organisation.name) for c in free],
            widget=forms.RadioSelect,
        )
        self.order_fields(["institution", "case_kind"])


class NewForm(DraftForm):
    case_kind = forms.ChoiceField(
        label=_("Scope"), choices=Scope.choices, initial=Scope.FULL, widget=forms.RadioSelect
    )


class SubmitForm(forms.Form):
    """Both declarations, and an answer to each item that was returned; the service says what is missing."""

    def __init__(
        self, *args: Any, texts: Mapping[str, str], corrections: Sequence[Mapping[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for row in corrections:
            label = _(reasons.RETURN_ITEMS[row["item"]])
            self.fields[f"answer_{row['item']}"] = forms.CharField(
                label=label, max_length=1000, help_text=row["reason"], widget=SHORT
            )
        self.asked = list(self.fields)
        for name, text in texts.items():
            self.fields[name] = forms.BooleanField(label=text, required=False)

    @property
    def answer_fields(self) -> list[BoundField]:
        return [self[name] for name in self.asked]

    @property
    def declaration_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name not in self.asked]

    def answers(self) -> dict[str, str]:
        return {
            name.removeprefix("answer_"): str(text)
            for name, text in self.cleaned_data.items()
            if name.startswith("answer_")
        }


class AcceptForm(forms.Form):
    lead = forms.ChoiceField(label=_("Case manager"))
    no_conflict = forms.BooleanField(
        label=_(
            "The institution neither sells, brokers, finances nor buys the achievement, and owns no part of it"
        ),
        required=False,
    )
    in_scope = forms.BooleanField(
        label=_("The commission is within the scope of the institution, and the dossier is complete"),
        required=False,
    )

    def __init__(self, *args: Any, leads: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]  # a choice field


class ReturnForm(forms.Form):
    """One reason for each item that has to be corrected."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for item, title in reasons.RETURN_ITEMS.items():
            self.fields[item] = forms.CharField(
                label=_(title), required=False, max_length=reasons.LENGTH, widget=SHORT
            )


class RefuseForm(forms.Form):
    code = forms.ChoiceField(
        label=_("Ground"), choices=[(c, _(t)) for c, t in reasons.REFUSALS.items()], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), max_length=reasons.LENGTH, widget=LONG)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=reasons.LENGTH, widget=LONG)


class ContractForm(forms.Form):
    scope_note = forms.CharField(label=_("Scope of the commission"), max_length=4000, widget=LONG)
    finish_on = forms.DateField(label=_("Report due on"), widget=DATE)
    fee = MoneyField(label=_("Fee"), min_value=Decimal(0))
    fee_basis = forms.ChoiceField(
        label=_("The fee follows"), choices=FeeBasis.choices, widget=forms.RadioSelect
    )
    secrecy = forms.CharField(label=_("Secrecy"), max_length=4000, widget=LONG)
    liability = forms.CharField(label=_("Liability"), max_length=4000, widget=LONG)

    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)


class SignForm(forms.Form):
    """The typed confirmation; `version` is that of the terms as they stood on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    word = forms.CharField(label=_("Name of your organisation"), max_length=120)


class ScanForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    scan = forms.FileField(label=_("Scan of the stamped contract"), help_text=_("PDF, JPG, PNG or TIFF"))


class PlanForm(forms.Form):
    """The plan of a stage. Weights are checked together on the check page, so that a half-made plan can be kept."""

    purpose = forms.ChoiceField(label=_("Purpose"))
    team = forms.CharField(label=_("Team"), max_length=2000, widget=SHORT)
    timetable = forms.CharField(label=_("Timetable"), max_length=2000, widget=LONG)
    competitive_share = forms.DecimalField(
        label=_("Weight of the competitive side (%)"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
    )

    def __init__(self, *args: Any, template: StageTemplate, grading: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.template = template
        self.fields["purpose"].choices = list(wording.purposes(template.code).items())  # type: ignore[attr-defined]  # a choice field
        self.indicators = () if grading else template.indicators
        self.roles = () if grading else plans.seat_roles(template)
        if grading:
            del self.fields["competitive_share"]
        for indicator in self.indicators:
            self.add_indicator(indicator)
        for role in self.roles:
            label = str(wording.role_label(role))
            self.fields[f"seat_{role}"] = forms.IntegerField(label=label, min_value=0, max_value=21)
        methods = [(method, wording.method_label(method)) for method in plans.method_ids(template)]
        if not grading:
            self.fields["methods"] = forms.MultipleChoiceField(
                label=_("Valuation methods"),
                choices=methods,
                widget=forms.CheckboxSelectMultiple,
            )

    def add_indicator(self, indicator: IndicatorTemplate) -> None:
        title = wording.titled(indicator)
        self.fields[f"weight_{indicator.id}"] = forms.DecimalField(
            label=format_lazy(_("Weight of {indicator}"), indicator=title),
            max_digits=5,
            decimal_places=2,
            min_value=0,
            max_value=100,
        )
        self.fields[f"reason_{indicator.id}"] = forms.CharField(
            label=format_lazy(_("Why {indicator} is left out"), indicator=title),
            required=False,
            max_length=400,
        )

    def draft(self) -> plans.Draft:
        data = self.cleaned_data
        ids = [indicator.id for indicator in self.indicators]
        return plans.Draft(
            purpose=data["purpose"],
            team=data["team"],
            timetable=data["timetable"],
            weights={code: data[f"weight_{code}"] for code in ids},
            removed={code: data[f"reason_{code}"] for code in ids},
            competitive_share=data.get("competitive_share", plans.COMPETITIVE_SHARE),
            seats={role: data[f"seat_{role}"] for role in self.roles},
            methods=tuple(data.get("methods", ())),
        )


class InformationForm(forms.Form):
    """What was found with source and date, or why there is none."""

    source = forms.CharField(label=_("Source of information"), required=False, max_length=200)
    dated = forms.DateField(label=_("Date"), required=False, widget=DATE)
    finding = forms.CharField(label=_("Finding"), required=False, max_length=4000, widget=LONG)
    file = forms.FileField(label=_("File"), required=False)
    gap_reason = forms.CharField(
        label=_("Why there is none"),
        required=False,
        max_length=400,
        help_text=_("Only where nothing was found; a gap without a reason keeps the collection open."),
        widget=SHORT,
    )

    def answer(self) -> Finding:
        names = ("source", "dated", "finding", "gap_reason")
        return Finding(**{name: self.cleaned_data[name] for name in names})


def commission_initial(evaluation: Evaluation) -> dict[str, object]:
    names = ("purpose", "purpose_note", "wanted_on", "equity_need")
    return {name: getattr(evaluation, name) for name in names} | {
        "institution": str(evaluation.institution_id)
    }


def contract_initial(evaluation: Evaluation) -> dict[str, object]:
    names = ("scope_note", "finish_on", "fee", "fee_basis", "secrecy", "liability")
    stored = {name: getattr(evaluation, name) for name in names}
    return stored | {"finish_on": evaluation.finish_on or evaluation.wanted_on}
