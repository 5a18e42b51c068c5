"""Pages that read a listing: the list, the case page of seller and office, the public page, the record."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Absent
from quanheng.platform.common.headers import state_tag
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui import lists
from quanheng.platform.common.ui.parts import Action, Tab, TaskRow
from quanheng.platform.exchange import notice_page, selectors, services, tables
from quanheng.platform.exchange.forms import PAPER_LABELS, FilterForm
from quanheng.platform.exchange.models import Listing
from quanheng.platform.exchange.policies import EDITABLE
from quanheng.platform.exchange.states import AFTER_RESULT, LISTING_STATES, ListingState
from quanheng.platform.exchange.views import pages

OWN, ALL = "own", "all"


class ListPage(ActorView):
    """`/listings/`: what is public, and to seller and office what else is theirs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        owner = self.actor.role == Role.OWNER
        scope = request.GET.get("scope", OWN if owner else ALL) if owner else ALL
        rows = selectors.visible_to(self.actor)
        if scope == OWN:
            rows = rows.filter(seller_id=self.actor.organisation_id)
        filters = FilterForm(request.GET, stack=stack_of(""))
        page = lists.slice_of(request, filters.narrow(rows), sorts=tables.SORTS)
        table = tables.listing_table(page, empty=_("No listing fits"))
        context: dict[str, Any] = {"title": _("Listings"), "filters": filters, "table": table}
        if owner:
            here = reverse("exchange:listings")
            new = reverse("exchange:new_listing")
            context["actions"] = [Action(_("List an achievement"), new, primary=True)]
            context["tabs"] = [
                Tab(_("Ours"), f"{here}?scope={OWN}", scope == OWN),
                Tab(_("All public listings"), f"{here}?scope={ALL}", scope == ALL),
            ]
        return lists.answer(request, context)


class ListingPage(ActorView):
    """`/listings/<GP>/`: the case for seller and office, the notice for everybody else."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        listing = selectors.get(self.actor, number)
        if not selectors.reads_file(self.actor, listing):
            return render(request, "exchange/public.html", self.public(listing))
        context = {
            "listing": listing,
            "header": pages.header(listing, self.actor, self.now),
            "tabs": pages.tabs(listing, self.actor, "overview"),
            "timeline": pages.record(listing, limit=pages.FIRST_LINES),
            "answers": tables.terms_answers(listing),
            "papers": tables.paper_table(listing, PAPER_LABELS),
            "lot": selectors.lot_of(listing),
            "deal": selectors.deal_of(listing),
            "notice": selectors.notice_of(listing),
            "price_fen": listing.result_fen,
            "price": tables.in_words(listing.result_fen),
        }
        if listing.state in EDITABLE and self.actor.role == Role.OWNER:
            context["tasks"] = self.tasks(listing)
        return render(request, "exchange/listing.html", context)

    def tasks(self, listing: Listing) -> list[TaskRow]:
        """Return the sections of a draft with what each still lacks."""
        missing = services.missing_parts(listing, now=self.now)
        counts = {
            name: sum(part.section == name for part in missing) for name in ("terms", "papers", "guards")
        }
        labels = {
            "terms": (_("Terms of the sale"), "exchange:edit_terms"),
            "papers": (_("Papers"), "exchange:edit_papers"),
            "guards": (_("Legal guards"), "exchange:guards"),
        }
        return [
            TaskRow(
                label,
                "doing" if counts[name] else "done",
                reverse(page, args=[listing.number]),
                _("%(count)s open") % {"count": counts[name]} if counts[name] else "",
            )
            for name, (label, page) in labels.items()
        ]

    def public(self, listing: Listing) -> dict[str, Any]:
        """Return what everybody may see: the notice in force, the state, and after its confirmation the result."""
        notice = selectors.notice_of(listing)
        if notice is None:
            raise Absent
        deal = selectors.deal_of(listing)
        shown = deal if deal and listing.state in (*AFTER_RESULT, ListingState.BREACHED) else None
        lot = selectors.lot_of(listing)
        return {
            "title": notice.content["title"],
            "listing": listing,
            "tag": state_tag(LISTING_STATES, listing.state),
            "notice": notice,
            "offer": notice_page.offer(listing, notice),
            "procedure": notice_page.procedure(notice.content),
            "lot": lot if lot and lot.announced_at else None,
            "deal": shown,
            "deal_price": tables.in_words(shown.price_fen) if shown else "",
            "registration": selectors.own_registration(self.actor, listing),
            "may_apply": listing.state == ListingState.LISTED
            and self.actor.role in {Role.BUYER, Role.PUBLIC},
        }


class HistoryPage(ActorView):
    """The whole record, for the seller and the office."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        listing = readable(self, number)
        context = {
            "listing": listing,
            "header": pages.header(listing, self.actor, self.now),
            "tabs": pages.tabs(listing, self.actor, "history"),
            "lines": pages.record(listing),
        }
        return render(request, "exchange/history.html", context)


class RegistrationsPage(ActorView):
    """Who applied, for the office; bidder codes stand nowhere on it."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        listing = readable(self, number)
        rows = selectors.registrations(listing).select_related("listing__achievement")
        context = {
            "listing": listing,
            "header": pages.header(listing, self.actor, self.now),
            "tabs": pages.tabs(listing, self.actor, "registrations"),
            "table": tables.registration_table(rows, reader=self.actor.role),
        }
        return render(request, "exchange/registrations.html", context)


def readable(view: ActorView, number: str) -> Listing:
    """Return a listing whose whole case the actor reads."""
    listing = selectors.get(view.actor, number)
    if not selectors.reads_file(view.actor, listing):
        raise Absent
    return listing
