"""Who may do what to a valuation, beyond what its state allows."""

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.valuation.models import Engagement

SECONDS = frozenset({Role.LEAD, Role.REVIEWER, Role.SIGNER})
"""Who may be the second person when a valuation is skipped."""


def is_lead(actor: Actor, engagement: Engagement) -> bool:
    case = engagement.evaluation
    return (
        actor.role == Role.LEAD
        and actor.organisation_id == case.institution_id
        and actor.person_id == case.lead_id
    )


def require_lead(actor: Actor, engagement: Engagement) -> None:
    if not is_lead(actor, engagement):
        raise Refused("Only the manager of this case may do this")
    require_valuing(engagement)


def require_second(actor: Actor, engagement: Engagement) -> None:
    if actor.role not in SECONDS or actor.organisation_id != engagement.evaluation.institution_id:
        raise Refused("The second person is a case manager, reviewer or signer of the institution")
    require_valuing(engagement)


def require_valuing(engagement: Engagement) -> None:
    """Refuse acts while the case is elsewhere: suspended, terminated, or past its valuation."""
    state = EvaluationState(engagement.evaluation.state)
    if state != EvaluationState.VALUING:
        raise Refused("The evaluation is not being valued now; it is: %(state)s", state=state.label)
