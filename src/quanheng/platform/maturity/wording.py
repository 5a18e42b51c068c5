"""Titles of the pack in the reader's language: packs carry both."""

from typing import Protocol

from django.utils.translation import get_language, gettext

from quanheng.platform.common.schemes import stack_of
from quanheng.schemes.templates import LevelRow


class Titled(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def title_en(self) -> str: ...


def both(zh: str, en: str) -> str:
    return zh if (get_language() or "").startswith("zh") else en or zh


def titled(item: Titled) -> str:
    return both(item.title, item.title_en)


def level_title(level: int, scheme: str) -> str:
    """Return “第6级 正样级” or “Level 6 Qualified sample”; level 0 has no name."""
    if level < 1:
        return gettext("Level 1 is not reached")
    row = stack_of(scheme).level(level)
    return both(gettext("Level %(level)s") % {"level": level} + f" {row.name}", row.name_en)


def stage_title(stage: str, scheme: str) -> str:
    return titled(stack_of(scheme).stage(stage)) if stage else ""


def level_name(row: LevelRow) -> str:
    """Return the name without its number, as a column shows it."""
    return both(row.name, row.name_en.removeprefix(f"Level {row.number} "))
