"""A lot: its page, getting ready, following it live, and bidding without a script."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.live.errors import EngineUnreachable, LiveError
from quanheng.live.tokens import LIFETIME
from quanheng.methods.bidding import RESULTS, Bid, CancelCeiling, Ceiling, Command, allowed, to_fen
from quanheng.methods.money import capital_amount
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.pages import ActorView, ActView
from quanheng.platform.common.ui import lists
from quanheng.platform.common.ui.formats import moment, money
from quanheng.platform.common.ui.parts import Answer
from quanheng.platform.exchange import live_page, notice_page, selectors, services, tables
from quanheng.platform.exchange.desk import bidding_desk, lot_token
from quanheng.platform.exchange.forms import BidForm, CeilingForm, TimesForm
from quanheng.platform.exchange.models import Lot
from quanheng.platform.exchange.views.office import hand_over


class LotsPage(ActorView):
    """`/lots/`: running lots first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = selectors.lots_visible_to(self.actor).order_by("ended_at", "opens_at")
        page = lists.slice_of(request, rows)
        return lists.answer(request, {"title": _("Lots"), "table": tables.lot_table(page)})


class LotView(ActorView):
    """A page of one lot: the lot, the reader's code in it (empty: none), and where it stands."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.number: str = kwargs["lot"]

    def lot(self) -> Lot:
        return selectors.get_lot(self.actor, self.number)

    def around(self, lot: Lot) -> dict[str, Any]:
        code = selectors.own_code(self.actor, lot)
        try:
            stands = live_page.standing(lot, code, now=self.now) if lot.announced_at else None
        except LiveError:
            stands = None
        return {
            "lot": lot,
            "listing": lot.listing,
            "title": lot.display_title,
            "code": code,
            "standing": stands,
        }


class LotPage(LotView):
    """`/lots/<BD>/`: times, rules, result; for officers also the hand-over to the bidding service."""

    def get(self, request: HttpRequest, lot: str) -> HttpResponse:
        row = self.lot()
        notice = selectors.notice_of(row.listing)
        context = {
            **self.around(row),
            "facts": facts(row),
            "procedure": notice_page.procedure(notice.content)[3:6] if notice else (),
            "office": self.actor.role in selectors.OFFICE,
        }
        return render(request, "exchange/lot.html", context)


def facts(lot: Lot) -> list[Answer]:
    rows = [
        Answer(_("Opens at"), moment(lot.opens_at)),
        Answer(_("Closes at"), moment(lot.closes_at)),
        Answer(_("Start price"), tables.in_words(lot.listing.base_fen)),
        Answer(_("Hash of the terms"), lot.terms_sha256),
    ]
    if lot.result:
        rows.append(Answer(_("Result"), gettext(RESULTS[lot.result].text)))
        rows.append(Answer(_("Final price"), tables.in_words(lot.price_fen)))
        rows.append(Answer(_("Bidder code of the winner"), lot.winner_code or "—"))
        rows.append(Answer(_("Head of the log"), lot.log_head))
    return rows


class ReadyPage(LotView):
    """`/lots/<BD>/ready/`: the code in large type, the times, clock and connection tried out."""

    def get(self, request: HttpRequest, lot: str) -> HttpResponse:
        row = self.lot()
        context = self.around(row)
        if not context["code"]:
            raise Absent
        token = lot_token(row, context["code"], now=self.now)
        data = live_page.live_data(row, context["code"], token, now=self.now)
        return render(request, "exchange/ready.html", {**context, "data": data, "facts": facts(row)[:3]})


class LivePage(LotView):
    """`/lots/<BD>/live/`: to bid for the admitted, to watch for everybody."""

    def get(self, request: HttpRequest, lot: str) -> HttpResponse:
        row = self.lot()
        context = self.around(row)
        token = lot_token(row, context["code"], now=self.now)
        data = live_page.live_data(row, context["code"], token, now=self.now)
        return render(request, "exchange/live.html", {**context, "data": data, "key": str(uuid4())})


class TokenView(LotView):
    """A new lot token for a page that stays open longer than a token lives."""

    def get(self, request: HttpRequest, lot: str) -> HttpResponse:
        row = self.lot()
        token = lot_token(row, selectors.own_code(self.actor, row), now=self.now)
        seconds = int(LIFETIME / timedelta(seconds=1))
        return JsonResponse({"token": token, "seconds": seconds}, headers={"Cache-Control": "no-store"})


class PlainBid(LotView):
    """What a bidder does without a script: a form, a refusal with its sentence, a second look where asked."""

    form_class: type[forms.Form] = BidForm
    template_name = "exchange/bid.html"

    def own_code(self, lot: Lot) -> str:
        code = selectors.own_code(self.actor, lot)
        if not code:
            raise Absent
        return code

    def get(self, request: HttpRequest, lot: str) -> HttpResponse:
        row = self.lot()
        self.own_code(row)
        return self.page(row, self.form_class())

    def post(self, request: HttpRequest, lot: str) -> HttpResponse:
        row = self.lot()
        code = self.own_code(row)
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.page(row, form, status=422)
        command = self.command(
            code, request.POST.get("idempotency_key", "") or str(uuid4()), form.cleaned_data
        )
        try:
            reply = bidding_desk().send(row.number, command, now=self.now)
        except EngineUnreachable:
            problem = Refused("It is not certain whether your bid was received. Send the same form again.")
            return self.page(row, form, problems=[problem], key=command.key, status=503)
        if reply.ok:
            return HttpResponseRedirect(reverse("exchange:live", args=[row.number]))
        problem = Refused(reply.message, **reply.values)
        again = reply.outcome == "needs_confirmation"
        return self.page(row, form, problems=[problem], again=again, status=409)

    def command(self, code: str, key: str, data: Mapping[str, Any]) -> Command:
        return Bid(
            key=key,
            actor=code,
            bidder=code,
            amount_fen=to_fen(data["amount"]),
            confirmed=bool(data.get("confirmed")),
        )

    def page(
        self,
        lot: Lot,
        form: forms.Form,
        *,
        problems: Any = (),
        again: bool = False,
        key: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Show the form; a refused bid gets a new key, an uncertain one keeps its own."""
        context = {**self.around(lot), "form": form, "problems": problems, "key": key or str(uuid4())}
        if again:
            amount = form.cleaned_data["amount"]
            state = bidding_desk().state(lot.number)
            offer = allowed(state, context["code"], self.now)
            above = amount - (offer.price or 0)
            context["again"] = {
                "amount": money(amount),
                "words": capital_amount(amount),
                "above": money(above),
            }
        return render(self.request, self.template_name, context, status=status)


