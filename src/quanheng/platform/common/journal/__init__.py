"""The journal: append-only entries, hash-chained per object, written with the act they record."""

from quanheng.platform.common.journal.record import record

__all__ = ["record"]
