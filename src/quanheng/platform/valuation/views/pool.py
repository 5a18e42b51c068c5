"""Opinions together: who has answered before the opening, dots and intervals after it, rulings, reconciliation."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quanheng.methods.money import capital_amount, yuan
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.pages import ActorView, ActView
from quanheng.platform.common.steps import step_of
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.valuation import (
    links,
    pictures,
    policies,
    readiness,
    selectors,
    services,
    tables,
    wording,
)
from quanheng.platform.valuation.forms.acts import ReconcileForm, RulingForm
from quanheng.platform.valuation.models import Engagement
from quanheng.platform.valuation.states import READ, EngagementState
from quanheng.platform.valuation.views import frame


class PoolPage(ActorView):
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        engagement = selectors.working(self.actor, number)
        context = frame.page(engagement, self.actor, self.now, "pool") | {"open": engagement.state in READ}
        more = opened(engagement) if engagement.state in READ else sealed(engagement)
        return render(request, "valuation/pool.html", context | more)


def sealed(engagement: Engagement) -> dict[str, Any]:
    """Return who has answered, by code, and nothing of what."""
    rows = list(selectors.counting(engagement))
    got, expected = selectors.progress(engagement)
    return {"waiting": rows, "got": got, "expected": expected, "due_at": engagement.opinions_due_at}


def opened(engagement: Engagement) -> dict[str, Any]:
    rows = selectors.opened(engagement)
    pool = selectors.pooled(rows)
    excluded = frozenset(
        row.code for row in rows if (ruling := selectors.ruling_of(row)) and ruling.decision == "exclude"
    )
    label = _t("Together")
    return {
        "table": tables.opinions(engagement, rows, pool),
        "picture": pictures.intervals(rows, pool, pooled_label=label, excluded=excluded),
        "pool": pool,
        "role_table": tables.by_role(selectors.by_role(rows)),
        "pooled_table": tables.pooled(pool) if pool else None,
        "words": capital_amount(yuan(pool.p50)) if pool else "",
        "p50": yuan(pool.p50) if pool else None,
        "no_interval": None if pool else str(readiness.no_interval(len(rows) - len(excluded))),
        "warnings": [sentence(warning) for warning in pool.warnings] if pool else [],
        "dispersion": f"{pool.dispersion:.2f}" if pool else "",
    }


class RulingPage(ActView):
    """Keep or exclude one opinion, for a reason."""

    title = _("Outlier ruling")
    submit_label = _("Sign ruling")
    form_class = RulingForm

    def fetch(self) -> Engagement:
        engagement = selectors.working(self.actor, self.kwargs["number"])
        codes = {row.code for row in selectors.opened(engagement)}
        if self.kwargs["code"] not in codes or not policies.is_lead(self.actor, engagement):
            raise Absent
        return engagement

    def consequences(self, case: Engagement) -> list[str]:
        return [
            _t("The opinion of %(code)s is kept or excluded; the pooled value is computed again")
            % {"code": self.kwargs["code"]},
            _t("The ruling and its reason are printed with the value; it cannot be taken back"),
        ]

    def context(self, case: Engagement) -> Mapping[str, Any]:
        return {"back_url": links.page("pool", case.number)}

    def act(self, case: Engagement, data: Mapping[str, Any]) -> str:
        code = self.kwargs["code"]
        services.rule_outlier(actor=self.actor, number=case.number, code=code, now=self.now, **data)
        return links.page("pool", case.number)


class ReconciliationPage(ActorView):
    """The methods side by side, with their weights and what they give together."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        engagement = selectors.working(self.actor, number)
        context = frame.page(engagement, self.actor, self.now, "reconciliation") | joined(engagement)
        return render(request, "valuation/reconciliation.html", context)


def joined(engagement: Engagement) -> dict[str, Any]:
    row = selectors.reconciliation(engagement)
    runs = selectors.current_runs(engagement)
    return {
        "methods": tables.methods(engagement, runs),
        "families": [(wording.FAMILIES[f], text) for f, text in engagement.families.items()],
        "row": row,
        "words": capital_amount(row.value) if row and row.value >= 0 else "",
        "steps": step_of(row.explanation) if row else None,
        "warnings": [sentence(wording.message_of(data)) for data in row.warnings] if row else [],
        "open": engagement.state in {EngagementState.OPENED, EngagementState.COMPUTED},
    }


class ReconcilePage(ActView):
    title = _("Reconcile the methods")
    submit_label = _("Reconcile")
    form_class = ReconcileForm
    template_name = "valuation/reconcile.html"

    def fetch(self) -> Engagement:
        return selectors.working(self.actor, self.kwargs["number"])

    def consequences(self, case: Engagement) -> list[str]:
        return [
            _t(
                "The values of the methods are joined by the weights that were locked before the opinions opened"
            )
        ]

    def context(self, case: Engagement) -> Mapping[str, Any]:
        runs = selectors.current_runs(case)
        return {"methods": tables.methods(case, runs), "sentence_a": wording.SENTENCE_A}

    def act(self, case: Engagement, data: Mapping[str, Any]) -> str:
        services.reconcile(actor=self.actor, number=case.number, now=self.now, **data)
        return links.page("reconciliation", case.number)
