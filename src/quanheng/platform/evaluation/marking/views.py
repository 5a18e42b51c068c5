"""The expert desk (J5): one indicator per screen, everything kept as it is typed, handed in once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from quanheng.platform.accounts.services import confirm_password
from quanheng.platform.common import drafts
from quanheng.platform.common.errors import Incomplete, Refused
from quanheng.platform.common.headers import due_sentence
from quanheng.platform.common.pages import ActorView, ActView, SectionView
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.parts import Reason
from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.marking import links, materials, pages, policies, selectors, services
from quanheng.platform.evaluation.marking.forms import MarkForm, ReasonForm, SubmitForm
from quanheng.platform.evaluation.marking.models import Sheet
from quanheng.platform.evaluation.marking.selectors import Item
from quanheng.platform.evaluation.marking.states import MarkStatus, SheetState
from quanheng.platform.evaluation.models import Evaluation

Text = str | Promise


class DeskView(ActorView):
    def get(self, request: HttpRequest) -> HttpResponse:
        cards = pages.cards(selectors.own(self.actor), self.now)
        return render(request, "evaluation/marking/desk.html", {"title": _("Score sheets"), "cards": cards})


class OwnSheet:
    """A page of the own sheet: anybody else's does not exist."""

    actor: Any
    kwargs: Mapping[str, Any]

    def fetch(self) -> Sheet:
        return selectors.get(self.actor, self.kwargs["number"])

    @property
    def number(self) -> str:
        return str(self.kwargs["number"])


class SheetView(OwnSheet, ActorView):
    """The materials, and where the sheet stands."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sheet = self.fetch()
        items = selectors.items(sheet)
        context = {
            "title": sheet.evaluation.achievement.title,
            "sheet": sheet,
            "due": due_sentence(sheet.due_at, self.now),
            "items": pages.answers(items, self.number, editable=sheet.state == SheetState.OPEN),
            "done": sum(row.mark is not None for row in items),
            "next": links.item(self.number, next((row.place for row in items if not row.mark), 1)),
            "open": sheet.state == SheetState.OPEN,
            "final": sheet.state == SheetState.SUBMITTED,
            "materials": materials.of(sheet) if sheet.state != SheetState.RECUSED else None,
        }
        return render(request, "evaluation/marking/sheet.html", context)


class ItemView(OwnSheet, SectionView):
    """One indicator. What is complete is saved as the mark at once; what is not is kept as a draft."""

    template_name = "evaluation/marking/item.html"
    saved_message = ""
    item: Item
    chosen = ""
    faults: Sequence[Reason] = ()
    quiet = False
    """A half mark that comes back as it was left is not yet at fault; a half change of a mark is."""

    def fetch(self) -> Sheet:
        sheet = super().fetch()
        self.items = selectors.items(sheet)
        self.item = selectors.item(sheet, self.kwargs["place"])
        return sheet

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "GET" and self.fetch().state != SheetState.OPEN:
            return HttpResponseRedirect(links.sheet(self.number))
        return super().dispatch(request, *args, **kwargs)

    def form(self, case: Sheet, data: Any = None, files: Any = None) -> MarkForm:
        mark = self.item.mark
        initial = {
            "band": mark.band if mark else "",
            "points": mark.points if mark else None,
            "reason": mark.reason if mark else "",
            "abstain": bool(mark and mark.status == MarkStatus.ABSTAINED),
        }
        stack = stack_of(case.evaluation.scheme)
        return MarkForm(data, indicator=self.item.indicator, stack=stack, initial=initial)

    def save(self, case: Sheet, form: forms.Form, formsets: Sequence[BaseFormSet[Any]]) -> str:
        self.save_mark(form)
        later = [row.place for row in self.items if row.place > self.item.place]
        return links.item(self.number, later[0]) if later else links.check(self.number)

    def save_mark(self, form: forms.Form) -> None:
        if not isinstance(form, MarkForm):
            raise TypeError("a mark is typed into a MarkForm")
        services.save_mark(
            actor=self.actor,
            number=self.number,
            indicator=self.item.indicator.id,
            answer=form.answer(),
            now=self.now,
        )

    def keep(self, request: HttpRequest) -> HttpResponse:
        sheet = self.fetch()
        try:
            policies.require_open(sheet)
            form = self.form(sheet, request.POST)
            if not form.is_valid():
                return super().keep(request)
            self.save_mark(form)
        except Refused as error:
            return JsonResponse({"problem": str(error)}, status=409)
        drafts.discard(self.actor.person_id, self.page_key())
        return JsonResponse({"saved_at": self.now.isoformat(), "version": 0})

    def context(self, case: Sheet) -> Mapping[str, Any]:
        place, item = self.item.place, self.item
        indicator = item.indicator
        return {
            "title": wording.titled(indicator),
            "sheet": case,
            "item": item,
            "items": self.items,
            "side": wording.SIDES[indicator.role],
            "question": wording.both(indicator.question, indicator.question_en),
            "dots": pages.dots(self.items, self.number, place),
            "bands": pages.bands(item, self.chosen),
            "faults": self.faults,
            "quiet": self.quiet,
            "due": due_sentence(case.due_at, self.now),
            "previous": links.item(self.number, place - 1) if place > 1 else links.sheet(self.number),
            "check_url": links.check(self.number),
            "back_url": links.sheet(self.number),
            "hints": pages.value_hints(item, stack_of(case.evaluation.scheme)),
            "last": place == len(self.items),
            "limits": limits(case),
        }

    def page(
        self, case: Any, form: forms.Form, formsets: Sequence[BaseFormSet[Any]], **more: Any
    ) -> HttpResponse:
        self.chosen = str(form["band"].value() or "")
        self.faults = pages.faults(form)
        self.quiet = more.get("draft") is not None and self.item.mark is None
        return super().page(case, form, formsets, **more)


def limits(sheet: Sheet) -> dict[str, str]:
    stack = stack_of(sheet.evaluation.scheme)
    return {
        "below": f"{stack.ratio('scoring.comment_below').normalize():f}",
        "above": f"{stack.ratio('scoring.comment_above').normalize():f}",
    }


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class CheckView(OwnSheet, ActView):
    """All answers, the overall opinion, and the signature that makes the sheet final."""

    title = _("Check and hand in")
    submit_label = _("Hand in the score sheet")
    template_name = "evaluation/marking/check.html"
    form_class = SubmitForm

    def page_key(self) -> str:
        return self.request.path.removesuffix("draft/")

    def initial(self, case: Sheet) -> Mapping[str, Any]:
        draft = drafts.load(self.actor.person_id, self.page_key())
        kept = drafts.as_post(draft).get("opinion", "") if draft else ""
        return {"opinion": kept or case.opinion}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.path.endswith("/draft/"):
            return self.keep(request)
        return super().post(request, **kwargs)

    def keep(self, request: HttpRequest) -> HttpResponse:
        """Keep the opinion as it is typed, never the password."""
        policies.require_open(self.fetch())
        if self.actor.person_id is None:
            return HttpResponse(status=401)
        draft = drafts.save(
            person_id=self.actor.person_id, page=self.page_key(), data=request.POST, now=self.now
        )
        return JsonResponse({"saved_at": draft.saved_at.isoformat(), "version": 0})

    def once(self, key: str, case: Sheet, data: Mapping[str, Any]) -> str:
        """Ask for the password outside the act's transaction, so that a wrong one stays counted."""
        confirm_password(actor=self.actor, password=data["password"], now=self.now)
        return super().once(key, case, data)

    def act(self, case: Sheet, data: Mapping[str, Any]) -> str:
        if half := pages.half_changed(selectors.items(case), self.number, self.actor.person_id):
            raise Incomplete(half)
        services.submit_sheet(actor=self.actor, number=self.number, opinion=data["opinion"], now=self.now)
        for page in (self.page_key(), links.offline_confirm(self.number)):
            drafts.discard(self.actor.person_id, page)
        return reverse("evaluation:marking_receipt", args=[self.number])

    def waiting(self, case: Sheet) -> str:
        """Return the address of a workbook that was read and not yet confirmed."""
        page = links.offline_confirm(self.number)
        waits = case.state == SheetState.OPEN and drafts.kept_pages(self.actor.person_id, [page])
        return page if waits else ""

    def consequences(self, case: Sheet) -> Sequence[Text]:
        return (
            _("The sheet becomes final: nobody, not even you, can change it."),
            _("Your marks are shown under your code only, and not before scoring is closed."),
        )

    def context(self, case: Sheet) -> Mapping[str, Any]:
        items = selectors.items(case)
        return {
            "sheet": case,
            "back_url": links.sheet(self.number),
            "answers": pages.answers(items, self.number, editable=case.state == SheetState.OPEN),
            "open": case.state == SheetState.OPEN,
            "missing": [
                *services.open_items(case),
                *pages.half_changed(items, self.number, self.actor.person_id),
            ]
            if case.state == SheetState.OPEN
            else (),
            "waiting": self.waiting(case),
            "late": self.now > case.due_at and not case.late_reason,
            "due": due_sentence(case.due_at, self.now),
            "draft_url": f"{self.page_key()}draft/",
            "draft_token": drafts.token(self.actor.person_id, self.page_key())
            if self.actor.person_id
            else "",
        }


