"""Where the things lie that a backup takes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from django.conf import settings

OWN_KEY = "django.key"
"""Made by every start, so a data folder that holds nothing else still counts as empty."""


@dataclass(frozen=True, slots=True)
class Places:
    """The database settings, and the folders of data."""

    database: dict[str, Any]
    data: Path
    files: Path
    keys: Path

    @classmethod
    def configured(cls) -> Self:
        return cls(settings.DATABASES["default"], settings.DATA_DIR, settings.FILES_DIR, settings.KEYS_DIR)

    @property
    def sqlite(self) -> Path | None:
        """The database file; `None` for PostgreSQL."""
        return Path(self.database["NAME"]) if self.database["ENGINE"].endswith("sqlite3") else None

    @property
    def live(self) -> Path:
        return self.data / "live.sqlite3"

    def in_use(self) -> list[Path]:
        """Return what already holds data; a restore takes none."""
        found = [path for path in (self.sqlite, self.live) if path and path.exists()]
        found += [folder for folder in (self.files,) if folder.is_dir() and any(folder.rglob("*"))]
        found += [path for path in sorted(self.keys.glob("*")) if path.name != OWN_KEY]
        return found
