"""The passphrase that seals the keys of a backup: from `BACKUP_PASSPHRASE`, else asked for."""

import os
from getpass import getpass

from quanheng.platform.common.backup import BackupError


def passphrase(*, twice: bool = False) -> str:
    """Return the passphrase; `twice` when a slip of the finger would make the backup useless."""
    if given := os.environ.get("BACKUP_PASSPHRASE"):
        return given
    typed = getpass("Passphrase: ")
    if twice and getpass("Once more: ") != typed:
        raise BackupError("the two passphrases differ")
    return typed
