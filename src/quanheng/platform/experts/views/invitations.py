"""The expert's phone: an invitation in one screen, two taps to answer, the declaration as short questions."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Absent
from quanheng.platform.common.headers import state_tag
from quanheng.platform.common.pages import ActorView, ActView
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui import lists
from quanheng.platform.common.ui.formats import moment
from quanheng.platform.common.ui.parts import Answer
from quanheng.platform.experts import services, tables
from quanheng.platform.experts.forms import DeclarationForm, DeclineForm
from quanheng.platform.experts.models import Invitation
from quanheng.platform.experts.naming import role_name
from quanheng.platform.experts.selectors import panels
from quanheng.platform.experts.states import INVITATION_STATES, InvitationState
from quanheng.platform.experts.texts import QUESTIONS
from quanheng.platform.integrity.texts import TEXTS
from quanheng.platform.library.naming import named
from quanheng.schemes import StageTemplate


class InvitationsPage(ActorView):
    """`/invitations/`: everything this person was asked for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = lists.slice_of(request, panels.own_invitations(self.actor))
        return lists.answer(
            request, {"title": _("Invitations"), "table": tables.invitation_table(page, tables.field_names())}
        )


class InvitationPage(ActorView):
    """`/invitations/<uuid>/`: field, effort and deadline; no applicant before acceptance."""

    def get(self, request: HttpRequest, invitation_id: UUID) -> HttpResponse:
        invitation = panels.invitation(self.actor, invitation_id)
        context = {
            "title": _("Invitation to a panel"),
            "invitation": invitation,
            "tag": state_tag(INVITATION_STATES, invitation.state),
            "answers": asked(invitation),
            "late": invitation.state in {InvitationState.SENT, InvitationState.ACCEPTED}
            and self.now > invitation.due_at,
            "code": invitation.seat.code,
        }
        return render(request, "experts/invitation.html", context)


def asked(invitation: Invitation) -> list[Answer]:
    """Return what an expert is told before accepting."""
    panel = invitation.seat.request
    stack = stack_of(panel.scheme)
    fields = tables.field_names()
    days = stack.deadline("evaluation.scoring").days
    return [
        Answer(_("Field"), gettext(", ").join(fields.get(code, code) for code in panel.fields)),
        Answer(_("Stage"), named(stack.stage(panel.stage))),
        Answer(_("You would judge as"), role_name(invitation.seat.role)),
        Answer(
            _("Effort"),
            gettext(
                "%(count)s indicators, one a screen; within %(days)s working days after the panel is complete, on the phone, with pauses"
            )
            % {"count": own_indicators(stack.stage(panel.stage), invitation.seat.role), "days": days},
        ),
        Answer(_("Answer until"), moment(invitation.due_at)),
    ]


def own_indicators(stage: StageTemplate, role: str) -> int:
    """Return how many indicators an expert of `role` marks: those of the sides that this role rates (H-13.1)."""
    return sum(role in stage.raters(indicator.role) for indicator in stage.indicators)


class InvitationAct(ActView):
    def fetch(self) -> Invitation:
        return panels.invitation(self.actor, UUID(str(self.kwargs["invitation_id"])))


class AcceptPage(InvitationAct):
    title = _("Accept the invitation")
    submit_label = _("Accept")

    def consequences(self, case: Invitation) -> Sequence[Any]:
        return (
            _("Next you see whose achievement it is and answer the avoidance declaration."),
            _("The seat is yours when the declaration is signed, at the latest by %(time)s.")
            % {"time": moment(case.due_at)},
        )

    def act(self, case: Invitation, data: Mapping[str, Any]) -> str:
        services.answer_invitation(actor=self.actor, invitation_id=case.id, accept=True, now=self.now)
        return reverse("experts:declaration", args=[case.id])


class DeclinePage(InvitationAct):
    title = _("Decline the invitation")
    submit_label = _("Decline")
    done_message = _("Declined; thank you for answering. The seat has passed on.")

    def form(self, case: Invitation, data: Any = None, files: Any = None) -> forms.Form:
        return DeclineForm(data, scheme=case.seat.request.scheme)

    def act(self, case: Invitation, data: Mapping[str, Any]) -> str:
        services.answer_invitation(
            actor=self.actor,
            invitation_id=case.id,
            accept=False,
            reason=data["reason"],
            note=data["note"],
            now=self.now,
        )
        return case.get_absolute_url()


class DeclarationPage(InvitationAct):
    """`…/declaration/`: after acceptance the achievement is named, and every rule asked in plain words."""

    title = _("Avoidance declaration and confidentiality pledge")
    submit_label = _("Sign")
    template_name = "experts/declaration.html"

    def fetch(self) -> Invitation:
        invitation = super().fetch()
        if invitation.state == InvitationState.SENT:
            raise Absent
        return invitation

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        invitation = self.fetch()
        if invitation.state != InvitationState.ACCEPTED:
            return HttpResponseRedirect(invitation.get_absolute_url())
        return super().get(request, **kwargs)

    def consequences(self, case: Invitation) -> Sequence[Any]:
        return (
            _("With every answer no you take your seat."),
            _("A yes is kept as a relation and your seat passes on at once; this cannot be undone."),
        )

    def form(self, case: Invitation, data: Any = None, files: Any = None) -> forms.Form:
        return DeclarationForm(data, pledge=gettext(TEXTS["confidentiality"]))

    def context(self, case: Invitation) -> Mapping[str, Any]:
        achievement = case.seat.request.achievement
        return {
            "achievement": achievement,
            "people": [row.name for row in achievement.contributors.all()],
            "organisations": sorted(
                {achievement.owner.name, *(row.holder for row in achievement.rights.all())}
                | {row.organisation_name for row in achievement.contributors.all()}
            ),
            "questions": [question.key for question in QUESTIONS],
            "open": case.state == InvitationState.ACCEPTED,
            "tag": state_tag(INVITATION_STATES, case.state),
            "statement": gettext(TEXTS["avoidance"]),
        }

    def act(self, case: Invitation, data: Mapping[str, Any]) -> str:
        form = cast("DeclarationForm", self.form(case, self.request.POST))
        form.full_clean()
        services.sign_declaration(
            actor=self.actor,
            invitation_id=case.id,
            answers=form.answers(),
            confidential=data["confidential"],
            note=data["note"],
            now=self.now,
        )
        return case.get_absolute_url()
