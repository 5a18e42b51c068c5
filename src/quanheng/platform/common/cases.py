"""What every case of the platform has: an id, a published number, a state, a pinned stack of rules."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.urls import reverse

from quanheng.platform.common.numbers import next_number


@dataclass(frozen=True, slots=True)
class CaseRef:
    """A case of a room above, opaque to the room that stores it."""

    kind: str
    id: UUID
    number: str


class Case(models.Model):
    """A numbered case. Subclasses set `letters`, `kind` and the `state` field of their table.

    `scheme` is the fingerprint of the stack of packs that the case keeps to its end; empty until locked.
    """

    letters: ClassVar[str]
    kind: ClassVar[str]
    state: Any

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    previous_state = models.CharField(max_length=24, blank=True, default="")
    scheme = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse(f"{self._meta.app_label}:{self.kind}", args=[self.number])

    @classmethod
    def new(cls, *, now: datetime, **fields: object) -> Any:
        """Return an unsaved row with its id, number and time."""
        return cls(number=next_number(cls.letters, now=now), created_at=now, **fields)

    @property
    def ref(self) -> CaseRef:
        return CaseRef(self.kind, self.id, self.number)

    @property
    def stream(self) -> str:
        return f"{self.kind}/{self.id}"

    @property
    def display_title(self) -> str:
        return str(getattr(self, "title", self.number))
