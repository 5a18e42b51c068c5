"""What the sections take: the lists and elements of the scheme, identifiers, shares. Every fault at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise

from quanheng.methods.errors import MethodError
from quanheng.methods.identifiers import parse_cn_patent, parse_uscc
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.library.dossier import Basics, ContributorRow, EvidencePlace, RightRow, Transfer
from quanheng.platform.library.models import Achievement, RightKind
from quanheng.schemes import Item, Stack

Text = str | Promise
KEYWORDS, KEYWORD_LENGTH = 3, 20
OTHER = "other"
WHOLE = Decimal(100)


def sources(stack: Stack, level: int | None) -> tuple[Item, ...]:
    """Return the sources of the stage of `level` (H-11, H-17, H-23); without a level those of every stage, each once."""
    if level is not None:
        return stack.stage_of(level).sources
    return tuple({item.id: item for stage in stack.stages for item in stage.sources}.values())


def require(faults: Iterable[Missing]) -> None:
    """Refuse with every fault at once."""
    if found := list(faults):
        raise Incomplete(found)


def column_faults(rows: Sequence[models.Model], section: str) -> Iterator[Missing]:
    """Hold unsaved rows against their columns: length, visible characters, choices; the rows they point to were read."""
    for place, row in enumerate(rows, start=1):
        relations = {column.name for column in row._meta.concrete_fields if column.is_relation}  # noqa: SLF001  # Django's own way to the columns
        for field, problem in _faults_of(row, relations):
            yield Missing(
                "Row %(row)s, %(field)s: %(problem)s",
                section,
                {"row": place, "field": field, "problem": problem},
            )


def own_column_faults(achievement: Achievement, section: str, columns: Collection[str]) -> Iterator[Missing]:
    """Hold those columns of the achievement itself that a section fills."""
    judged = {name.removesuffix("_id") for name in columns}
    others = {column.name for column in achievement._meta.concrete_fields} - judged  # noqa: SLF001  # Django's own way to the columns
    for field, problem in _faults_of(achievement, others):
        yield Missing("%(field)s: %(problem)s", section, {"field": field, "problem": problem})


def _faults_of(row: models.Model, exclude: Collection[str]) -> Iterator[tuple[Text, str]]:
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            column: Any = row._meta.get_field(name)  # noqa: SLF001  # Django's own way to the columns
            yield column.verbose_name, " ".join(texts)


def basics_faults(basics: Basics, stack: Stack) -> Iterator[Missing]:
    """Judge what the scheme says about the basic information: field, level, source, number of keywords."""
    fields = {item.id for item in stack.items("fields")}
    if basics.field_code and basics.field_code not in fields:
        yield Missing("Field: got %(got)s, takes one of the list", "basics", {"got": basics.field_code})
    if len(basics.keywords) > KEYWORDS or any(len(word) > KEYWORD_LENGTH for word in basics.keywords):
        yield Missing(
            "Keywords: takes at most %(most)s of %(length)s characters each",
            "basics",
            {"most": KEYWORDS, "length": KEYWORD_LENGTH},
        )
    if basics.own_level is not None and not 1 <= basics.own_level <= len(stack.levels):
        yield Missing(
            "Level: got %(got)s, takes 1 to %(top)s",
            "basics",
            {"got": basics.own_level, "top": len(stack.levels)},
        )
        return
    takes = {item.id for item in sources(stack, basics.own_level)}
    if basics.source and basics.source not in takes:
        yield Missing(
            "Source: this source does not belong to the stage of the chosen level; choose one of its list",
            "basics",
        )
    if basics.source == OTHER and not basics.source_note:
        yield Missing("Source: another source takes its name in words", "basics")


def require_unclassified(text: str, stack: Stack) -> None:
    """Refuse a text that bears the mark of a classified paper: such papers never enter (M-2.3)."""
    for mark in stack.items("classified_marks"):
        if mark.title in text.replace(" ", ""):
            raise Refused(
                "“%(mark)s” marks a classified paper, which must not enter. Nothing was stored; please ask your organisation's secrecy office",
                mark=mark.title,
            )


def clean_right(row: RightRow) -> RightRow:
    """Return the row with its identifiers in normal form; raise `IdentifierError` with the expected check character."""
    number = parse_cn_patent(row.number).number if row.kind == RightKind.PATENT else row.number.strip()
    return replace(row, number=number, holder_uscc=parse_uscc(row.holder_uscc))


def clean_contributor(row: ContributorRow) -> ContributorRow:
    return replace(row, organisation_uscc=parse_uscc(row.organisation_uscc)) if row.organisation_uscc else row


def identifier_faults(rows: Sequence[RightRow | ContributorRow], section: str) -> Iterator[Missing]:
    """Judge numbers and codes row by row."""
    for place, row in enumerate(rows, start=1):
        try:
            clean_right(row) if isinstance(row, RightRow) else clean_contributor(row)
        except MethodError as error:
            problem = Missing(error.text, values=error.values)
            yield Missing("Row %(row)s: %(problem)s", section, {"row": place, "problem": problem})


def share_faults(rows: Sequence[RightRow]) -> Iterator[Missing]:
    """Judge that the shares of the holders of each right make 100 %."""
    totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        totals[row.kind, row.number or row.title] += row.share
    for (_, name), total in totals.items():
        if total != WHOLE:
            values = {"right": name, "total": total, "difference": WHOLE - total}
            yield Missing(
                "%(right)s: the shares of its holders make %(total)s %%, takes 100 (difference %(difference)s)",
                "rights",
                values,
            )


def transfer_faults(transfer: Transfer, stack: Stack) -> Iterator[Missing]:
    known = {item.id for item in stack.transfer_ways()}
    for way in transfer.ways:
        if way not in known:
            yield Missing("Ways of transfer: got %(got)s, takes those of the list", "transfer", {"got": way})


def place_faults(place: EvidencePlace, leaf_codes: Iterable[str], stack: Stack) -> Iterator[Missing]:
    """Judge where a file is put: a leaf for levels judged by package, the whole project for the others (H-A1)."""
    if not 1 <= place.level <= len(stack.levels):
        yield Missing(
            "Level: got %(got)s, takes 1 to %(top)s",
            "evidence",
            {"got": place.level, "top": len(stack.levels)},
        )
        return
    level = stack.level(place.level)
    if place.element not in {element.id for element in level.elements}:
        yield Missing(
            "Evidence element: level %(level)s does not ask for it", "evidence", {"level": place.level}
        )
    if level.project_wide and place.package_code is not None:
        yield Missing(
            "Level %(level)s is judged for the whole project; choose “Whole project”",
            "evidence",
            {"level": place.level},
        )
    if not level.project_wide and place.package_code is None:
        yield Missing(
            "Level %(level)s is judged by work package; choose one", "evidence", {"level": place.level}
        )
    if place.package_code is not None and place.package_code not in set(leaf_codes):
        yield Missing(
            "Work package: got %(got)s, takes one without parts", "evidence", {"got": place.package_code}
        )
