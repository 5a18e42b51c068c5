"""Write down the level that an evaluation confirmed."""

from datetime import datetime

from django.db import transaction

from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.library import selectors
from quanheng.platform.library.models import Achievement


@transaction.atomic
def set_level(
    *, actor: Actor, achievement: Achievement, level: int, stage: str, now: datetime
) -> Achievement:
    """Keep the confirmed level and its stage; called by the room that confirmed them, which answers for the right."""
    row = selectors.lock_by_id(achievement.id)
    row.level, row.stage = level, stage
    row.version += 1
    row.save(update_fields=["level", "stage", "version"])
    journal.record("library.level_set", row, actor=actor, at=now, body={"level": level, "stage": stage})
    return row
