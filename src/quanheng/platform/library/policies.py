"""Who may do what to an achievement, beyond what its state allows."""

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.states import ACHIEVEMENT_STATES, AchievementState

OWNER_VERBS = frozenset({"edit", "submit", "recall", "withdraw", "add_evidence", "remove_evidence"})
EVIDENCE_STATES = frozenset({AchievementState.DRAFT, AchievementState.SUBMITTED, AchievementState.PUBLISHED})


def require(actor: Actor, verb: str, achievement: Achievement) -> None:
    """Refuse an act on a stranger's achievement, and a decision of an office on its own organisation's.

    A supervisor withdraws what was frozen; otherwise the owner's people act on what they hold.
    """
    own = actor.organisation_id is not None and actor.organisation_id == achievement.owner_id
    frozen = verb == "withdraw" and achievement.state == AchievementState.FROZEN
    if verb in OWNER_VERBS and not frozen:
        if not (own and actor.role == Role.OWNER):
            raise Refused("Only the owner of the achievement may do this")
    elif own:
        raise Refused("Nobody decides on an achievement of the own organisation")


def require_possible(actor: Actor, verb: str, achievement: Achievement) -> None:
    """Refuse a page whose act this person may not do, or not in this state."""
    require(actor, verb, achievement)
    ACHIEVEMENT_STATES.target(verb, state=achievement.state, role=actor.role)


def require_draft(achievement: Achievement) -> None:
    if achievement.state != AchievementState.DRAFT:
        raise Refused(
            "%(number)s is not a draft (%(state)s): its dossier cannot be changed now",
            number=achievement.number,
            state=AchievementState(achievement.state).label,
        )


def require_open_for_evidence(achievement: Achievement) -> None:
    if achievement.state not in EVIDENCE_STATES:
        raise Refused(
            "No evidence is taken while the achievement is %(state)s",
            state=AchievementState(achievement.state).label,
        )
