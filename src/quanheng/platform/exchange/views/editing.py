"""The seller's pages: begin, terms, papers, guards, hand in, take back, withdraw."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quanheng.methods.bidding import from_fen
from quanheng.platform.common.errors import Absent, Missing
from quanheng.platform.common.pages import ActView, SectionView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.parts import Reason
from quanheng.platform.exchange import guards, policies, selectors, services, tables
from quanheng.platform.exchange.forms import (
    PAPER_LABELS,
    PARTS,
    GuardsForm,
    NewForm,
    PapersForm,
    ReasonForm,
    TermsForm,
)
from quanheng.platform.exchange.models import Listing
from quanheng.platform.exchange.policies import EDITABLE
from quanheng.platform.exchange.views import pages
from quanheng.platform.exchange.views.listings import readable

SECTION_PAGES = {
    "terms": "exchange:edit_terms",
    "papers": "exchange:edit_papers",
    "guards": "exchange:guards",
}


class NewPage(ActView):
    """Choose the achievement; the guards are shown with the draft."""

    title = _("List an achievement")
    submit_label = _("Create the draft")

    def fetch(self) -> None:
        return None

    def form(self, case: None, data: Any = None, files: Any = None) -> forms.Form:
        choices = [(row.number, f"{row.number} {row.title}") for row in selectors.sellable(self.actor)]
        return NewForm(
            data, choices=choices, initial={"achievement": self.request.GET.get("achievement", "")}
        )

    def consequences(self, case: None) -> Sequence[tables.Text]:
        return (
            _(
                "You need a valid evaluation report, the decision of your unit, and proof that inventors were told."
            ),
            _("Nothing is public until the exchange has examined the listing and published its notice."),
        )

    def context(self, case: None) -> Mapping[str, Any]:
        return {"back_url": reverse("exchange:listings")}

    def act(self, case: None, data: Mapping[str, Any]) -> str:
        listing = services.create_listing(
            actor=self.actor, achievement_number=data["achievement"], now=self.now
        )
        return reverse("exchange:guards", args=[listing.number])


class OwnDraft:
    """Fetches a listing that the actor's organisation may still change."""

    actor: Any
    kwargs: dict[str, Any]

    def fetch(self) -> Listing:
        listing = selectors.get(self.actor, self.kwargs["number"])
        if listing.seller_id != self.actor.organisation_id:
            raise Absent
        policies.require_editable(self.actor, listing)
        return listing


class TermsPage(OwnDraft, SectionView):
    title = _("Terms of the sale")

    def form(self, case: Listing, data: Any = None, files: Any = None) -> forms.Form:
        plan = [*case.payment_plan, *[["", None]] * PARTS][:PARTS]
        initial: dict[str, Any] = {
            "transfer_way": case.transfer_way,
            "base_price": None if case.base_fen is None else from_fen(case.base_fen),
            "deposit_percent": case.deposit_percent,
            "defects": case.defects,
            "conditions": case.conditions,
        }
        for n, (share, days) in enumerate(plan, 1):
            initial |= {f"share_{n}": Decimal(share) if share else None, f"days_{n}": days}
        return TermsForm(data, initial=initial, stack=stack_of(case.scheme))

    def save(self, case: Listing, form: Any, formsets: Sequence[BaseFormSet[Any]]) -> str:
        services.save_terms(actor=self.actor, number=case.number, terms=form.terms(), now=self.now)
        return case.get_absolute_url()


class PapersPage(OwnDraft, SectionView):
    title = _("Papers")

    def form(self, case: Listing, data: Any = None, files: Any = None) -> forms.Form:
        initial = {"priority_told_on": case.priority_told_on, "approval_needed": case.approval_needed}
        return PapersForm(data, files, initial=initial, listing=case)

    def save(self, case: Listing, form: Any, formsets: Sequence[BaseFormSet[Any]]) -> str:
        services.save_papers(
            actor=self.actor,
            number=case.number,
            uploads=form.uploads(),
            priority_told_on=form.cleaned_data["priority_told_on"],
            approval_needed=form.cleaned_data["approval_needed"],
            now=self.now,
        )
        return case.get_absolute_url()


