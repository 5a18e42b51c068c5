"""Opinions of value: sealed one by one, opened all at once, ruled on by a person."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from quanheng.methods.money import yuan
from quanheng.platform.common import inbox, journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Absent, Conflict, Incomplete, Refused
from quanheng.platform.common.ui import formats
from quanheng.platform.valuation import policies, readiness, selectors
from quanheng.platform.valuation.models import Engagement, ExpertOpinion, OutlierRuling
from quanheng.platform.valuation.sealing import digest_of, seal, unseal
from quanheng.platform.valuation.services.moving import ask, held, stated
from quanheng.platform.valuation.states import ENGAGEMENT_STATES

LONGEST_REASON = 2000


@transaction.atomic
def keep_opinion(
    *, actor: Actor, opinion_id: UUID, answers: Mapping[str, str], now: datetime, version: int | None = None
) -> ExpertOpinion:
    """Keep what the author has typed so far, sealed; a `version` older than the stored one is another window's."""
    opinion = selectors.opinion_for_update(actor, opinion_id)
    require_unsubmitted(opinion)
    if version is not None and version < opinion.version:
        raise Conflict("This form was changed in another window; both versions are kept")
    opinion.sealed = seal(opinion.id, answers)
    opinion.version, opinion.saved_at = opinion.version + 1, now
    opinion.save(update_fields=["sealed", "version", "saved_at"])
    return opinion


def require_unsubmitted(opinion: ExpertOpinion) -> None:
    if opinion.submitted_at is not None:
        raise Refused(
            "Your opinion was sealed on %(when)s; it is final", when=formats.moment(opinion.submitted_at)
        )


@transaction.atomic
def submit_opinion(
    *, actor: Actor, opinion_id: UUID, p10: Decimal, p50: Decimal, p90: Decimal, reason: str, now: datetime
) -> ExpertOpinion:
    """Seal the author's opinion in yuan, once and in time; nobody reads it before all are opened (H-14.5).

    A refusal leaves what was kept before. The receipt is the digest of the sealed bytes.
    """
    opinion = selectors.opinion_for_update(actor, opinion_id)
    engagement = opinion.engagement
    ENGAGEMENT_STATES.target("submit_opinion", state=engagement.state, role=actor.role)
    policies.require_valuing(engagement)
    require_unsubmitted(opinion)
    if engagement.opinions_due_at is None or now > engagement.opinions_due_at:
        raise Refused(
            "The time for opinions ended on %(when)s; what you typed is kept, but it does not count",
            when=formats.moment(engagement.opinions_due_at),
        )
    low, middle, high = yuan(p10), yuan(p50), yuan(p90)
    if not 0 < low <= middle <= high:
        raise Refused(
            "Low, middle and high: got %(low)s, %(middle)s, %(high)s, takes amounts above 0 that do not fall",
            low=formats.money(low),
            middle=formats.money(middle),
            high=formats.money(high),
        )
    answers = {"p10": str(low), "p50": str(middle), "p90": str(high)}
    answers["reason"] = stated(reason, "reason", most=LONGEST_REASON)
    opinion.sealed = seal(opinion.id, answers)
    opinion.digest, opinion.submitted_at = digest_of(opinion.sealed), now
    opinion.save(update_fields=["sealed", "digest", "submitted_at"])
    body = {"digest": opinion.digest}
    journal.record("valuation.opinion_submitted", engagement, actor=actor, at=now, body=body)
    inbox.close(engagement, "submit_opinion", by=actor, at=now, person_id=actor.person_id)
    return opinion


@transaction.atomic
def open_opinions(*, actor: Actor, number: str, now: datetime) -> Engagement:
    """Open all opinions at once, when all are in or the time has ended, and every chosen method has its run.

    With fewer than three it is refused: no collective interval can be formed (H-14.5).
    """
    engagement = held("open_opinions", actor=actor, number=number)
    if missing := readiness.to_open(engagement, now):
        raise Incomplete(missing)
    rows = [row for row in selectors.counting(engagement).select_for_update(of=("self",)) if row.submitted_at]
    for row in rows:
        disclose(row, now)
    engagement.opened_at = now
    engagement.save(update_fields=["state", "opened_at"])
    body = {"count": len(rows)}
    journal.record("valuation.opinions_opened", engagement, actor=actor, at=now, body=body)
    ask(engagement, "reconcile", by=actor, at=now)
    return engagement


def disclose(opinion: ExpertOpinion, now: datetime) -> None:
    """Write what was sealed into the plain columns."""
    answers = unseal(opinion.id, bytes(opinion.sealed or b""))
    opinion.p10, opinion.p50, opinion.p90 = (Decimal(answers[name]) for name in ("p10", "p50", "p90"))
    opinion.reason, opinion.opened_at = answers["reason"], now
    opinion.save(update_fields=["p10", "p50", "p90", "reason", "opened_at"])


@transaction.atomic
def rule_outlier(
    *, actor: Actor, number: str, code: str, decision: str, reason: str, now: datetime
) -> OutlierRuling:
    """Decide on an opened opinion by its code, once, for a reason; a flag alone excludes nobody."""
    engagement = held("rule_outlier", actor=actor, number=number)
    opinion = next((row for row in selectors.opened(engagement) if row.code == code), None)
    if opinion is None:
        raise Absent
    if selectors.ruling_of(opinion) is not None:
        raise Refused("There is a ruling on the opinion of %(code)s; it stays", code=code)
    if opinion.seat.expert.person_id == actor.person_id:
        raise Refused("Nobody rules on the own opinion")
    if decision not in OutlierRuling.Decision.values:
        raise Refused("decision: got %(got)s, takes keep or exclude", got=decision)
    ruling = OutlierRuling.objects.create(
        opinion=opinion,
        decision=decision,
        reason=stated(reason, "reason"),
        decided_by_id=person_of(actor),
        decided_at=now,
    )
    label = OutlierRuling.Decision(decision).label
    body = {"code": code, "decision_label": str(label), "opinion": ruling.reason}
    journal.record("valuation.outlier_ruled", engagement, actor=actor, at=now, body=body)
    return ruling
