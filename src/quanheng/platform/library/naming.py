"""Names from the scheme in the reader's language: packs carry both."""

from typing import Protocol

from django.utils.translation import get_language, gettext

from quanheng.platform.library.models import Achievement
from quanheng.schemes import LevelRow, Stack


class Titled(Protocol):
    """An item, element or stage of a scheme."""

    @property
    def title(self) -> str: ...
    @property
    def title_en(self) -> str: ...


def is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def named(item: Titled) -> str:
    return item.title if is_chinese() else item.title_en


def level_name(level: LevelRow) -> str:
    """Return 第6级 正样级, or Level 6 Qualified sample."""
    return (
        f"{gettext('Level %(number)s') % {'number': level.number}} {level.name}"
        if is_chinese()
        else level.name_en
    )


def item_name(stack: Stack, list_name: str, code: str) -> str:
    """Return the name of a list's item; the code itself where a newer pack no longer has it."""
    return next((named(item) for item in stack.items(list_name) if item.id == code), code)


def source_name(stack: Stack, code: str) -> str:
    return next((named(item) for stage in stack.stages for item in stage.sources if item.id == code), code)


def element_name(stack: Stack, level: int, code: str) -> str:
    return next((named(element) for element in stack.elements(level) if element.id == code), code)


def maturity(achievement: Achievement, stack: Stack) -> str:
    """Return level and stage as they were confirmed; empty while there is none. Level 0 has no stage."""
    if achievement.level is None:
        return ""
    if achievement.level == 0:
        return gettext("Level 1 not reached")
    return f"{level_name(stack.level(achievement.level))} · {named(stack.stage_of(achievement.level))}"


def self_declared(stack: Stack) -> str:
    """Return the label that a self-declared achievement bears everywhere (M-4)."""
    label = next(item for item in stack.items("texts") if item.id == "self_declaration")
    return label.text if is_chinese() else label.text_en
