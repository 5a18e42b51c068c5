"""Who may do what in the expert room, beyond what the state tables say."""

from uuid import UUID

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.experts.models import Claim, Expert


def require_pool_manager(actor: Actor) -> None:
    if actor.role != Role.POOL_MANAGER:
        raise Refused("Only an expert pool manager does this")


def person_of(actor: Actor) -> UUID:
    """Return who acts; visitors and the system are nobody."""
    if actor.person_id is None:
        raise Refused("A signed-in person does this")
    return actor.person_id


def require_other_person(actor: Actor, expert: Expert) -> None:
    """Nobody decides on the own record (`trust.md` 8)."""
    if actor.person_id == expert.person_id:
        raise Refused("This is your own record; another person decides on it")


def require_verifier(actor: Actor, claim: Claim) -> None:
    """The verifier is neither the expert nor whoever entered the claim, and looks at a proof (H-13.2)."""
    require_pool_manager(actor)
    require_other_person(actor, claim.expert)
    if claim.owner_id == actor.person_id:
        raise Refused("You entered this claim; another person verifies it")
    if claim.proof_id is None and not claim.register:
        raise Refused("The claim has no proof: a file, or the address in a public register, is needed first")
