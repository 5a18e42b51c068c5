"""Note that one has read what the case told."""

from datetime import datetime

from django.db import transaction

from quanheng.platform.common.actors import Actor
from quanheng.platform.evaluation import selectors
from quanheng.platform.evaluation.models import Evaluation


@transaction.atomic
def acknowledge(*, actor: Actor, number: str, now: datetime) -> Evaluation:
    """End the notices of a case that stand in the actor's inbox; nothing else changes."""
    evaluation = selectors.get(actor, number)
    selectors.notices(actor, evaluation).update(closed_at=now, done_by=actor.person_id)
    return evaluation
