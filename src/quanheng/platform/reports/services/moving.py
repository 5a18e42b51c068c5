"""Move a report along its table, and its case along machine E."""

from collections.abc import Mapping
from datetime import datetime

from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.evaluation.services import advance
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.states import REPORT_STATES


def moved(
    report: Report,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    body: Mapping[str, object] | None = None,
    what: str = "",
    path: str = "",
) -> Report:
    """Give the report the state after `verb`, journal it, and take the same step in the case."""
    report.state = REPORT_STATES.target(verb, state=report.state, role=actor.role)
    report.version += 1
    report.save()
    journal.record(f"reports.{verb}", report, actor=actor, at=now, body=body)
    advance(
        actor=actor, evaluation_id=report.evaluation_id, verb=verb, now=now, body=body, what=what, path=path
    )
    return report
