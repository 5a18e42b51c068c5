"""Backup and restore: database, bidding engine, files and keys as of one moment, proven whole before they count."""

from quanheng.platform.common.backup.making import backup
from quanheng.platform.common.backup.manifest import BackupError, Manifest
from quanheng.platform.common.backup.places import Places
from quanheng.platform.common.backup.restoring import restore

__all__ = ["BackupError", "Manifest", "Places", "backup", "restore"]
