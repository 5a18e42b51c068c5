"""The buyer's way in: apply, the own page with the bidder code, step back; and the office's hand on deposits."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Absent
from quanheng.platform.common.headers import state_tag
from quanheng.platform.common.pages import ActorView, ActView
from quanheng.platform.common.ui import lists
from quanheng.platform.exchange import barriers, notice_page, selectors, services, tables
from quanheng.platform.exchange.forms import ApplyForm, ReasonForm, VoucherForm
from quanheng.platform.exchange.models import Listing, Registration
from quanheng.platform.exchange.states import LISTING_STATES


class ApplyPage(ActView):
    """Apply to buy. Who may not is told so before anything is typed."""

    title = _("Apply to buy")
    submit_label = _("Apply")
    done_message = _("Your application is in; pay the deposit next")
    form_class = ApplyForm
    template_name = "exchange/apply.html"

    def fetch(self) -> Listing:
        listing = selectors.get(self.actor, self.kwargs["number"])
        if self.request.method == "GET":
            barriers.require_in_time(listing, now=self.now)
            barriers.require_free_of_ties(listing, self.actor, now=self.now)
        return listing

    def consequences(self, case: Listing) -> Sequence[tables.Text]:
        deposit = tables.in_words(case.deposit_fen)
        return (
            gettext("You pay a deposit of %(amount)s; losers get it back after the result.")
            % {"amount": deposit},
            _(
                "When two officers have confirmed the deposit you get a bidder code; only you see whose it is."
            ),
            _("Until the result nobody learns that you applied."),
        )

    def context(self, case: Listing) -> Mapping[str, Any]:
        notice = selectors.notice_of(case)
        return {"offer": notice_page.offer(case, notice)[:4] if notice else ()}

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        services.apply_to_buy(actor=self.actor, number=case.number, now=self.now, **data)
        return reverse("exchange:registration", args=[case.number])


class RegistrationPage(ActorView):
    """The buyer's own application: its state, its deposit, and the bidder code in large type."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        listing = selectors.get(self.actor, number)
        row = selectors.own_registration(self.actor, listing)
        if row is None:
            raise Absent
        lot = selectors.lot_of(listing)
        context = {
            "title": _("Your application"),
            "listing": listing,
            "tag": state_tag(LISTING_STATES, listing.state),
            "row": row,
            "hold": selectors.hold_of(row),
            "deposit": tables.in_words(listing.deposit_fen),
            "lot": lot if lot and lot.announced_at else None,
        }
        return render(request, "exchange/registration.html", context)


class StepBackPage(ActView):
    title = _("Withdraw the application")
    submit_label = _("Withdraw")
    done_message = _("Your application is withdrawn")
    danger = True

    def fetch(self) -> Listing:
        listing = selectors.get(self.actor, self.kwargs["number"])
        if selectors.own_registration(self.actor, listing) is None:
            raise Absent
        return listing

    def consequences(self, case: Listing) -> Sequence[tables.Text]:
        return (_("A locked deposit is released at once. You cannot apply for this listing again."),)

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        services.withdraw_application(actor=self.actor, number=case.number, now=self.now)
        return reverse("exchange:registration", args=[case.number])


class DepositsPage(ActorView):
    """`/deposits/`: applications and deposits, of all for the office, of the own organisation for a buyer."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = lists.slice_of(request, selectors.deposits(self.actor))
        table = tables.registration_table(page.rows, reader=self.actor.role, total=page)
        return lists.answer(request, {"title": _("Deposits"), "table": table})


class DepositAct(ActView):
    """An office act on one application."""

    def fetch(self) -> Registration:
        return selectors.registration_for_office(self.actor, self.kwargs["registration_id"])

    def context(self, case: Registration) -> Mapping[str, Any]:
        back = reverse("exchange:registrations", args=[case.listing.number])
        return {"back_url": back, "case": case.listing}

    def facts(self, case: Registration) -> str:
        values = {
            "buyer": case.buyer.name,
            "listing": f"{case.listing.number} {case.listing.display_title}",
            "amount": tables.in_words(case.listing.deposit_fen),
        }
        return gettext("%(buyer)s applied for %(listing)s. Deposit: %(amount)s.") % values

    def act(self, case: Registration, data: Mapping[str, Any]) -> str:
        self.decide(case, data)
        return reverse("exchange:registrations", args=[case.listing.number])

    def decide(self, case: Registration, data: Mapping[str, Any]) -> None:
        raise TypeError(f"{type(self).__name__} does not say what it decides")


class RecordDepositPage(DepositAct):
    title = _("Record the deposit")
    submit_label = _("Record")
    form_class = VoucherForm
    template_name = "exchange/deposit.html"

    def consequences(self, case: Registration) -> Sequence[tables.Text]:
        return (
            self.facts(case),
            _("Another officer compares the voucher with the bank's statement and confirms it."),
        )

    def context(self, case: Registration) -> Mapping[str, Any]:
        return {
            **super().context(case),
            "row": case,
            "refuse_url": reverse("exchange:refuse", args=[case.id]),
        }

    def decide(self, case: Registration, data: Mapping[str, Any]) -> None:
        services.record_deposit(
            actor=self.actor, registration_id=case.id, voucher=data["voucher"], now=self.now
        )


class ConfirmDepositPage(DepositAct):
    title = _("Confirm the deposit")
    submit_label = _("The money has come")
    two_person_note = _("This is a two-person act: another officer than the recorder confirms.")
    template_name = "exchange/deposit.html"

    def consequences(self, case: Registration) -> Sequence[tables.Text]:
        hold = selectors.hold_of(case)
        voucher = gettext("Recorded voucher: %(voucher)s.") % {"voucher": hold.voucher if hold else "—"}
        return (self.facts(case), voucher, _("The deposit is locked and the applicant gets a bidder code."))

    def context(self, case: Registration) -> Mapping[str, Any]:
        return {
            **super().context(case),
            "row": case,
            "strike_url": reverse("exchange:strike", args=[case.id]),
        }

    def decide(self, case: Registration, data: Mapping[str, Any]) -> None:
        services.confirm_deposit(actor=self.actor, registration_id=case.id, now=self.now)


class StrikePage(DepositAct):
    title = _("Strike the voucher")
    submit_label = _("Strike")
    form_class: type[forms.Form] | None = ReasonForm
    danger = True

    def consequences(self, case: Registration) -> Sequence[tables.Text]:
        return (self.facts(case), _("The voucher is struck; another one may be recorded."))

    def decide(self, case: Registration, data: Mapping[str, Any]) -> None:
        services.strike_deposit(
            actor=self.actor, registration_id=case.id, reason=data["reason"], now=self.now
        )


class RefusePage(DepositAct):
    title = _("Refuse the application")
    submit_label = _("Refuse")
    form_class: type[forms.Form] | None = ReasonForm
    danger = True

    def consequences(self, case: Registration) -> Sequence[tables.Text]:
        return (self.facts(case), _("The applicant reads the reason."))

    def decide(self, case: Registration, data: Mapping[str, Any]) -> None:
        services.refuse_application(
            actor=self.actor, registration_id=case.id, reason=data["reason"], now=self.now
        )
