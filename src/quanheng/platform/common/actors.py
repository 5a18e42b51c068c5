"""Who acts, as the lower rooms know it: one person in one role for one organisation."""

from typing import Protocol
from uuid import UUID

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role


class Actor(Protocol):
    """`accounts.actors.Actor` fulfils this; `common` knows no more of people."""

    @property
    def role(self) -> Role: ...
    @property
    def person_id(self) -> UUID | None: ...
    @property
    def organisation_id(self) -> UUID | None: ...
    @property
    def identity_id(self) -> UUID | None: ...
    @property
    def pseudonym(self) -> str: ...
    @property
    def manages(self) -> bool: ...


def person_of(actor: Actor) -> UUID:
    """Return who signs: an act that leaves a name behind needs a signed-in person."""
    if actor.person_id is None:
        raise Refused("This act needs a signed-in person")
    return actor.person_id
