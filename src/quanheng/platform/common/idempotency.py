"""A double click is one act: each act's form carries a key, written with the act in one transaction."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, models, transaction

from quanheng.platform.common.drafts import kept
from quanheng.platform.common.errors import Conflict


class IdempotencyKey(models.Model):
    person_id = models.UUIDField()
    key = models.UUIDField()
    body = models.CharField(max_length=64)
    answer = models.CharField(max_length=300)
    at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "common"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "key"], name="one_act_per_person_and_key")
        ]


def new_key() -> str:
    return str(uuid4())


def once(
    *, person_id: UUID, key: str, data: Mapping[str, object], now: datetime, act: Callable[[], str]
) -> str:
    """Run `act` once per key and return its answer (an address); a repeat returns the first answer.

    The same key with another body is refused: it is another act.
    """
    try:
        uuid = UUID(key)
    except ValueError:
        raise Conflict("The form was incomplete; nothing was done. Please open the page again") from None
    body = hashlib.sha256(json.dumps(kept(data), sort_keys=True, ensure_ascii=True).encode()).hexdigest()
    if first := IdempotencyKey.objects.filter(person_id=person_id, key=uuid).first():
        return _repeat(first, body)
    try:
        with transaction.atomic():
            answer = act()
            with transaction.atomic():
                IdempotencyKey.objects.create(person_id=person_id, key=uuid, body=body, answer=answer, at=now)
            return answer
    except IntegrityError:
        first = IdempotencyKey.objects.filter(person_id=person_id, key=uuid).first()
        if first is None:
            raise
        return _repeat(first, body)


def _repeat(first: IdempotencyKey, body: str) -> str:
    if first.body != body:
        raise Conflict("This form was already sent with other content; nothing was done")
    return first.answer
