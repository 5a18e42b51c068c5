"""Deals: the list, the task list of one deal, contract, signatures, payments, registration, end."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.bidding import from_fen
from quanheng.platform.common.pages import ActorView, ActView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui import lists
from quanheng.platform.common.ui.formats import day, moment
from quanheng.platform.common.ui.parts import Answer, Tab, TaskRow
from quanheng.platform.exchange import policies, selectors, services, tables
from quanheng.platform.exchange.forms import ContractForm, ReasonForm, RegisterForm, SignForm, VoucherForm
from quanheng.platform.exchange.models import Deal
from quanheng.platform.exchange.services.deals import fitting_kinds
from quanheng.platform.exchange.states import ListingState
from quanheng.platform.exchange.views import pages

S = ListingState
ORDER = (S.RESULT_PUBLICITY, S.CONTRACTING, S.PAYING, S.SETTLED, S.CONTRACT_REGISTERED, S.CLOSED)


class DealsPage(ActorView):
    def get(self, request: HttpRequest) -> HttpResponse:
        rows = selectors.deals_visible_to(self.actor)
        page = lists.slice_of(request, rows, sorts={"number": "number"})
        return lists.answer(request, {"title": _("Deals"), "table": tables.deal_table(page)})


class DealPage(ActorView):
    """`/deals/<CJ>/`: where the deal stands, task by task, and the parts of the price."""

    def get(self, request: HttpRequest, deal: str) -> HttpResponse:
        row = selectors.get_deal(self.actor, deal)
        parts = list(selectors.instalments(row))
        context = {
            "deal": row,
            "header": pages.deal_header(row, self.actor, self.now),
            "tabs": deal_tabs(row, "overview"),
            "timeline": pages.record(row, limit=pages.FIRST_LINES),
            "tasks": tasks(row, parts),
            "answers": answers(row),
            "payments": tables.instalment_table(row, parts, office=self.actor.role == Role.OFFICER),
        }
        return render(request, "exchange/deal.html", context)


class DealHistoryPage(ActorView):
    def get(self, request: HttpRequest, deal: str) -> HttpResponse:
        row = selectors.get_deal(self.actor, deal)
        context = {
            "deal": row,
            "header": pages.deal_header(row, self.actor, self.now),
            "tabs": deal_tabs(row, "history"),
            "lines": pages.record(row),
        }
        return render(request, "exchange/history.html", context)


def deal_tabs(deal: Deal, current: str) -> tuple[Tab, ...]:
    history = reverse("exchange:deal_history", args=[deal.number])
    return (
        Tab(_("Overview"), deal.get_absolute_url(), current == "overview"),
        Tab(_("Record"), history, current == "history"),
    )


def tasks(deal: Deal, parts: Sequence[Any]) -> list[TaskRow]:
    """Return the steps after the result, each with how far it is."""
    here = ORDER.index(S(deal.listing.state)) if deal.listing.state in ORDER else len(ORDER)
    paid = sum(part.paid_at is not None for part in parts)
    signed = [at for at in (deal.seller_signed_at, deal.buyer_signed_at) if at]
    notes = [
        moment(deal.listing.publicity_ends_at) if deal.listing.publicity_ends_at else "",
        gettext("%(count)s of 2 signatures") % {"count": len(signed)},
        gettext("%(paid)s of %(total)s paid") % {"paid": paid, "total": len(parts)} if parts else "",
        deal.registration_number or deal.registration_note,
        moment(deal.listing.closed_at) if deal.listing.closed_at else "",
    ]
    names = ("publicity", "contract", "payment", "registration", "end")
    labels = (
        _("Publicity of the result"),
        _("Technology contract"),
        _("Payment"),
        _("Contract registration"),
        _("Close the case"),
    )
    closed = deal.listing.state == S.CLOSED
    return [
        TaskRow(label, "done" if n < here or closed else "doing" if n == here else "todo", f"#{name}", note)
        for n, (label, name, note) in enumerate(zip(labels, names, notes, strict=True))
    ]


def answers(deal: Deal) -> list[Answer]:
    way = _("Online bidding") if deal.way == "bidding" else _("Settled by agreement")
    related = _("Yes") if deal.related_to_inventor else _("No")
    kind = tables.kind_name(deal, deal.contract_kind) if deal.contract_kind else "—"
    rows = [
        Answer(_("Seller"), deal.listing.seller.name),
        Answer(_("Buyer"), deal.buyer.name),
        Answer(_("Final price"), tables.in_words(deal.price_fen)),
        Answer(_("Way of the sale"), way),
        Answer(_("Way of transfer"), tables.way_name(deal.listing)),
        Answer(_("Related to an inventor"), related),
        Answer(_("Contract kind"), kind),
        Answer(_("Contract number"), deal.contract_number or "—"),
    ]
    if deal.registered_at:
        number = deal.registration_number or gettext("Not registered: %(note)s") % {
            "note": deal.registration_note
        }
        rows.append(Answer(_("Registration number"), number))
        rows.append(Answer(_("Contract amount"), tables.yuan(deal.contract_amount_fen)))
        rows.append(Answer(_("Technology amount"), tables.yuan(deal.technology_amount_fen)))
    return rows


class DealAct(ActView):
    """An act on a deal that the actor may see; the service decides on the rest."""

    verb = ""

    def fetch(self) -> Deal:
        deal = selectors.get_deal(self.actor, self.kwargs["deal"])
        if self.verb:
            policies.require(self.actor, self.verb, deal.listing)
        return deal

    def act(self, case: Deal, data: Mapping[str, Any]) -> str:
        return self.decide(case, data).get_absolute_url()

    def decide(self, case: Deal, data: Mapping[str, Any]) -> Deal:
        raise TypeError(f"{type(self).__name__} does not say what it decides")


class ContractPage(DealAct):
    """Kind, number and file of the contract, by the seller."""

    title = _("Draw up the contract")
    submit_label = _("Save the contract")
    done_message = _("The contract is stored; both sides can sign it")

    def form(self, case: Deal, data: Any = None, files: Any = None) -> forms.Form:
        kinds = [(code, tables.kind_name(case, code)) for code in fitting_kinds(case)]
        stored = case.contract_file.name if case.contract_file else ""
        initial = {"kind": case.contract_kind, "contract_number": case.contract_number}
        return ContractForm(data, files, kinds=kinds, stored=stored, initial=initial)

    def consequences(self, case: Deal) -> Sequence[tables.Text]:
        way = {"way": tables.way_name(case.listing)}
        return (
            gettext("The kinds that fit the way of transfer “%(way)s” are offered.") % way,
            _("A change voids the signatures given so far."),
        )

    def decide(self, case: Deal, data: Mapping[str, Any]) -> Deal:
        return services.save_contract(
            actor=self.actor,
            number=case.number,
            kind=data["kind"],
            contract_number=data["contract_number"],
            upload=data["file"],
            now=self.now,
        )


class SignPage(DealAct):
    verb = "sign_contract"
    title = _("Sign the contract")
    submit_label = _("Sign")
    done_message = _("Signed")
    template_name = "exchange/sign.html"

    def form(self, case: Deal, data: Any = None, files: Any = None) -> forms.Form:
        return SignForm(data, initial={"version": case.version})

    def consequences(self, case: Deal) -> Sequence[tables.Text]:
        return (
            gettext("You sign the contract %(number)s at %(price)s.")
            % {"number": case.contract_number, "price": tables.in_words(case.price_fen)},
            _("With both signatures the deposit counts towards the price and the payments fall due."),
        )

    def context(self, case: Deal) -> Mapping[str, Any]:
        return {"deal": case, "answers": answers(case)[:3]}

    def decide(self, case: Deal, data: Mapping[str, Any]) -> Deal:
        return services.sign_contract(actor=self.actor, number=case.number, now=self.now, **data)


class PaymentAct(DealAct):
    verb = "record_payment"

    def part(self, case: Deal) -> Any:
        return selectors.instalment(case, self.kwargs["order"])

    def fetch(self) -> Deal:
        deal = super().fetch()
        self.part(deal)
        return deal

    def facts(self, case: Deal) -> str:
        part = self.part(case)
        values = {"order": part.order, "amount": tables.in_words(part.amount_fen), "day": day(part.due_on)}
        return gettext("Instalment %(order)s: %(amount)s, due on %(day)s.") % values


class RecordPaymentPage(PaymentAct):
    title = _("Record the payment")
    submit_label = _("Record")
    form_class = VoucherForm

    def consequences(self, case: Deal) -> Sequence[tables.Text]:
        note = _("Another officer compares the voucher with the bank's statement and confirms it.")
        return (self.facts(case), note)

    def decide(self, case: Deal, data: Mapping[str, Any]) -> Deal:
        return services.record_payment(
            actor=self.actor,
            number=case.number,
            order=self.kwargs["order"],
            voucher=data["voucher"],
            now=self.now,
        )


class ConfirmPaymentPage(PaymentAct):
    title = _("Confirm the payment")
    submit_label = _("The money has come")
    two_person_note = _("This is a two-person act: another officer than the recorder confirms.")
    template_name = "exchange/payment.html"

    def consequences(self, case: Deal) -> Sequence[tables.Text]:
        voucher = gettext("Recorded voucher: %(voucher)s.") % {"voucher": self.part(case).voucher}
        return (self.facts(case), voucher, _("With the last part the deal is settled."))

    def context(self, case: Deal) -> Mapping[str, Any]:
        return {"strike_url": reverse("exchange:strike_payment", args=[case.number, self.kwargs["order"]])}

    def decide(self, case: Deal, data: Mapping[str, Any]) -> Deal:
        return services.confirm_payment(
            actor=self.actor, number=case.number, order=self.kwargs["order"], now=self.now
        )


class StrikePaymentPage(PaymentAct):
    title = _("Strike the voucher")
    submit_label = _("Strike")
    form_class: type[forms.Form] | None = ReasonForm
    danger = True

    def consequences(self, case: Deal) -> Sequence[tables.Text]:
        return (self.facts(case), _("The voucher is struck; another one may be recorded."))

    def decide(self, case: Deal, data: Mapping[str, Any]) -> Deal:
        return services.strike_payment(
            actor=self.actor,
            number=case.number,
            order=self.kwargs["order"],
            reason=data["reason"],
            now=self.now,
        )


class RegisterPage(DealAct):
    verb = "register_contract"
    title = _("Register the contract")
    submit_label = _("Save")
    done_message = _("The registration is entered")

    def form(self, case: Deal, data: Any = None, files: Any = None) -> forms.Form:
        return RegisterForm(data, initial={"contract_amount": from_fen(case.price_fen)})

    def consequences(self, case: Deal) -> Sequence[tables.Text]:
        return (
            _("The seller registers the contract once; enter the number and both amounts."),
            _("A contract that is not registered takes a reason instead."),
        )

    def act(self, case: Deal, data: Mapping[str, Any]) -> str:
        form = RegisterForm(self.request.POST)
        form.full_clean()
        services.register_contract(
            actor=self.actor, number=case.number, registered=form.registered(), now=self.now
        )
        return case.get_absolute_url()


class ClosePage(DealAct):
    verb = "close_case"
    title = _("Close the case")
    submit_label = _("Close")
    done_message = _("The case is closed")

    def consequences(self, case: Deal) -> Sequence[tables.Text]:
        return (
            _("The achievement is free for another listing."),
            _("The follow-up of the deal is planned."),
        )

    def decide(self, case: Deal, data: Mapping[str, Any]) -> Deal:
        return services.close_case(actor=self.actor, number=case.number, now=self.now)
