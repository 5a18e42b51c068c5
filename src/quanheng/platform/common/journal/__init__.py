"""The journal: append-only entries, hash-chained per object, written with the act they record."""

from quanheng.platform.common.journal.record import record
from quanheng.platform.common.journal.sentences import register

__all__ = ["record", "register"]
