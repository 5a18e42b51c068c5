"""Move an achievement along its table, and say whose step is next."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from quanheng.platform.common import inbox
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.roles import Role
from quanheng.platform.library import policies, selectors
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.states import ACHIEVEMENT_STATES, AchievementState


def locked_for(verb: str, *, actor: Actor, number: str) -> Achievement:
    """Return the achievement, locked, if `actor` may `verb` it."""
    achievement = selectors.get_for_update(actor, number)
    policies.require_possible(actor, verb, achievement)
    return achievement


def moved(achievement: Achievement, verb: str, *, actor: Actor, now: datetime) -> Achievement:
    """Give the achievement the state after `verb`, end the open steps and assign the next; the caller saves."""
    achievement.previous_state = achievement.state
    achievement.state = ACHIEVEMENT_STATES.target(verb, state=achievement.state, role=actor.role)
    achievement.version += 1
    inbox.close(achievement, by=actor, at=now)
    if achievement.state == AchievementState.DRAFT:
        ask_owner(
            achievement, by=actor, at=now, deadline="library.correct" if achievement.corrections else ""
        )
    if achievement.state == AchievementState.SUBMITTED:
        office = inbox.Recipient(Role.OFFICER)
        inbox.assign(
            achievement,
            "publish",
            what=_("review for the library"),
            to=office,
            at=now,
            by=actor,
            deadline="library.review",
        )
    return achievement


def ask_owner(achievement: Achievement, *, by: Actor, at: datetime, deadline: str = "") -> None:
    what = _("correct and hand in again") if deadline else _("complete the dossier and hand it in")
    owner = inbox.Recipient(Role.OWNER, organisation_id=achievement.owner_id)
    inbox.assign(achievement, "submit", what=what, to=owner, at=at, by=by, deadline=deadline)
