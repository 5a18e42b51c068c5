"""The contract: its terms, the signature of each side, the stamped copies."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.forms import BaseFormSet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.files import services as files
from quanheng.platform.common.pages import ActView, SectionView, Text
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import policies, readiness, services, tables
from quanheng.platform.evaluation.forms import ContractForm, ScanForm, SignForm, contract_initial
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.evaluation.views.pages import CasePage


def may_sign(actor: Any, case: Evaluation) -> bool:
    """Say whether the reader's own side has still to sign."""
    if case.state != EvaluationState.ACCEPTED or readiness.to_sign(case):
        return False
    if actor.role == Role.OWNER:
        return case.client_signed_at is None
    return policies.is_lead(actor, case) and case.institution_signed_at is None


class ContractPage(CasePage, ActView):
    """`…/contract/`: the terms, who has signed, and the typed signature of the reader's own side."""

    title = _("Contract")
    submit_label = _("Sign contract")
    done_message = _("Signed")
    form_class = SignForm
    template_name = "evaluation/contract.html"

    def initial(self, case: Evaluation) -> Mapping[str, Any]:
        return {"version": case.version}

    def form(self, case: Evaluation, data: Any = None, files: Any = None) -> forms.Form:
        form = super().form(case, data, files)
        own = case.client if self.actor.role == Role.OWNER else case.institution
        form.fields["word"].help_text = gettext("Type %(name)s to sign.") % {"name": own.name}
        return form

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [_("You sign the terms above for your organisation. The second signature makes the contract.")]

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        open_terms = case.state == EvaluationState.ACCEPTED
        return self.frame(case, "contract") | {
            "terms": tables.terms(case) if case.scope_note else (),
            "lacking": readiness.to_sign(case) if open_terms else (),
            "may_sign": may_sign(self.actor, case),
            "may_edit": open_terms and policies.is_lead(self.actor, case),
        }

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.sign_contract(
            actor=self.actor, number=case.number, version=data["version"], word=data["word"], now=self.now
        )
        return reverse("evaluation:contract", args=[case.number])


class TermsPage(CasePage, SectionView):
    """`…/contract/edit/`: the case manager writes the terms."""

    title = _("Terms of the contract")

    def form(self, case: Evaluation, data: Any = None, files: Any = None) -> forms.Form:
        return ContractForm(data, initial=contract_initial(case))

    def save(self, case: Evaluation, form: forms.Form, formsets: Sequence[BaseFormSet[Any]]) -> str:
        terms = form.terms()  # type: ignore[attr-defined]  # a ContractForm
        services.save_contract(actor=self.actor, number=case.number, terms=terms, now=self.now)
        return reverse("evaluation:contract", args=[case.number])

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        return {"back_url": reverse("evaluation:contract", args=[case.number])}


class ScanPage(CasePage, ActView):
    """`…/contract/scan/`: the stamped paper in place of the typed signature."""

    title = _("File the stamped copy")
    submit_label = _("File")
    done_message = _("The stamped copy is filed; another person compares it")
    form_class = ScanForm

    def initial(self, case: Evaluation) -> Mapping[str, Any]:
        return {"version": case.version}

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [
            _(
                "The copy counts as your side's signature once another person of the institution has compared it."
            )
        ]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        upload = data["scan"]
        received = files.receive(uploaded_file=upload, name=upload.name, actor=self.actor)
        with transaction.atomic():
            attachment = files.attach(
                received, owner_kind="contract", owner_id=case.id, actor=self.actor, now=self.now
            )
            services.file_contract_scan(
                actor=self.actor,
                number=case.number,
                version=data["version"],
                attachment=attachment,
                now=self.now,
            )
        return reverse("evaluation:contract", args=[case.number])


class ConfirmScanPage(CasePage, ActView):
    """`…/contract/scan/<side>/confirm/`: another person compares the copy with the terms."""

    title = _("Compare the stamped copy")
    submit_label = _("The copy is the contract")
    done_message = _("The stamped copy is confirmed")
    two_person_note = _("Two-person act: another person than the one who filed it confirms the copy.")
    template_name = "evaluation/scan.html"

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        scan = case.client_scan if self.kwargs["side"] == "client" else case.institution_scan
        return {"scan": scan, "terms": tables.terms(case)}

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.confirm_contract_scan(
            actor=self.actor, number=case.number, side=self.kwargs["side"], now=self.now
        )
        return reverse("evaluation:contract", args=[case.number])
