"""What happens to an achievement that is in the library: withdrawn, frozen, released, archived, restored."""

from datetime import datetime

from django.db import transaction
from django.utils.module_loading import import_string

from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.library import hooks
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.services.moving import locked_for, moved
from quanheng.platform.library.services.review import REASON_LENGTH


@transaction.atomic
def withdraw_achievement(*, actor: Actor, number: str, reason: str, now: datetime) -> Achievement:
    """Take an achievement out of the library; what runs on it in a room above keeps it there."""
    achievement = locked_for("withdraw", actor=actor, number=number)
    for name in hooks.withdrawal_stops.names():
        if stop := import_string(name)(achievement):
            raise Refused(stop)
    return _with_reason(achievement, "withdraw", "library.withdrawn", actor=actor, reason=reason, now=now)


@transaction.atomic
def freeze_achievement(*, actor: Actor, number: str, reason: str, now: datetime) -> Achievement:
    """Freeze an achievement because of a dispute or complaint; the owner reads the reason."""
    achievement = locked_for("freeze", actor=actor, number=number)
    return _with_reason(achievement, "freeze", "library.frozen", actor=actor, reason=reason, now=now)


@transaction.atomic
def release_achievement(*, actor: Actor, number: str, reason: str, now: datetime) -> Achievement:
    achievement = locked_for("release", actor=actor, number=number)
    return _with_reason(achievement, "release", "library.released", actor=actor, reason=reason, now=now)


@transaction.atomic
def archive_achievement(*, actor: Actor, number: str, reason: str, now: datetime) -> Achievement:
    achievement = locked_for("archive", actor=actor, number=number)
    return _with_reason(achievement, "archive", "library.archived", actor=actor, reason=reason, now=now)


@transaction.atomic
def restore_achievement(*, actor: Actor, number: str, reason: str, now: datetime) -> Achievement:
    """Bring a withdrawn or archived achievement back to the office's review."""
    achievement = locked_for("restore", actor=actor, number=number)
    return _with_reason(achievement, "restore", "library.restored", actor=actor, reason=reason, now=now)


def _with_reason(
    achievement: Achievement, verb: str, kind: str, *, actor: Actor, reason: str, now: datetime
) -> Achievement:
    text = reason.strip()
    if not text or len(text) > REASON_LENGTH:
        raise Refused(
            "Reason: got %(got)s characters, takes 1 to %(length)s", got=len(text), length=REASON_LENGTH
        )
    moved(achievement, verb, actor=actor, now=now).save()
    journal.record(kind, achievement, actor=actor, at=now, body={"opinion": text})
    return achievement
