"""Compile the committed catalogue: a bare machine has no GNU gettext, `polib` does it at install."""

from pathlib import Path

import polib

CATALOGUE = Path(__file__).resolve().parents[1] / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def compile_catalogue() -> Path:
    """Write `django.mo` beside the catalogue when it is missing or older, and return its path."""
    target = CATALOGUE.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime < CATALOGUE.stat().st_mtime:
        polib.pofile(str(CATALOGUE)).save_as_mofile(str(target))
    return target


if __name__ == "__main__":
    compile_catalogue()
