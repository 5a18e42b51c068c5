"""Who may do what to an evaluation, beyond what its state allows."""

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.evaluation.states import EVALUATION_STATES

SECONDS = frozenset({Role.LEAD, Role.REVIEWER, Role.SIGNER})
"""Who may be the second person of an institution's two-person act."""


def require(actor: Actor, evaluation: Evaluation) -> None:
    """Refuse an act on a stranger's case, and one of a case manager on a case of another one."""
    if actor.role == Role.OWNER and actor.organisation_id != evaluation.client_id:
        raise Refused("Only the client of the commission may do this")
    if actor.role in INSTITUTION and actor.organisation_id != evaluation.institution_id:
        raise Refused("Only the commissioned institution may do this")
    if actor.role == Role.LEAD and actor.person_id != evaluation.lead_id:
        raise Refused("Only the manager of this case may do this")


def require_client(actor: Actor, evaluation: Evaluation) -> None:
    if actor.role != Role.OWNER or actor.organisation_id != evaluation.client_id:
        raise Refused("Only the client of the commission may do this")


def require_lead(actor: Actor, evaluation: Evaluation) -> None:
    if not is_lead(actor, evaluation):
        raise Refused("Only the manager of this case may do this")


def require_second(actor: Actor, evaluation: Evaluation) -> None:
    """Admit the second person of an act: a case manager, reviewer or signer of the institution."""
    if not is_second(actor, evaluation):
        raise Refused("The second person is a case manager, reviewer or signer of the institution")


def follows_marks(actor: Actor) -> bool:
    """Say whether `actor` follows how marks come in: the institution and who watches, never the client."""
    return actor.role != Role.OWNER


def acting_role(actor: Actor, verb: str, evaluation: Evaluation) -> Role:
    """Return in whose hand the state table sees a verb: a second person completes the act of the first."""
    return Role.LEAD if completes(actor, verb, evaluation) else actor.role


def completes(actor: Actor, verb: str, evaluation: Evaluation) -> bool:
    """Say whether `verb` is a two-person act of the institution that `actor` may complete as second person."""
    arrows = EVALUATION_STATES.arrows()
    move = next((m for source, m in arrows if m.verb == verb and source == evaluation.state), None)
    return move is not None and move.second and Role.LEAD in move.by and is_second(actor, evaluation)


def is_lead(actor: Actor, evaluation: Evaluation) -> bool:
    return (
        actor.role == Role.LEAD
        and actor.person_id == evaluation.lead_id
        and actor.organisation_id == evaluation.institution_id
    )


def is_second(actor: Actor, evaluation: Evaluation) -> bool:
    return actor.role in SECONDS and actor.organisation_id == evaluation.institution_id
