"""Pages that only read: the list, a campaign with its entries, the comparison and its file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Absent
from quanheng.platform.common.exporting.responses import table_response
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui import lists
from quanheng.platform.common.ui.parts import Action
from quanheng.platform.evaluation.campaigns import links, pages, policies, selectors, tables
from quanheng.platform.evaluation.campaigns.forms import FilterForm


class ListPage(ActorView):
    """`/campaigns/`: the campaigns of the institution, or all that were opened for who watches."""

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = FilterForm(request.GET)
        page = lists.slice_of(request, filters.narrow(selectors.listed(self.actor)), sorts=tables.SORTS)
        lead = self.actor.role == Role.LEAD
        new = reverse("evaluation:new_campaign") if lead else ""
        label = _("Draft a campaign") if lead else ""
        context: dict[str, Any] = {
            "title": _("Campaigns"),
            "intro": _(
                "A campaign sets evaluations of one stage beside each other, all measured by the same indicators, weights and rules."
            ),
            "filters": filters,
            "table": tables.campaign_table(page, empty_url=new, empty_label=label),
            "actions": [Action(label, new, primary=True)] if lead else [],
        }
        return lists.answer(request, context)


class CampaignPage(ActorView):
    """`/campaigns/<HD>/`: state, next step, acts; the entries with their certified results."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        row = selectors.get(self.actor, number)
        standings = selectors.standings(row)
        editable = policies.is_lead(self.actor, row) and row.state in pages.EDITABLE
        context = {
            "case": row,
            "header": pages.header(row, self.actor, self.now, standings),
            "entries": tables.entry_table(standings, row, editable=editable),
            "removed": tables.removed_table(list(selectors.removed(row))),
            "weights": tables.weight_table(row),
            "facts": pages.facts(row),
            "timeline": pages.record(row),
        }
        return render(request, "evaluation/campaigns/campaign.html", context)


class ComparisonPage(ActorView):
    """`…/comparison/`: open with three concluded entries; computed from stored results, the same every time."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        row = selectors.get(self.actor, number)
        standings = selectors.standings(row)
        bar = selectors.closed_because(row, standings)
        context: dict[str, Any] = {
            "case": row,
            "title": _("Comparison"),
            "back_url": row.get_absolute_url(),
            "bar": bar,
            "absent": pages.absent_entries(standings),
            "reference": pages.REFERENCE,
            "why": pages.WHY,
            "export_url": links.page("comparison_export", row),
        }
        if bar is None:
            context |= pages.comparison_page(row, pages.comparison_of(row, standings))
        return render(request, "evaluation/campaigns/comparison.html", context)


class ExportPage(ActorView):
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        row = selectors.get(self.actor, number)
        standings = selectors.standings(row)
        if selectors.closed_because(row, standings):
            raise Absent
        rows = tables.export_rows(pages.comparison_of(row, standings), pages.REFERENCE)
        name = f"{row.number}-comparison"
        return table_response(request, name, tables.EXPORT, rows, request.GET.get("format", "xlsx"))
