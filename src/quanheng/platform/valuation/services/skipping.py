"""Go on to the report without a value: for a written reason, by two persons."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from quanheng.platform.common import approvals, inbox, journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import services as evaluation
from quanheng.platform.valuation import links, policies, selectors
from quanheng.platform.valuation.models import Engagement
from quanheng.platform.valuation.services.moving import ask, held, stated
from quanheng.platform.valuation.states import ENGAGEMENT_STATES

VERB = "skip_valuation"
SECOND = noop("approve as second person")
LONGEST = 1000


@transaction.atomic
def propose_skip(*, actor: Actor, number: str, reason: str, now: datetime) -> Engagement:
    """Put skipping up for a second person, with the reason that the report will print; nothing is skipped yet."""
    engagement = held("skip", actor=actor, number=number)
    words = stated(reason, "reason", most=LONGEST)
    case = engagement.evaluation
    approvals.propose(case, VERB, actor=actor, now=now, payload={"reason": words})
    journal.record("valuation.skip_proposed", engagement, actor=actor, at=now, body={"reason": words})
    inbox.close(engagement, "skip", by=actor, at=now)
    for role in (Role.REVIEWER, Role.SIGNER):
        inbox.assign(
            engagement,
            "skip",
            what=SECOND,
            to=inbox.Recipient(role, organisation_id=case.institution_id),
            at=now,
            by=actor,
            path=links.page("approve_skip", number),
        )
    return engagement


@transaction.atomic
def approve_skip(*, actor: Actor, number: str, now: datetime) -> Engagement:
    """Skip the valuation as its second person; the case goes on to its report without a value."""
    engagement = selectors.get_for_update(actor, number)
    policies.require_second(actor, engagement)
    engagement.state = ENGAGEMENT_STATES.target("skip", state=engagement.state, role=Role.LEAD)
    proposal = approvals.approve(engagement.evaluation, VERB, actor=actor, now=now)
    engagement.skip_reason = str(proposal.payload["reason"])
    engagement.save(update_fields=["state", "skip_reason"])
    body = {"reason": engagement.skip_reason}
    journal.record("valuation.skipped", engagement, actor=actor, at=now, body=body)
    ask(engagement, "", by=actor, at=now)
    evaluation.advance(actor=actor, evaluation_id=engagement.evaluation_id, verb=VERB, now=now)
    return engagement