class BidPage(PlainBid):
    pass


class CeilingPage(PlainBid):
    """Set or cancel a maximum bid, which nobody else sees."""

    form_class = CeilingForm
    template_name = "exchange/ceiling.html"

    def command(self, code: str, key: str, data: Mapping[str, Any]) -> Command:
        return Ceiling(key=key, actor=code, bidder=code, amount_fen=to_fen(data["amount"]))

    def post(self, request: HttpRequest, lot: str) -> HttpResponse:
        if "cancel" not in request.POST:
            return super().post(request, lot)
        row = self.lot()
        code = self.own_code(row)
        command = CancelCeiling(key=request.POST.get("idempotency_key", ""), actor=code, bidder=code)
        reply = bidding_desk().send(row.number, command, now=self.now)
        if reply.ok:
            return HttpResponseRedirect(reverse("exchange:live", args=[row.number]))
        return self.page(
            row, self.form_class(), problems=[Refused(reply.message, **reply.values)], status=409
        )


class SendPage(ActView):
    """Repeat the hand-over of a lot to the bidding service; new times where the old ones went by."""

    title = _("Hand the lot over to the bidding service")
    submit_label = _("Hand over")
    form_class = TimesForm

    def fetch(self) -> Lot:
        lot = selectors.get_lot(self.actor, self.kwargs["lot"])
        if lot.announced_at:
            raise Refused("The lot is with the bidding service: its times no longer change here")
        return lot

    def initial(self, case: Lot) -> Mapping[str, Any]:
        return {"opens_at": case.opens_at, "closes_at": case.closes_at}

    def act(self, case: Lot, data: Mapping[str, Any]) -> str:
        if (data["opens_at"], data["closes_at"]) != (case.opens_at, case.closes_at):
            services.reschedule_lot(
                actor=self.actor,
                number=case.number,
                opens_at=data["opens_at"],
                closes_at=data["closes_at"],
                now=self.now,
            )
        return case.get_absolute_url()

    def once(self, key: str, case: Lot, data: Mapping[str, Any]) -> str:
        target = super().once(key, case, data)
        hand_over(self, case.number)
        return target
