"""The office's acts on a listing: examine, publish, settle, open bidding, confirm, suspend, resume."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.live.errors import LiveError
from quanheng.methods.bidding import from_fen
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import moment
from quanheng.platform.exchange import guards, notice, selectors, services, tables
from quanheng.platform.exchange.forms import (
    PAPER_LABELS,
    ExamineForm,
    PriceForm,
    PublishForm,
    ReasonForm,
    TimesForm,
)
from quanheng.platform.exchange.models import Listing
from quanheng.platform.exchange.services.examining import registration_end
from quanheng.platform.exchange.views import pages
from quanheng.platform.exchange.views.editing import ListingAct

TWO_PERSONS = _("This is a two-person act: one officer proposes, another one confirms.")


class ExaminePage(ListingAct):
    """The whole listing with its guards, and the decision beside it."""

    verb = "approve"
    title = _("Examine the listing")
    submit_label = _("Decide")
    done_message = _("The decision is recorded and the seller informed")
    form_class = ExamineForm
    template_name = "exchange/examine.html"

    def context(self, case: Listing) -> Mapping[str, Any]:
        return {
            "header": replace(pages.header(case, self.actor, self.now), actions=()),
            "answers": tables.terms_answers(case),
            "papers": tables.paper_table(case, PAPER_LABELS),
            "table": tables.guard_table(guards.check(case, now=self.now)),
        }

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        common: dict[str, Any] = {"actor": self.actor, "number": case.number, "now": self.now}
        if data["decision"] == ExamineForm.APPROVE:
            services.approve_listing(opinion=data["opinion"], **common)
        elif data["decision"] == ExamineForm.RETURN:
            services.return_listing(reason=data["opinion"], **common)
        else:
            services.reject_listing(reason=data["opinion"], **common)
        return case.get_absolute_url()


class PublishPage(ListingAct):
    """Fix how bidding will run, and publish the notice."""

    verb = "publish"
    title = _("Publish the notice")
    submit_label = _("Publish")
    done_message = _("The notice is published")
    form_class = PublishForm

    def initial(self, case: Listing) -> Mapping[str, Any]:
        rules = notice.pack_rules(stack_of(case.scheme))
        return {
            "extension_rule": rules.extension_rule,
            "window": rules.window_s,
            "extension": rules.extension_s,
            "reserve": rules.reserve,
        }

    def consequences(self, case: Listing) -> Sequence[tables.Text]:
        ends = moment(registration_end(case, now=self.now))
        return (
            _("All terms are frozen and public; a change is a new notice and starts the time anew."),
            gettext("Registration closes at %(end)s.") % {"end": ends},
            gettext("Listing price %(price)s.") % {"price": tables.in_words(case.base_fen)},
        )

    def form(self, case: Listing, data: Any = None, files: Any = None) -> forms.Form:
        return PublishForm(data, initial=dict(self.initial(case)))

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        form = PublishForm(self.request.POST)
        form.full_clean()
        return services.publish_listing(
            actor=self.actor, number=case.number, rules=form.rules(), now=self.now
        ).get_absolute_url()


class SettlePage(ListingAct):
    """Sell to the one qualified buyer: one officer proposes the price, another approves it."""

    verb = "settle_by_agreement"
    title = _("Settle by agreement")
    two_person_note = TWO_PERSONS

    def proposal(self, case: Listing) -> Any:
        return selectors.proposal(case, self.verb, now=self.now)

    def form(self, case: Listing, data: Any = None, files: Any = None) -> forms.Form:
        if self.proposal(case):
            return forms.Form(data)
        return PriceForm(data, initial={"price": from_fen(case.base_fen or 0)})

    def consequences(self, case: Listing) -> Sequence[tables.Text]:
        proposal = self.proposal(case)
        if proposal is None:
            return (_("The one qualified buyer buys at the agreed price, not below the listing price."),)
        price = tables.in_words(proposal.payload["fen"])
        return (gettext("You approve the sale to the one qualified buyer at %(price)s.") % {"price": price},)

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        common: dict[str, Any] = {"actor": self.actor, "number": case.number, "now": self.now}
        if self.proposal(case):
            services.approve_settlement(**common)
        else:
            services.propose_settlement(price=data["price"], **common)
            messages.success(self.request, _("Proposed; another officer approves it"))
        return case.get_absolute_url()


class OpenBiddingPage(ListingAct):
    """The times of the lot; everything else stands in the notice. Then the lot goes to the bidding service."""

    verb = "open_bidding"
    title = _("Open online bidding")
    submit_label = _("Open bidding")
    form_class = TimesForm

    def initial(self, case: Listing) -> Mapping[str, Any]:
        opens = tomorrow_at_ten(self.now)
        return {"opens_at": opens, "closes_at": opens + timedelta(days=1)}

    def consequences(self, case: Listing) -> Sequence[tables.Text]:
        count = selectors.qualified(case).count()
        return (
            gettext("%(count)s qualified buyers are admitted under their codes.") % {"count": count},
            _("Start price, step ladder and extension stand in the notice; they do not change."),
            _("The lot is handed over to the bidding service and its times are public."),
        )

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        lot = services.open_bidding(actor=self.actor, number=case.number, now=self.now, **data)
        return lot.get_absolute_url()

    def once(self, key: str, case: Listing, data: Mapping[str, Any]) -> str:
        """Open, then tell the engine outside the transaction: a lot that is not told yet can be told again."""
        target = super().once(key, case, data)
        hand_over(self, target.rstrip("/").rpartition("/")[2])
        return target


def hand_over(view: Any, number: str) -> None:
    """Hand a lot to the engine, and say so where it could not be reached."""
    try:
        services.announce_lot(actor=view.actor, number=number, now=view.now)
        messages.success(view.request, _("The lot is with the bidding service"))
    except (LiveError, Refused) as error:
        reason = gettext(error.text) % error.values if error.values else gettext(error.text)
        sentence = gettext("The lot is not with the bidding service yet; it can be repeated. %(reason)s")
        messages.warning(view.request, sentence % {"reason": reason})


def tomorrow_at_ten(now: datetime) -> datetime:
    day = now.astimezone(SHANGHAI) + timedelta(days=1)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


class ConfirmPage(ListingAct):
    """Confirm the result by two officers; from then on it is public and the deal begins."""

    verb = "confirm"
    title = _("Confirm the result")
    two_person_note = TWO_PERSONS

    def proposal(self, case: Listing) -> Any:
        return selectors.proposal(case, self.verb, now=self.now)

    def consequences(self, case: Listing) -> Sequence[tables.Text]:
        code = case.winner.code if case.winner else ""
        return (
            gettext("Bidder %(code)s buys at %(price)s.")
            % {"code": code, "price": tables.in_words(case.result_fen)},
            _("The result is published with the buyer's name; the deposits of all others go back."),
        )

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        common: dict[str, Any] = {"actor": self.actor, "number": case.number, "now": self.now}
        if self.proposal(case):
            return services.confirm_result(**common).get_absolute_url()
        services.propose_result(**common)
        messages.success(self.request, _("Proposed; another officer confirms it"))
        return case.get_absolute_url()


class SuspendPage(ListingAct):
    verb = "suspend"
    title = _("Suspend the listing")
    submit_label = _("Suspend")
    form_class = ReasonForm
    danger = True

    def consequences(self, case: Listing) -> Sequence[tables.Text]:
        return (
            _("All clocks stop; the time that was left is kept. A running lot takes no bids."),
            _("The reason is public."),
        )

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        return services.suspend_listing(
            actor=self.actor, number=case.number, reason=data["reason"], now=self.now
        ).get_absolute_url()


class ResumePage(ListingAct):
    verb = "resume"
    title = _("Resume the listing")
    submit_label = _("Resume")
    form_class = ReasonForm

    def consequences(self, case: Listing) -> Sequence[tables.Text]:
        return (
            _("The listing goes on where it stopped; its ends move by the time it stood still."),
            _("A stopped lot goes on one minute later with the time that was left."),
        )

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        return services.resume_listing(
            actor=self.actor, number=case.number, reason=data["reason"], now=self.now
        ).get_absolute_url()
