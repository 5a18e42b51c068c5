"""Who acts: one person, in one role, for one organisation, at this moment."""

from dataclasses import dataclass
from uuid import UUID

from quanheng.platform.common.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """The present identity of a signed-in person; `PUBLIC` for a visitor, `SYSTEM` for `tick`.

    Who `manages` looks after the people of the organisation.
    """

    role: Role
    person_id: UUID | None = None
    organisation_id: UUID | None = None
    identity_id: UUID | None = None
    pseudonym: str = ""
    manages: bool = False


PUBLIC = Actor(Role.PUBLIC, pseudonym="public")
SYSTEM = Actor(Role.SYSTEM, pseudonym="system")
