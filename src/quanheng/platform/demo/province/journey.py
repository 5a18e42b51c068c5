"""One achievement on its way: its texts, its people, its numbers, and when its steps happen."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from quanheng.platform.accounts.actors import Actor
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.roles import Role
from quanheng.platform.demo.province.cast import World


@dataclass
class Journey:
    """The way of one achievement; `step` counts working days from its beginning."""

    name: str
    world: World
    dossier: dict[str, Any]
    number: str = ""
    case: str = ""
    trade: dict[str, str] = field(default_factory=dict)

    @property
    def story(self) -> dict[str, Any]:
        found: dict[str, Any] = self.dossier["story"]
        return found

    @property
    def owner(self) -> Actor:
        return self.world.actor(self.dossier["owner"], Role.OWNER)

    @property
    def house(self) -> Organisation:
        """Return the organisation that owns the achievement."""
        return next(o for o in self.world.organisations.values() if o.id == self.owner.organisation_id)

    def at(self, step: int, clock: str = "10:00") -> datetime:
        return self.world.days.at(self.story["began"] - step, clock)

    def day(self, step: int) -> date:
        return self.world.days.day(self.story["began"] - step)

    def institution(self, role: Role) -> Actor:
        """Return who acts for the institution that evaluates the achievement."""
        return self.world.holder(self.story["institution"], role)
