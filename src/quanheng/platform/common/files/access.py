"""Who may have a file: each room answers for the objects its files belong to (`guards`)."""

from uuid import UUID

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.files.guards import guards
from quanheng.platform.common.files.models import Attachment


def get_attachment(actor: Actor, attachment_id: UUID) -> Attachment:
    """Return an attachment that `actor` may have; absent, unguarded and refused ones are all `Absent`."""
    attachment = Attachment.objects.select_related("file").filter(id=attachment_id).first()
    guard = guards.get(attachment.owner_kind) if attachment else None
    if attachment is None or guard is None or not guard(actor, attachment):
        raise Absent
    return attachment
