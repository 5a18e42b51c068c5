"""Who acts in the story: people by account, organisations by key."""

from dataclasses import dataclass, field

from quanheng.platform.accounts import selectors
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.roles import Role
from quanheng.platform.demo.chance import Chance
from quanheng.platform.demo.province.days import Days
from quanheng.platform.experts.models import Expert


@dataclass
class World:
    """The province as far as it has been told."""

    days: Days
    chance: Chance
    full: bool = True
    organisations: dict[str, Organisation] = field(default_factory=dict)
    experts: list[Expert] = field(default_factory=list)
    _actors: dict[tuple[str, str], Actor] = field(default_factory=dict)

    def actor(self, username: str, role: Role | str = "") -> Actor:
        """Return a person acting in `role`, or in the first one held."""
        key = (username, str(role))
        if key not in self._actors:
            self._actors[key] = self._found(username, str(role))
        return self._actors[key]

    def holder(self, organisation: str, role: Role) -> Actor:
        """Return the first person of an organisation who holds `role`."""
        key = (organisation, str(role))
        if key not in self._actors:
            rows = selectors.holders(role, self.organisations[organisation].id)
            self._actors[key] = selectors.actor_for(rows.order_by("granted_at", "person__username")[0])
        return self._actors[key]

    def _found(self, username: str, role: str) -> Actor:
        person = selectors.person_named(username)
        if person is None:
            raise LookupError(username)
        rows = selectors.running_identities(person.id)
        return selectors.actor_for(next(row for row in rows if role in {"", row.role}))
