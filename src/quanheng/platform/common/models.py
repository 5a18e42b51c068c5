"""The tables of `common`, each defined beside what uses it."""

from quanheng.platform.common.approvals import Approval
from quanheng.platform.common.calendar import CalendarDay, CalendarYear
from quanheng.platform.common.drafts import Draft
from quanheng.platform.common.files.models import Attachment, StoredFile
from quanheng.platform.common.idempotency import IdempotencyKey
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.jobs.models import Job
from quanheng.platform.common.journal.models import JournalEntry, JournalOutbox, JournalPart, JournalStream
from quanheng.platform.common.limits import Allowance
from quanheng.platform.common.numbers import NumberSequence
from quanheng.platform.common.schemes import SchemeStack

__all__ = [
    "Allowance",
    "Approval",
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "Draft",
    "IdempotencyKey",
    "InboxItem",
    "Job",
    "JournalEntry",
    "JournalOutbox",
    "JournalPart",
    "JournalStream",
    "NumberSequence",
    "SchemeStack",
    "StoredFile",
]
