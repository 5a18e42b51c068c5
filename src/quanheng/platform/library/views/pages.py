"""What the pages of one achievement share: its header, tabs, timeline, and the acts of its table that have a page."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.headers import case_header
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.parts import Action, CaseHeader, Tab, TimelineLine
from quanheng.platform.library import hooks, naming, selectors
from quanheng.platform.library.models import Achievement, EvaluationWay
from quanheng.platform.library.states import ACHIEVEMENT_STATES, AchievementState

ACTS = {
    "submit": "library:check",
    "recall": "library:recall",
    "withdraw": "library:withdraw",
    "freeze": "library:freeze",
    "release": "library:release",
    "archive": "library:archive",
    "restore": "library:restore",
}
FIRST_LINES = 8


def header(achievement: Achievement, actor: Actor, now: datetime) -> CaseHeader:
    """Return the header; an office of the owner's own organisation, and other owners, are offered no act."""
    own = actor.organisation_id == achievement.owner_id
    mine = own == (actor.role == Role.OWNER)
    return case_header(
        achievement,
        kind=_("Achievement"),
        table=ACHIEVEMENT_STATES,
        actor=actor,
        now=now,
        pages=ACTS if mine else {},
        extra=(*review_action(achievement, actor, own=own), *next_actions(achievement, actor)),
    )


def review_action(achievement: Achievement, actor: Actor, *, own: bool) -> tuple[Action, ...]:
    if achievement.state != AchievementState.SUBMITTED or actor.role != Role.OFFICER or own:
        return ()
    return (
        Action(
            _("Review for the library"), reverse("library:review", args=[achievement.number]), primary=True
        ),
    )


def next_actions(achievement: Achievement, actor: Actor) -> Iterable[Action]:
    return [
        action for name in hooks.next_actions.names() for action in import_string(name)(actor, achievement)
    ]


def tabs(achievement: Achievement, actor: Actor, current: str) -> tuple[Tab, ...]:
    """Return the parts of the case; evidence and record belong to those who read the whole dossier."""
    if not selectors.reads_dossier(actor, achievement):
        return ()
    args = [achievement.number]
    record = Tab(_("Record"), reverse("library:history", args=args), current == "history")
    return (
        Tab(_("Overview"), achievement.get_absolute_url(), current == "overview"),
        Tab(
            _("Evidence"),
            reverse("library:evidence", args=args),
            current == "evidence",
            selectors.evidence(achievement).count(),
        ),
        *([record] if selectors.deals_with_holder(actor, achievement) else []),
    )


def record(achievement: Achievement, *, limit: int | None = None) -> Sequence[TimelineLine]:
    """Return the timeline: who acted as role, what, why; newest first."""
    lines = timeline.lines(achievement, limit=limit)
    return [TimelineLine(line.at, line.role.label, line.sentence, line.opinion) for line in lines]


def self_declared(achievement: Achievement) -> str:
    """Return the label of a self-declaration while no evaluation has confirmed a level (M-4)."""
    declared = achievement.evaluation_way == EvaluationWay.SELF_DECLARATION and achievement.level is None
    return naming.self_declared(stack_of(achievement.scheme)) if declared else ""
