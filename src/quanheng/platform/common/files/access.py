"""Who may have a file: each room answers for the objects its files belong to."""

from collections.abc import Callable
from uuid import UUID

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.files.guards import guards
from quanheng.platform.common.files.models import Attachment

Guard = Callable[[Actor, Attachment], bool]
_GUARDS: dict[str, Guard] = {}


def register(owner_kind: str, guard: Guard) -> None:
    """Let `guard` decide on the files of `owner_kind`; called once by the room's `apps.ready`."""
    if _GUARDS.setdefault(owner_kind, guard) is not guard:
        raise ValueError(f"files of {owner_kind} already have a guard")


def get_attachment(actor: Actor, attachment_id: UUID) -> Attachment:
    """Return an attachment that `actor` may have; absent, unguarded and refused ones are all `Absent`."""
    attachment = Attachment.objects.select_related("file").filter(id=attachment_id).first()
    guard = (_GUARDS.get(attachment.owner_kind) or guards.get(attachment.owner_kind)) if attachment else None
    if attachment is None or guard is None or not guard(actor, attachment):
        raise Absent
    return attachment
