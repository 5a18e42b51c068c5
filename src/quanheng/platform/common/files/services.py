"""Take files in, hand their bytes out unchanged, find those that were changed (trust 6, G-14)."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.files import store
from quanheng.platform.common.files.accepted import (
    MIB,
    PLAIN_FORM_BYTES,
    FileType,
    NotAccepted,
    type_of,
)
from quanheng.platform.common.files.models import Attachment, StoredFile
from quanheng.platform.common.files.parsing import check_name, judge

logger = logging.getLogger(__name__)


class EvidenceChanged(Refused):
    """The bytes on the disk are not those that were stored (证据已变)."""


@dataclass(frozen=True, slots=True)
class Received:
    """A judged content that lies in the store and waits for its row; see `attach`."""

    sha256: str
    size: int
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A stored content that is `changed` or `missing` on the disk."""

    sha256: str
    fault: str


def store_upload(
    *, uploaded_file: "File[bytes]", name: str, owner_kind: str, owner_id: UUID, actor: Actor, now: datetime
) -> Attachment:
    """Judge an upload, store it and attach it to its owner. `Refused` names file and reason; nothing is stored then.

    Judging takes up to seconds: inside a transaction call `receive` before it and `attach` in it.
    """
    received = receive(uploaded_file=uploaded_file, name=name, actor=actor)
    with transaction.atomic():
        return attach(received, owner_kind=owner_kind, owner_id=owner_id, actor=actor, now=now)


def receive(*, uploaded_file: "File[bytes]", name: str, actor: Actor) -> Received:
    """Judge an upload and put its bytes into the store; no row is written yet."""
    size = uploaded_file.size or 0
    if size > PLAIN_FORM_BYTES:
        raise Refused(
            "%(name)s was not stored: got %(size)s MiB, takes at most %(most)s",
            name=name,
            size=-(-size // MIB),
            most=PLAIN_FORM_BYTES // MIB,
        )
    arrival = store.receive(uploaded_file.chunks(), settings.FILES_DIR)
    try:
        kind = known(arrival.sha256, name) or judge(arrival.path, name)
    except NotAccepted as error:
        logger.warning(
            "upload refused: sha256=%s person=%s reason=%s", arrival.sha256, actor.person_id, error.text
        )
        raise Refused(
            "%(name)s was not stored: %(reason)s", name=name, reason=Refused(error.text, **error.values)
        ) from error
    else:
        store.keep(arrival, settings.FILES_DIR)
    finally:
        store.discard(arrival)
    return Received(arrival.sha256, arrival.size, kind.media_type, name)


def known(sha256: str, name: str) -> FileType | None:
    """Return the type of a content that is stored already as what `name` says it is: it is not judged again."""
    check_name(name)
    kind = type_of(name)
    stored = StoredFile.objects.filter(sha256=sha256, media_type=kind.media_type).exists()
    return kind if stored else None


def attach(received: Received, *, owner_kind: str, owner_id: UUID, actor: Actor, now: datetime) -> Attachment:
    """Write the rows of a received content, in the caller's transaction."""
    file, _created = StoredFile.objects.get_or_create(
        sha256=received.sha256,
        defaults={"size": received.size, "media_type": received.media_type, "created_at": now},
    )
    return Attachment.objects.create(
        file=file,
        name=received.name,
        owner_kind=owner_kind,
        owner_id=owner_id,
        uploaded_by=actor.person_id,
        organisation_id=actor.organisation_id,
        uploaded_at=now,
    )


def store_made(
    *, content: bytes, name: str, owner_kind: str, owner_id: UUID, actor: Actor, now: datetime
) -> Attachment:
    """Store a file that the platform made itself (a document, an export); it is not judged."""
    arrival = store.receive([content], settings.FILES_DIR)
    store.keep(arrival, settings.FILES_DIR)
    received = Received(arrival.sha256, arrival.size, type_of(name).media_type, name)
    return attach(received, owner_kind=owner_kind, owner_id=owner_id, actor=actor, now=now)


def read(attachment: Attachment) -> bytes:
    """Return the bytes of an attachment; `EvidenceChanged` when they are not those that were stored."""
    try:
        content = store.place(settings.FILES_DIR, attachment.file_id).read_bytes()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != attachment.file_id:
        logger.error("evidence changed: sha256=%s", attachment.file_id)
        raise EvidenceChanged(
            "Evidence changed: %(name)s is no longer the file that was stored (%(sha256)s)",
            name=attachment.name,
            sha256=attachment.file_id,
        )
    return content


def verify_all() -> Iterator[Fault]:
    """Compare every stored content with its hash and yield those at fault (the nightly walk)."""
    for sha256 in StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).iterator():
        found = store.digest_of(store.place(settings.FILES_DIR, sha256))
        if found != sha256:
            yield Fault(sha256, "changed" if found else "missing")
