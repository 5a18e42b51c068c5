"""The member's page: one pair after the other, kept as it is chosen, handed in once it holds together."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import drafts
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.headers import due_sentence
from quanheng.platform.common.pages import ActorView, ActView, SectionView, Text
from quanheng.platform.evaluation.weighting import judging, links, pages, selectors, services, words
from quanheng.platform.evaluation.weighting.forms import PairForm, initial
from quanheng.platform.evaluation.weighting.models import PairSheet
from quanheng.platform.evaluation.weighting.states import PairSheetState


class OwnSheet:
    """A page of the own sheet in one round: anybody else's does not exist."""

    actor: Any
    kwargs: Mapping[str, Any]

    def fetch(self) -> PairSheet:
        row = selectors.get(self.actor, self.kwargs["number"], self.kwargs["round"])
        sheet = selectors.own_sheet(self.actor, row)
        sheet.round = row
        return sheet

    @property
    def at(self) -> tuple[str, int]:
        return str(self.kwargs["number"]), int(self.kwargs["round"])


class PairsPage(OwnSheet, SectionView):
    """`…/weighting/<n>/pairs/`: the comparisons. What is valid is saved at once, open pairs may stay."""

    title = _("Compare in pairs")
    template_name = "evaluation/weighting/pairs.html"
    saved_message = ""
    shown: PairForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "GET" and self.fetch().state != PairSheetState.OPEN:
            return HttpResponseRedirect(links.check(*self.at))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save; 计算 comes back to the figures, which is how they are read without JavaScript."""
        if "save_draft" not in request.POST or request.path.endswith("/draft/"):
            return super().post(request, **kwargs)
        self.kept(request)
        return HttpResponseRedirect(f"{links.pairs(*self.at)}#live")

    def form(self, case: PairSheet, data: Any = None, files: Any = None) -> PairForm:
        self.shown = PairForm(data, items=case.round.items, initial=initial(case.answers))
        return self.shown

    def save(self, case: PairSheet, form: forms.Form, formsets: Sequence[BaseFormSet[Any]]) -> str:
        self.save_pairs()
        return links.check(*self.at)

    def save_pairs(self) -> None:
        number, round_number = self.at
        services.save_pairs(
            actor=self.actor,
            number=number,
            round_number=round_number,
            answers=self.shown.answers(),
            now=self.now,
        )

    def keep(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.kept(request)
        except Refused as error:
            return JsonResponse({"problem": str(error)}, status=409)

    def kept(self, request: HttpRequest) -> HttpResponse:
        """Save what is valid; a form with a fault stays a draft and comes back as it was."""
        form = self.form(self.fetch(), request.POST)
        if not form.is_valid():
            return super().keep(request)
        self.save_pairs()
        drafts.discard(self.actor.person_id, self.page_key())
        return JsonResponse({"saved_at": self.now.isoformat(), "version": 0})

    def context(self, case: PairSheet) -> Mapping[str, Any]:
        row, form = case.round, self.shown
        answers = form.answers() if form.is_bound and form.is_valid() else case.answers
        standing = judging.standing(len(row.items), answers)
        return {
            "round": row,
            "side": words.side(row),
            "due": due_sentence(row.due_at, self.now),
            "rows": pages.pair_rows(form, row.items, standing),
            "live": pages.live(row.items, standing),
            "live_url": f"{links.pairs(*self.at)}live/",
            "back_url": links.one(*self.at),
            "saved": case.saved_at,
        }


class LivePart(OwnSheet, ActorView):
    """`…/pairs/live/`: what the choices on the screen say; nothing is kept, a faulty choice does not count."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        items = self.fetch().round.items
        form = PairForm(request.POST, items=items)
        form.is_valid()
        standing = judging.standing(len(items), form.answers())
        return render(request, "evaluation/weighting/live.html", {"live": pages.live(items, standing)})


class CheckPage(OwnSheet, ActView):
    """`…/pairs/check/`: every comparison in words, what stands against handing in, then the act."""

    title = _("Check the comparisons")
    submit_label = _("Hand in the comparisons")
    done_message = _("Your comparisons are handed in")
    template_name = "evaluation/weighting/check.html"

    def consequences(self, case: PairSheet) -> Sequence[Text]:
        return [
            _("Your comparisons become final."),
            _(
                "Your weights and your consistency ratio are shown to the institution by name, once the round is closed."
            ),
        ]

    def context(self, case: PairSheet) -> Mapping[str, Any]:
        row, is_open = case.round, case.state == PairSheetState.OPEN
        standing = judging.standing(len(row.items), case.answers)
        return {
            "title": self.title if is_open else _("My comparisons"),
            "round": row,
            "sheet": case,
            "side": words.side(row),
            "open": is_open,
            "lacking": services.sheet_faults(case) if is_open else (),
            "live": pages.live(row.items, standing),
            "contradictory": standing.complete and not standing.consistent,
            "answers": pages.answers(case, editable=is_open),
            "back_url": links.pairs(*self.at) if is_open else links.one(*self.at),
        }

    def act(self, case: PairSheet, data: Mapping[str, Any]) -> str:
        number, round_number = self.at
        services.submit_pairs(actor=self.actor, number=number, round_number=round_number, now=self.now)
        return links.one(number, round_number)
