"""Write one entry: chained, in the caller's transaction. No act without entry, no entry without act."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.db import transaction

from quanheng.methods.trust.canonical import canonical_json
from quanheng.methods.trust.chain import entry_link, first_prev, part_hash
from quanheng.platform.common import sentences
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.journal.models import JournalEntry, JournalOutbox, JournalPart, JournalStream


class Streamed(Protocol):
    """An object with a chain of its own."""

    @property
    def stream(self) -> str: ...


def record(
    kind: str,
    obj: Streamed,
    *,
    actor: Actor,
    at: datetime,
    body: Mapping[str, object] | None = None,
    person: Mapping[str, object] | None = None,
) -> JournalEntry:
    """Append `kind` to the chain of `obj`.

    `body` holds business facts (no floats: money and marks as Decimal), `person` personal data that may be
    erased later. The acting role is added to the body.
    """
    sentences.of(kind)
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("journal.record: got no transaction, takes one around act and entry")
    head = locked_head(obj.stream)
    parts = {"body": {"role": str(actor.role), **(body or {})}} | ({"person": dict(person)} if person else {})
    salts = {name: secrets.token_bytes(16) for name in parts}
    entry = {
        "v": "quanheng-entry/1",
        "suite": "intl-1",
        "stream": obj.stream,
        "seq": head.seq + 1,
        "prev": head.link,
        "at": at,
        "kind": kind,
        "actor": actor.pseudonym,
        "parts": {name: part_hash(salts[name], value) for name, value in parts.items()},
    }
    row = JournalEntry.objects.create(
        stream=head,
        seq=head.seq + 1,
        link=entry_link(entry),
        at=at,
        kind=kind,
        actor=actor.pseudonym,
        bytes=canonical_json(entry),
    )
    JournalPart.objects.bulk_create(
        JournalPart(entry=row, name=name, salt=salts[name], value=json.loads(canonical_json(value)))
        for name, value in parts.items()
    )
    JournalOutbox.objects.create(entry=row)
    head.seq, head.link = row.seq, row.link
    head.save(update_fields=["seq", "link"])
    return row


def locked_head(stream: str) -> JournalStream:
    rows = JournalStream.objects.select_for_update()
    if head := rows.filter(name=stream).first():
        return head
    JournalStream.objects.get_or_create(name=stream, defaults={"link": first_prev(stream)})
    return rows.get(name=stream)
