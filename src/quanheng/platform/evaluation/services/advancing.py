"""Moves whose facts live in the rooms above: valuation and reports check theirs and call downwards."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.evaluation import policies, selectors
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.evaluation.services.moving import moved

KINDS: Mapping[str, str] = {
    "close_valuation": "evaluation.valuation_closed",
    "skip_valuation": "evaluation.valuation_skipped",
    "submit_report": "evaluation.report_submitted",
    "approve": "evaluation.report_approved",
    "send_back": "evaluation.report_sent_back",
    "agree": "evaluation.report_agreed",
    "object_facts": "evaluation.facts_objected",
    "sign": "evaluation.issued",
    "appeal": "evaluation.appealed",
    "supersede": "evaluation.superseded",
    "revoke": "evaluation.revoked",
    "dismiss_appeal": "evaluation.appeal_dismissed",
    "reevaluate": "evaluation.reevaluated",
}

CONCLUDING = frozenset({"sign", "supersede", "revoke"})


@transaction.atomic
def advance(
    *,
    actor: Actor,
    evaluation_id: UUID,
    verb: str,
    now: datetime,
    body: Mapping[str, object] | None = None,
    what: str = "",
    path: str = "",
) -> Evaluation:
    """Take one of the steps of `KINDS` for a room above, which has checked its own facts.

    `body` goes into the journal; `what` and `path` are words and address of the next step where the room has a
    page for it. A two-person verb is called as its second person, after `approvals.approve`.
    """
    if verb not in KINDS:
        raise Refused("verb: got %(got)s, takes %(takes)s", got=verb, takes=", ".join(KINDS))
    evaluation = selectors.for_update_by_id(actor, evaluation_id)
    if not policies.completes(actor, verb, evaluation):
        policies.require(actor, evaluation)
    if verb in CONCLUDING:
        evaluation.concluded_at = now
    return moved(evaluation, verb, actor=actor, now=now, kind=KINDS[verb], body=body, what=what, path=path)
