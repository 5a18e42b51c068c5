"""What the pages of one engagement share: its head, its tabs, and where the reader stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import approvals
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Missing
from quanheng.platform.common.headers import case_header
from quanheng.platform.common.journal.timeline import lines
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui.parts import Action, CaseHeader, Tab, TimelineLine
from quanheng.platform.valuation import links, policies, readiness, selectors, wording
from quanheng.platform.valuation.models import Engagement
from quanheng.platform.valuation.sheets.catalogue import APPROACHES
from quanheng.platform.valuation.states import ENGAGEMENT_STATES, RUNNING

PAGES = {
    "lock": "valuation:lock",
    "open_opinions": "valuation:open",
    "reconcile": "valuation:reconcile",
    "sign": "valuation:sign",
    "skip": "valuation:skip",
}
SHOWN_REASONS = 2


def head(engagement: Engagement, actor: Actor, now: datetime) -> CaseHeader:
    def reason(verb: str) -> str:
        return why_not(engagement, verb, actor, now)

    return case_header(
        engagement,
        kind=_("Valuation opinion for reference"),
        table=ENGAGEMENT_STATES,
        actor=actor,
        now=now,
        pages=PAGES,
        reason=reason,
        extra=second_acts(engagement, actor, now),
    )


def why_not(engagement: Engagement, verb: str, actor: Actor, now: datetime) -> str:
    """Return the first reasons why an act is not possible yet, empty when it is."""
    if not policies.is_lead(actor, engagement):
        return _t("Only the manager of this case may do this")
    checks = {
        "lock": lambda: readiness.to_lock(engagement),
        "open_opinions": lambda: readiness.to_open(engagement, now),
        "reconcile": lambda: readiness.runs_missing(engagement),
        "sign": lambda: readiness.to_sign(engagement),
    }
    missing = checks[verb]() if verb in checks else []
    return shortened(missing)


def shortened(missing: Sequence[Missing]) -> str:
    text = "; ".join(str(part) for part in missing[:SHOWN_REASONS])
    more = len(missing) - SHOWN_REASONS
    return text + (_t(" and %(count)s more") % {"count": more} if more > 0 else "")


def second_acts(engagement: Engagement, actor: Actor, now: datetime) -> tuple[Action, ...]:
    """Return the second person's way to a proposed skip."""
    proposal = approvals.pending(engagement.evaluation, "skip_valuation", now=now)
    if engagement.state not in RUNNING or proposal is None or proposal.proposed_by == actor.person_id:
        return ()
    if actor.role not in policies.SECONDS:
        return ()
    return (
        Action(
            _("Approve skipping the valuation"), links.page("approve_skip", engagement.number), primary=True
        ),
    )


def tabs(engagement: Engagement, actor: Actor, current: str) -> list[Tab]:
    """Return the pages of an engagement; the owner has one only."""
    if actor.role == Role.OWNER:
        return []
    got, expected = selectors.progress(engagement)
    rows = readiness.checklist(engagement)
    names: tuple[tuple[str, Any], ...] = (
        ("engagement", _("Overview")),
        ("figures", _("Figures of the stage")),
        *((approach, wording.FAMILIES[approach]) for approach in APPROACHES),
        ("pool", f"{_t('Expert opinions of value')} {got}/{expected}"),
        ("reconciliation", _("Reconciliation")),
        ("checklist", f"{_t('Disclosure checklist')} {sum(row.done for row in rows)}/{len(rows)}"),
    )
    return [
        Tab(label, reverse(f"valuation:{name}", args=[engagement.number]), current=name == current)
        for name, label in names
    ]


def timeline(engagement: Engagement) -> list[TimelineLine]:
    return [
        TimelineLine(line.at, Role(line.role).label, line.sentence, line.opinion)
        for line in lines(engagement, limit=30)
    ]


def page(engagement: Engagement, actor: Actor, now: datetime, current: str) -> dict[str, Any]:
    """Return what `valuation/page.html` takes on every page of an engagement."""
    return {
        "case": engagement,
        "header": head(engagement, actor, now),
        "tabs": tabs(engagement, actor, current),
        "sentence_a": wording.SENTENCE_A,
        "sentence_b": wording.SENTENCE_B if engagement.statutory else "",
        "is_lead": policies.is_lead(actor, engagement),
        "now": now,
    }
