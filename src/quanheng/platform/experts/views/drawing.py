"""The acts on a panel request, each with its confirmation page."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import approvals
from quanheng.platform.common.pages import ActView
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.experts import services, tables
from quanheng.platform.experts.forms import (
    EnterprisesForm,
    FreezeForm,
    OptionalReasonForm,
    ReasonForm,
    WidenForm,
    WitnessForm,
)
from quanheng.platform.experts.models import PanelRequest
from quanheng.platform.experts.selectors import panels


class PanelAct(ActView):
    """An act on a request that this person may see; the service says who may do it."""

    def fetch(self) -> PanelRequest:
        return panels.get(self.actor, UUID(str(self.kwargs["request_id"])))


class EnterprisesPage(PanelAct):
    title = _("Enterprises whose experts may judge")
    submit_label = _("Save")
    done_message = _("Saved; screen the candidates again")
    form_class = EnterprisesForm

    def initial(self, case: PanelRequest) -> Mapping[str, Any]:
        named = case.enterprises
        return {"customers": "\n".join(named.get("customer", ())), "chain": "\n".join(named.get("chain", ()))}

    def act(self, case: PanelRequest, data: Mapping[str, Any]) -> str:
        customers, chain = data["customers"].split(), data["chain"].split()
        services.set_enterprises(
            actor=self.actor, request_id=case.id, customers=customers, chain=chain, now=self.now
        )
        return case.get_absolute_url()


class WidenPage(PanelAct):
    title = _("Open the panel to further fields")
    submit_label = _("Propose or approve")
    two_person_note = _(
        "Two-person act: the first person proposes, another approves the same fields within 72 hours"
    )
    done_message = _("Noted; the fields count once a second person approved them")

    def form(self, case: PanelRequest, data: Any = None, files: Any = None) -> forms.Form:
        pending = approvals.pending(case.ref, "widen", now=self.now)
        initial = {"fields_added": pending.payload["fields"]} if pending else {}
        return WidenForm(data, scheme=case.scheme, taken=case.fields, initial=initial)

    def act(self, case: PanelRequest, data: Mapping[str, Any]) -> str:
        services.widen_fields(actor=self.actor, request_id=case.id, fields=data["fields_added"], now=self.now)
        return case.get_absolute_url()


class ScreenPage(PanelAct):
    title = _("Screen candidates")
    submit_label = _("Screen candidates")
    done_message = _("The candidates are screened")

    def consequences(self, case: PanelRequest) -> Sequence[Any]:
        return (
            _(
                "Everyone in the pool who stands for a role of this panel is checked: qualification, relations of interest, load."
            ),
            _("You may screen again until the list is frozen."),
        )

    def act(self, case: PanelRequest, data: Mapping[str, Any]) -> str:
        services.screen_candidates(actor=self.actor, request_id=case.id, now=self.now)
        return case.get_absolute_url()


class WaivePage(PanelAct):
    title = _("Make an exception")
    submit_label = _("Propose or approve")
    two_person_note = _(
        "Two-person act: the first person proposes with a reason, another approves within 72 hours. The exception prints in the report."
    )
    form_class = OptionalReasonForm
    template_name = "experts/waive.html"

    def context(self, case: PanelRequest) -> Mapping[str, Any]:
        rows = panels.eligibilities(case).filter(role=self.kwargs["role"], code=self.kwargs["code"])
        pending = approvals.pending(
            case.ref, f"waive {self.kwargs['role']} {self.kwargs['code']}", now=self.now
        )
        return {
            "rows": [(row.expert.person.name, tables.reasons_in_words(row)) for row in rows],
            "proposal": pending,
        }

    def act(self, case: PanelRequest, data: Mapping[str, Any]) -> str:
        services.waive(
            actor=self.actor,
            request_id=case.id,
            role=self.kwargs["role"],
            code=self.kwargs["code"],
            reason=data["reason"],
            now=self.now,
        )
        return f"{case.get_absolute_url()}?part=candidates&role={self.kwargs['role']}"


class FreezePage(PanelAct):
    title = _("Freeze list")
    submit_label = _("Freeze list")
    done_message = _("The list is frozen; its root hash is published in the case")
    form_class = FreezeForm
    danger = True

    def consequences(self, case: PanelRequest) -> Sequence[Any]:
        return (
            _("Everyone is checked once more; after that nothing of the list can change."),
            _(
                "Root hash, algorithm, source of the random value and the commitment to the server's secret are published in the case."
            ),
            _("This cannot be undone."),
        )

    def act(self, case: PanelRequest, data: Mapping[str, Any]) -> str:
        services.freeze_request(
            actor=self.actor,
            request_id=case.id,
            public_source=data["public_source"],
            draw_at=data["draw_at"],
            now=self.now,
        )
        return case.get_absolute_url()


class ProposeDrawPage(PanelAct):
    title = _("Put the draw up for a witness")
    submit_label = _("Put the draw up")
    two_person_note = _("Another person witnesses the draw on an own device and types the random value")
    done_message = _("The draw waits for its witness")

    def act(self, case: PanelRequest, data: Mapping[str, Any]) -> str:
        services.propose_draw(actor=self.actor, request_id=case.id, now=self.now)
        return case.get_absolute_url()


class RunDrawPage(PanelAct):
    title = _("Witness the draw")
    submit_label = _("Draw")
    form_class = WitnessForm
    danger = True
    template_name = "experts/witness.html"

    def consequences(self, case: PanelRequest) -> Sequence[Any]:
        return (
            _("The seats and all substitutes are drawn in this one act; there is no second draw."),
            _("The secret is revealed and the record published: anyone can re-run the draw from it."),
            _("You are named as draw witness."),
        )

    def context(self, case: PanelRequest) -> Mapping[str, Any]:
        return {"draw": panels.draw_of(case)}

    def act(self, case: PanelRequest, data: Mapping[str, Any]) -> str:
        services.run_draw(
            actor=self.actor, request_id=case.id, public_value=data["public_value"], now=self.now
        )
        return f"{case.get_absolute_url()}?part=draw"


class InvitePage(PanelAct):
    title = _("Send invitations")
    submit_label = _("Send invitations")
    done_message = _("The invitations are sent")

    def consequences(self, case: PanelRequest) -> Sequence[Any]:
        days = stack_of(case.scheme).deadline("evaluation.invitation").days
        return (
            _("Everyone drawn is invited; they see field, effort and deadline, not whose achievement it is."),
            _(
                "Silence for %(days)s working days, or a refusal, passes the seat to the next substitute by itself."
            )
            % {"days": days},
        )

    def act(self, case: PanelRequest, data: Mapping[str, Any]) -> str:
        services.send_invitations(actor=self.actor, request_id=case.id, now=self.now)
        return case.get_absolute_url()


class FailPage(PanelAct):
    title = _("Give up the panel")
    submit_label = _("Give up the panel")
    form_class = ReasonForm
    danger = True

    def act(self, case: PanelRequest, data: Mapping[str, Any]) -> str:
        services.fail_request(actor=self.actor, request_id=case.id, reason=data["reason"], now=self.now)
        return case.get_absolute_url()
