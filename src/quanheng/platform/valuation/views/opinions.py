"""An expert's own opinion on the phone: typed, checked in words, sealed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from quanheng.methods.money import capital_amount
from quanheng.platform.common.drafts import kept
from quanheng.platform.common.errors import Conflict, Refused
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.problems import problems_of
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui import formats
from quanheng.platform.common.ui.parts import Answer
from quanheng.platform.evaluation.wording import role_label, stage_title
from quanheng.platform.library.naming import level_name
from quanheng.platform.valuation import selectors, services, wording
from quanheng.platform.valuation.forms.acts import OpinionForm
from quanheng.platform.valuation.models import Engagement, ExpertOpinion, ValueType
from quanheng.platform.valuation.sealing import unseal
from quanheng.platform.valuation.states import EngagementState

NAMES = ("p10", "p50", "p90", "reason")


class OpinionPage(ActorView):
    """`POST` shows the amounts in words; with `confirm` it seals them, with `change` it goes back to the boxes."""

    def get(self, request: HttpRequest, opinion_id: UUID) -> HttpResponse:
        opinion = selectors.opinion(self.actor, opinion_id)
        if opinion.submitted_at is not None:
            return self.page(opinion, "valuation/opinion_sealed.html", own=own_answers(opinion))
        return self.boxes(opinion, OpinionForm(typed(opinion)), restored=opinion.sealed is not None)

    def post(self, request: HttpRequest, opinion_id: UUID) -> HttpResponse:
        opinion = selectors.opinion(self.actor, opinion_id)
        if opinion.submitted_at is not None:
            return HttpResponseRedirect(opinion.get_absolute_url())
        form = OpinionForm(request.POST)
        if "change" in request.POST:
            return self.boxes(opinion, form, restored=True)
        if not form.is_valid():
            return self.boxes(opinion, form, status=422)
        if "confirm" not in request.POST:
            return self.page(opinion, "valuation/opinion_check.html", form=form, answers=in_words(form))
        try:
            services.submit_opinion(
                actor=self.actor, opinion_id=opinion_id, now=self.now, **form.cleaned_data
            )
        except Refused as error:
            return self.boxes(opinion, form, problems=problems_of(error), status=422)
        return HttpResponseRedirect(opinion.get_absolute_url())

    def boxes(
        self, opinion: ExpertOpinion, form: OpinionForm, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        return self.page(opinion, "valuation/opinion.html", form=form, status=status, **more)

    def page(self, opinion: ExpertOpinion, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
        engagement = opinion.engagement
        context = {
            "opinion": opinion,
            "case": engagement,
            "title": _("Opinion of value"),
            "facts": told(engagement, opinion),
            "due_at": engagement.opinions_due_at,
            "over": engagement.opinions_due_at is not None and self.now > engagement.opinions_due_at,
            "asked": engagement.state == EngagementState.LOCKED,
            "sentence_a": wording.SENTENCE_A,
            "draft_url": f"{opinion.get_absolute_url()}draft/",
            "version": opinion.version,
            "saved_at": opinion.saved_at,
            **more,
        }
        return render(self.request, template, context, status=status)


class OpinionDraftPage(ActorView):
    """Keeps what is typed, sealed like the answer itself."""

    def post(self, request: HttpRequest, opinion_id: UUID) -> HttpResponse:
        answers = {name: values[0] for name, values in kept(request.POST).items() if name in NAMES}
        version = request.POST.get("draft_version", "")
        try:
            opinion = services.keep_opinion(
                actor=self.actor,
                opinion_id=opinion_id,
                answers=answers,
                now=self.now,
                version=int(version) if version.isdigit() and version != "0" else None,
            )
        except Conflict as error:
            return JsonResponse({"problem": str(error)}, status=409)
        return JsonResponse({"saved_at": formats_of(opinion), "version": opinion.version})


def formats_of(opinion: ExpertOpinion) -> str:
    return opinion.saved_at.isoformat() if opinion.saved_at else ""


def typed(opinion: ExpertOpinion) -> QueryDict | None:
    """Return what the author typed before, as the form takes it."""
    if opinion.sealed is None:
        return None
    data = QueryDict(mutable=True)
    data.update(unseal(opinion.id, bytes(opinion.sealed)))
    return data


def own_answers(opinion: ExpertOpinion) -> list[Answer]:
    """Return the sealed answer to its author."""
    answers = unseal(opinion.id, bytes(opinion.sealed or b""))
    form = OpinionForm(answers)
    form.is_valid()
    return in_words(form)


def in_words(form: OpinionForm) -> list[Answer]:
    amounts = [
        Answer(form.fields[name].label or "", f"{formats.money(value)}\n{capital_amount(value)}")
        for name in NAMES[:3]
        if (value := form.cleaned_data.get(name)) is not None
    ]
    return [*amounts, Answer(_("Reason"), form.cleaned_data.get("reason", ""))]


def told(engagement: Engagement, opinion: ExpertOpinion) -> list[Answer]:
    """Return what the expert values: the basis, never a figure of a method or a colleague."""
    return [
        Answer(_("Achievement"), engagement.achievement.title),
        Answer(_("Maturity level"), level_name(stack_of(engagement.scheme).level(engagement.level))),
        Answer(_("Stage"), stage_title(engagement.stage, engagement.scheme)),
        Answer(_("Your role"), role_label(opinion.seat.role)),
        Answer(_("Purpose of the valuation"), engagement.purpose),
        Answer(_("Type of value"), ValueType(engagement.value_type).label if engagement.value_type else ""),
        Answer(_("Definition of this type of value"), engagement.value_definition),
        Answer(_("Valuation date"), formats.day(engagement.valuation_date)),
        Answer(_("Rights valued"), engagement.rights),
        Answer(_("Territory"), engagement.territory),
        Answer(_("Assumptions and limits"), engagement.assumptions),
    ]
