"""Collect the information of the stage, item by item (H-14.2, H-20.1, H-26.2)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.evaluation import readiness, selectors
from quanheng.platform.evaluation.models import Evaluation, InformationItem
from quanheng.platform.evaluation.services.moving import locked_for, moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found, with source and day; or why there is none (`gap_reason`)."""

    source: str = ""
    dated: date | None = None
    finding: str = ""
    gap_reason: str = ""


@transaction.atomic
def save_information(
    *,
    actor: Actor,
    number: str,
    item: str,
    finding: Finding,
    attachment: Attachment | None = None,
    now: datetime,
) -> InformationItem:
    """Enter one item of the list: source, date and finding together, or the reason of the gap.

    A file that was attached before stays when none is given.
    """
    evaluation = locked_for("complete_collection", actor=actor, number=number)
    plan = readiness.plan_in_force(evaluation)
    if item not in {row["id"] for row in plan.information}:
        raise Refused("item: got %(got)s, takes one of the stage's information list", got=item)
    require_told(finding, now)
    row, _ = InformationItem.objects.update_or_create(
        evaluation=evaluation,
        item=item,
        defaults={
            "source": finding.source.strip(),
            "dated": finding.dated,
            "finding": finding.finding.strip(),
            "gap_reason": finding.gap_reason.strip(),
            "entered_by_id": person_of(actor),
            "entered_at": now,
        }
        | ({"attachment": attachment} if attachment else {}),
    )
    body = {"item": item} | ({"file": attachment.file_id} if attachment else {})
    journal.record("evaluation.information_saved", evaluation, actor=actor, at=now, body=body)
    return row


@transaction.atomic
def complete_collection(*, actor: Actor, number: str, now: datetime) -> Evaluation:
    """End the collection; `Incomplete` names every item that is neither found nor explained."""
    evaluation = locked_for("complete_collection", actor=actor, number=number)
    plan = readiness.plan_in_force(evaluation)
    found = selectors.information(evaluation)
    if missing := readiness.to_complete_collection(plan, found):
        raise Incomplete(missing)
    gaps = sum(bool(row.gap_reason) for row in found.values())
    body = {"found": len(found) - gaps, "gaps": gaps}
    return moved(
        evaluation, "complete_collection", actor=actor, now=now, kind="evaluation.collected", body=body
    )


def require_told(finding: Finding, now: datetime) -> None:
    if finding.gap_reason.strip():
        return
    checks = (
        (bool(finding.source.strip()), "The source is empty"),
        (finding.dated is not None, "The date is empty"),
        (bool(finding.finding.strip()), "The finding is empty"),
        (finding.dated is None or finding.dated <= now.date(), "The date lies in the future"),
    )
    if missing := [Missing(text, "information") for there, text in checks if not there]:
        raise Incomplete(missing)
