"""Who looks after whose people."""

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role


def manages(actor: Actor, organisation: Organisation) -> bool:
    """Say whether `actor` looks after the people of `organisation`."""
    return actor.role == Role.SECURITY_ADMIN or (actor.manages and organisation.id == actor.organisation_id)


def require_management(actor: Actor, organisation: Organisation) -> None:
    if not manages(actor, organisation):
        raise Refused(
            "Only a person who manages the people of this organisation, or a security administrator, may do this"
        )
