"""The list, an engagement's own page, and its disclosure checklist."""

from collections.abc import Sequence
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from quanheng.methods.money import capital_amount
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui import formats
from quanheng.platform.common.ui.lists import answer, slice_of
from quanheng.platform.common.ui.parts import Answer
from quanheng.platform.evaluation.wording import stage_title
from quanheng.platform.library.naming import level_name
from quanheng.platform.valuation import links, readiness, selectors, tables, wording
from quanheng.platform.valuation.conclusions import pooled
from quanheng.platform.valuation.models import Engagement, ValueType
from quanheng.platform.valuation.states import RUNNING, EngagementState
from quanheng.platform.valuation.views import frame

SORTS = {"date": "valuation_date", "state": "state"}


class ListPage(ActorView):
    def get(self, request: HttpRequest) -> HttpResponse:
        shown = slice_of(request, selectors.visible_to(self.actor), sorts=SORTS)
        return answer(request, {"title": _("Valuations"), "table": tables.engagements(shown)})


class EngagementPage(ActorView):
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        engagement = selectors.get(self.actor, number)
        runs = selectors.current_runs(engagement)
        context = frame.page(engagement, self.actor, self.now, "engagement") | {
            "facts": facts(engagement, editable=engagement.state == EngagementState.DRAFT),
            "methods": tables.methods(engagement, runs),
            "families": [(wording.FAMILIES[f], text) for f, text in engagement.families.items()],
            "draft": engagement.state == EngagementState.DRAFT,
            "signed": signed(engagement),
            "opinions_due_at": engagement.opinions_due_at,
            "timeline": [] if self.actor.role == Role.OWNER else frame.timeline(engagement),
            "method_pages": self.actor.role != Role.OWNER,
            "explain_url": explain_url(engagement),
        }
        return render(request, "valuation/engagement.html", context)


def explain_url(engagement: Engagement) -> str:
    """Return where a required family is explained after the lock, empty where that is no way."""
    late = engagement.state == EngagementState.LOCKED and engagement.level >= readiness.REASON_FROM
    return links.page("explain", engagement.number) if late else ""


def facts(engagement: Engagement, *, editable: bool) -> Sequence[Answer]:
    edit = links.page("basis", engagement.number) if editable else ""
    rows = (
        (_("Maturity level"), level_name(stack_of(engagement.scheme).level(engagement.level)), ""),
        (_("Stage"), stage_title(engagement.stage, engagement.scheme), ""),
        (_("Client"), engagement.evaluation.client.name, ""),
        (_("Intended users"), engagement.users, edit),
        (_("Purpose of the valuation"), engagement.purpose, edit),
        (_("Type of value"), ValueType(engagement.value_type).label if engagement.value_type else "", edit),
        (_("Definition of this type of value"), engagement.value_definition, edit),
        (_("Valuation date"), formats.day(engagement.valuation_date), edit),
        (_("Valid until"), formats.day(engagement.valid_until), edit),
        (_("Rights valued"), engagement.rights, edit),
        (_("Territory"), engagement.territory, edit),
        (_("Assumptions and limits"), engagement.assumptions, edit),
    )
    return [Answer(label, value or "—", url) for label, value, url in rows]


def signed(engagement: Engagement) -> dict[str, object] | None:
    """Return the signed value as the page shows it; None before, and when nothing may be told any more."""
    result = engagement.result
    if engagement.state != EngagementState.SIGNED or engagement.evaluation.state in selectors.FALLEN:
        return None
    pool = pooled(result)
    return {
        "p50": result["p50"],
        "words": capital_amount(Decimal(result["p50"])),
        "low": result["low"],
        "high": result["high"],
        "table": tables.pooled(pool),
        "explanation": pool.explanation,
        "reconciled": result["reconciled"],
        "count": result["opinions"]["count"],
        "warnings": [wording.message_of(row) for row in result["warnings"]],
        "signed_at": engagement.signed_at,
        "fingerprint": result["fingerprint"],
    }


class ChecklistPage(ActorView):
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        engagement = selectors.working(self.actor, number)
        context = frame.page(engagement, self.actor, self.now, "checklist") | {
            "rows": readiness.checklist(engagement),
            "unsourced": readiness.unsourced(engagement),
            "editable": engagement.state in RUNNING,
        }
        return render(request, "valuation/checklist.html", context)
