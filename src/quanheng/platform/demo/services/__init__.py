"""What the demonstration does: make its province, open doors, move its clock."""

from quanheng.platform.demo.services.clock import move_clock
from quanheng.platform.demo.services.doors import accounts_table, note_switch
from quanheng.platform.demo.services.making import (
    SEED,
    begin_without_province,
    database_is_empty,
    fingerprint,
    load_province,
    require_demonstration,
)

__all__ = [
    "SEED",
    "accounts_table",
    "begin_without_province",
    "database_is_empty",
    "fingerprint",
    "load_province",
    "move_clock",
    "note_switch",
    "require_demonstration",
]