class RecuseView(OwnSheet, ActView):
    title = _("Step aside from scoring")
    submit_label = _("Step aside")
    done_message = _("You have stepped aside; your marks are kept and do not count")
    form_class = ReasonForm
    danger = True

    def act(self, case: Sheet, data: Mapping[str, Any]) -> str:
        services.recuse(actor=self.actor, number=self.number, reason=data["reason"], now=self.now)
        return reverse("evaluation:marking_desk")

    def consequences(self, case: Sheet) -> Sequence[Text]:
        return (
            _("Your marks are kept and do not count."),
            _("Your seat passes to a substitute; this cannot be undone."),
        )

    def context(self, case: Sheet) -> Mapping[str, Any]:
        return {"back_url": links.sheet(self.number)}


class ReceiptView(OwnSheet, ActorView):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sheet = self.fetch()
        if sheet.state != SheetState.SUBMITTED:
            return HttpResponseRedirect(links.sheet(self.number))
        context = {
            "title": _("Receipt"),
            "sheet": sheet,
            "answers": pages.answers(selectors.items(sheet), self.number, editable=False),
        }
        return render(request, "evaluation/marking/receipt.html", context)


class AllowLateView(ActView):
    """The case manager lets one sheet be handed in after its deadline."""

    submit_label = _("Let it be handed in late")
    form_class = ReasonForm

    def fetch(self) -> Evaluation:
        return evaluations.get(self.actor, self.kwargs["number"])

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.allow_late(
            actor=self.actor,
            evaluation=evaluations.get_for_update(self.actor, case.number),
            code=self.kwargs["code"],
            reason=data["reason"],
            now=self.now,
        )
        return reverse("evaluation:marks", args=[case.number])

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        return {
            "title": gettext("Let sheet %(code)s be handed in late") % {"code": self.kwargs["code"]},
            "back_url": reverse("evaluation:marks", args=[case.number]),
        }
