"""What a seated expert reads before marking: the evidence, the level, the own declaration."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from quanheng.platform.common.errors import Absent
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.marking.models import Sheet
from quanheng.platform.experts.selectors import panels
from quanheng.platform.library import selectors as library
from quanheng.platform.maturity import selectors as maturity
from quanheng.platform.maturity import wording as levels


@dataclass(frozen=True, slots=True)
class File:
    title: str
    place: str
    issuer: str
    url: str


@dataclass(frozen=True, slots=True)
class Materials:
    """`files` by level; `level` is empty where no level is confirmed."""

    files: tuple[tuple[str, tuple[File, ...]], ...]
    count: int
    level: str
    stage: str
    declared_at: datetime | None
    abstract: str
    need: str
    application: str


def of(sheet: Sheet) -> Materials:
    evaluation = sheet.evaluation
    groups = by_level(sheet)
    return Materials(
        files=groups,
        count=sum(len(files) for _, files in groups),
        level=level_of(sheet),
        stage=str(wording.stage_title(sheet.plan.stage, evaluation.scheme)),
        declared_at=declared_at(sheet),
        abstract=evaluation.achievement.abstract,
        need=evaluation.achievement.need,
        application=evaluation.achievement.application,
    )


def by_level(sheet: Sheet) -> tuple[tuple[str, tuple[File, ...]], ...]:
    stack = stack_of(sheet.evaluation.scheme)
    elements: dict[tuple[int, str], Any] = {
        (level.number, element.id): wording.titled(element)
        for level in stack.levels
        for element in level.elements
    }
    groups: dict[int, list[File]] = {}
    for row in library.evidence(sheet.evaluation.achievement):
        place = f"{row.package.code} · " if row.package else ""
        groups.setdefault(row.level, []).append(
            File(
                row.title,
                f"{place}{elements.get((row.level, row.element), row.element)}",
                row.issuer,
                reverse("common:file", args=[row.attachment_id]),
            )
        )
    return tuple(
        (levels.level_title(level, sheet.evaluation.scheme), tuple(files))
        for level, files in sorted(groups.items())
    )


def level_of(sheet: Sheet) -> str:
    try:
        grading = maturity.of_case(sheet.evaluation_id)
    except Absent:
        return ""
    return levels.level_title(grading.level, sheet.evaluation.scheme) if grading.level else ""


def declared_at(sheet: Sheet) -> datetime | None:
    return panels.declared_at(sheet.seat_id)
