"""The passphrase that seals the keys of a backup: from `BACKUP_PASSPHRASE`, else asked for."""

import os
from getpass import getpass

from quanheng.platform.common.backup import BackupError


def passphrase(*, twice: bool = False) -> str:
    """Return the passphrase; `twice` when a slip of the finger would make the backup useless."""
    if given := os.environ.get("BACKUP_PASSPHRASE"):
        return given
    try:
        typed = getpass("Passphrase: ")
        again = getpass("Once more: ") if twice else typed
    except EOFError:
        raise BackupError("passphrase: got none, takes BACKUP_PASSPHRASE or a terminal to type at")
    if again != typed:
        raise BackupError("the two passphrases differ")
    return typed