class GuardsPage(ActView):
    """Every legal guard with what it says of the listing; the seller answers the warnings."""

    title = _("Legal guards")
    submit_label = _("Save the reasons")
    done_message = _("Saved")
    template_name = "exchange/guards.html"

    def fetch(self) -> Listing:
        listing = readable(self, self.kwargs["number"])
        self.checks = guards.check(listing, now=self.now)
        return listing

    def answers(self, case: Listing) -> bool:
        return self.actor.role == Role.OWNER and case.state in EDITABLE

    def form(self, case: Listing, data: Any = None, files: Any = None) -> forms.Form:
        warned = {row.guard.id: row.title for row in self.checks if row.status == "warn"}
        return GuardsForm(data, warned=warned if self.answers(case) else {}, initial=case.guard_reasons)

    def context(self, case: Listing) -> Mapping[str, Any]:
        return {
            "listing": case,
            "header": pages.header(case, self.actor, self.now),
            "tabs": pages.tabs(case, self.actor, "guards"),
            "table": tables.guard_table(self.checks),
            "blocking": [row for row in self.checks if row.status == "block"],
            "warning": [row for row in self.checks if row.open and row.status == "warn"],
        }

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        services.answer_guards(actor=self.actor, number=case.number, reasons=data, now=self.now)
        return case.get_absolute_url()


class ListingAct(ActView):
    """An act on a listing that the actor may see; the service decides on the rest."""

    verb = ""

    def fetch(self) -> Listing:
        listing = selectors.get(self.actor, self.kwargs["number"])
        if self.actor.role == Role.OWNER and listing.seller_id != self.actor.organisation_id:
            raise Absent
        policies.require(self.actor, self.verb, listing)
        return listing


class SubmitPage(ListingAct):
    """All answers, and everything that is still missing with its link."""

    verb = "submit"
    title = _("Check answers")
    submit_label = _("Submit")
    done_message = _("The listing is with the exchange")
    template_name = "exchange/submit.html"

    def consequences(self, case: Listing) -> Sequence[tables.Text]:
        return (
            _("An officer of the exchange examines the listing. You can take it back until it is decided."),
            _("Your unit answers for what stands here: source, defects, rights and price."),
        )

    def context(self, case: Listing) -> Mapping[str, Any]:
        return {
            "answers": tables.terms_answers(case),
            "papers": tables.paper_table(case, PAPER_LABELS),
        }

    def page(
        self, case: Any, form: forms.Form, *, key: str, problems: Sequence[Missing] = (), status: int = 200
    ) -> HttpResponse:
        found = problems or (
            services.missing_parts(case, now=self.now) if self.request.method == "GET" else ()
        )
        linked: Any = [self.linked(case, problem) for problem in found]
        return super().page(case, form, key=key, problems=linked, status=status)

    def linked(self, case: Listing, problem: Missing) -> Reason:
        page = SECTION_PAGES.get(problem.section)
        return Reason(str(problem), reverse(page, args=[case.number]) if page else "")

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        return services.submit_listing(actor=self.actor, number=case.number, now=self.now).get_absolute_url()


class RecallPage(ListingAct):
    verb = "recall"
    title = _("Take the listing back")
    submit_label = _("Recall")

    def consequences(self, case: Listing) -> Sequence[tables.Text]:
        return (_("The listing is a draft again; you can change and submit it anew."),)

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        return services.recall_listing(actor=self.actor, number=case.number, now=self.now).get_absolute_url()


class WithdrawPage(ListingAct):
    verb = "withdraw"
    title = _("Withdraw the listing")
    submit_label = _("Withdraw listing")
    form_class = ReasonForm
    danger = True

    def consequences(self, case: Listing) -> Sequence[tables.Text]:
        return (
            _("The listing ends for good; a new one may be begun."),
            _("The reason is public; deposits go back."),
        )

    def act(self, case: Listing, data: Mapping[str, Any]) -> str:
        return services.withdraw_listing(
            actor=self.actor, number=case.number, reason=data["reason"], now=self.now
        ).get_absolute_url()
