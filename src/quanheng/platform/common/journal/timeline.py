"""Read a chain as people do: who (by role), when, which sentence. And re-derive it, as auditors do."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from quanheng.methods.trust.chain import entry_link, first_prev, part_hash
from quanheng.platform.common import sentences
from quanheng.platform.common.journal.models import JournalEntry
from quanheng.platform.common.journal.record import Streamed
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui.formats import money


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline, in the reader's language."""

    at: datetime
    kind: str
    role: Role
    sentence: str
    opinion: str
    link: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the stored chain does not agree with itself."""

    stream: str
    seq: int
    what: str


def lines(
    obj: Streamed, *, newest_first: bool = True, limit: int | None = None, without: Collection[str] = ()
) -> list[Line]:
    """Return the sentences of an object's chain, but those of the kinds that this reader is not told."""
    rows = (
        JournalEntry.objects.filter(stream_id=obj.stream)
        .exclude(kind__in=without)
        .order_by("-seq" if newest_first else "seq")
        .prefetch_related("parts")
    )
    return [_line(row) for row in (rows[:limit] if limit else rows)]


def _line(row: JournalEntry) -> Line:
    body: Mapping[str, object] = next((p.value for p in row.parts.all() if p.name == "body"), {})
    values = {key: _worded(key, value) for key, value in body.items()}
    text = gettext(sentences.of(row.kind))
    return Line(
        at=row.at,
        kind=row.kind,
        role=Role(str(body.get("role", Role.SYSTEM))),
        sentence=text % values if body else text,
        opinion=str(body.get("opinion", "")),
        link=row.link,
    )


def _worded(key: str, value: object) -> object:
    """Return a value of the body as its sentence takes it: labels translated, amounts of yuan with their unit."""
    if key.endswith("_label") and isinstance(value, str):
        return gettext(value)
    return money(str(value)) if key in sentences.MONEY else value


def faults(stream: str) -> list[Fault]:
    """Re-derive every link and part of a stream; an empty list means the chain is whole."""
    found: list[Fault] = []
    prev = first_prev(stream)
    rows = JournalEntry.objects.filter(stream_id=stream).order_by("seq").prefetch_related("parts")
    for seq, row in enumerate(rows, 1):
        entry = json.loads(bytes(row.bytes))
        if (entry["seq"], entry["prev"], row.seq) != (seq, prev, seq):
            found.append(Fault(stream, row.seq, "order"))
        if entry_link(entry) != row.link or entry["kind"] != row.kind or entry["actor"] != row.actor:
            found.append(Fault(stream, row.seq, "link"))
        found.extend(
            Fault(stream, row.seq, f"part {part.name}")
            for part in row.parts.all()
            if part_hash(bytes(part.salt), part.value) != entry["parts"].get(part.name)
        )
        prev = row.link
    return found
