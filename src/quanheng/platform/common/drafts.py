"""Nothing typed is lost: what stands in a form is kept per person and page until the form is sent.

A form carries a signed token naming its person and page, so that even a form sent after the sign-in
ended is kept; only that person, signed in again, sees it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db import models, transaction
from django.http import QueryDict

from quanheng.platform.common.errors import Conflict

TOKEN_AGE = 14 * 24 * 3600
NOT_KEPT = frozenset(
    {"csrfmiddlewaretoken", "draft_token", "draft_version", "idempotency_key", "password", "save_draft"}
)


class Draft(models.Model):
    person_id = models.UUIDField()
    page = models.CharField(max_length=200)
    data = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        app_label = "common"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "page"], name="one_draft_per_person_and_page")
        ]


@dataclass(frozen=True, slots=True)
class Token:
    person_id: UUID
    page: str


def token(person_id: UUID, page: str) -> str:
    return signing.dumps([str(person_id), page], salt="draft")


def read_token(text: str) -> Token | None:
    """Return whose form it is; `None` for a forged or stale token."""
    try:
        person, page = signing.loads(text, salt="draft", max_age=TOKEN_AGE)
    except signing.BadSignature:
        return None
    return Token(UUID(person), page)


def kept(data: Mapping[str, object]) -> dict[str, list[str]]:
    """Return the answers of a sent form, lists as lists, without tokens and passwords."""
    answers = dict(data.lists()) if isinstance(data, QueryDict) else {k: [str(v)] for k, v in data.items()}
    return {k: v for k, v in answers.items() if k not in NOT_KEPT}


@transaction.atomic
def save(
    *, person_id: UUID, page: str, data: Mapping[str, object], now: datetime, version: int | None = None
) -> Draft:
    """Keep the answers; a `version` older than the stored one is another window's: `Conflict`."""
    row = Draft.objects.select_for_update().filter(person_id=person_id, page=page).first()
    if row is None:
        return Draft.objects.create(person_id=person_id, page=page, data=kept(data), saved_at=now)
    if version is not None and version < row.version:
        raise Conflict("This form was changed in another window; both versions are kept")
    row.data, row.saved_at, row.version = kept(data), now, row.version + 1
    row.save()
    return row


def load(person_id: UUID | None, page: str) -> Draft | None:
    return Draft.objects.filter(person_id=person_id, page=page).first() if person_id else None


def kept_pages(person_id: UUID | None, pages: Iterable[str]) -> set[str]:
    """Return those of `pages` on which the person left something unsent."""
    rows = (
        Draft.objects.filter(person_id=person_id, page__in=list(pages)) if person_id else Draft.objects.none()
    )
    return set(rows.values_list("page", flat=True))


def discard(person_id: UUID | None, page: str) -> None:
    if person_id:
        Draft.objects.filter(person_id=person_id, page=page).delete()


def as_post(draft: Draft) -> QueryDict:
    """Return the kept answers as a form takes them."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    return data
