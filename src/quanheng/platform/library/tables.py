"""The dossier and the list as the pages draw them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.money import capital_amount
from quanheng.platform.common.headers import state_tag
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import day, money, number
from quanheng.platform.common.ui.lists import Slice
from quanheng.platform.common.ui.masks import name as masked_name
from quanheng.platform.common.ui.parts import Answer, Cell, Column, Row, Table, Tag
from quanheng.platform.library import breakdown, naming, selectors
from quanheng.platform.library.models import (
    Achievement,
    Category,
    EvaluationWay,
    Evidence,
    RightKind,
    Visibility,
)
from quanheng.platform.library.sections import PAGES, title
from quanheng.platform.library.states import ACHIEVEMENT_STATES

Text = str | Promise
YES, NO = _("Yes"), _("No")


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the dossier as it reads: single answers, or a table."""

    section: str
    title: Text
    url: str = ""
    answers: Sequence[Answer] = ()
    table: Table | None = None
    note: Text = ""


def dossier(
    achievement: Achievement, *, masked: bool, contact: bool = True, changes: bool = False
) -> list[Part]:
    """Return the sections in order.

    `masked` hides people's names, a false `contact` the one to call alone; `changes` adds the links of the check page.
    """
    unreachable = masked or not contact
    makers: tuple[tuple[str, Callable[[], Part]], ...] = (
        ("basics", lambda: Part("basics", title("basics"), answers=basics_answers(achievement))),
        ("rights", lambda: Part("rights", title("rights"), table=rights_table(achievement))),
        ("people", lambda: Part("people", title("people"), table=people_table(achievement, masked=masked))),
        ("packages", lambda: packages_part(achievement)),
        ("parameters", lambda: Part("parameters", title("parameters"), table=parameters_table(achievement))),
        (
            "transfer",
            lambda: Part(
                "transfer", title("transfer"), answers=transfer_answers(achievement, masked=unreachable)
            ),
        ),
    )
    parts = [make() for _section, make in makers]
    return [_with_links(part, achievement) if changes else _without_links(part) for part in parts]


def _with_links(part: Part, achievement: Achievement) -> Part:
    """Give each answer the link to its field; the tables of answers name the field in `url`."""
    url = change_url(achievement, part.section)
    return replace(
        part, url=url, answers=tuple(replace(answer, url=f"{url}#{answer.url}") for answer in part.answers)
    )


def _without_links(part: Part) -> Part:
    return replace(part, answers=tuple(replace(answer, url="") for answer in part.answers))


def change_url(achievement: Achievement, section: str) -> str:
    """Return the page of a section, which comes back to the check page."""
    return f"{reverse(PAGES[section], args=[achievement.number])}?back=check"


def basics_answers(achievement: Achievement) -> tuple[Answer, ...]:
    """Return the answers; `url` holds the field they come from, for the links of the check page."""
    stack = stack_of(achievement.scheme)
    level = naming.level_name(stack.level(achievement.own_level)) if achievement.own_level else ""
    source = naming.source_name(stack, achievement.source) if achievement.source else ""
    return (
        Answer(_("Title"), achievement.title, "id_title"),
        Answer(_("Category"), Category(achievement.category).label, "id_category"),
        Answer(
            _("Field"),
            naming.item_name(stack, "fields", achievement.field_code) if achievement.field_code else "",
            "id_field_code",
        ),
        Answer(_("Abstract"), achievement.abstract, "id_abstract"),
        Answer(_("Keywords"), gettext(", ").join(achievement.keywords), "id_keywords"),
        Answer(_("Need it answers"), achievement.need, "id_need"),
        Answer(_("Application it aims at"), achievement.application, "id_application"),
        Answer(_("Level in the owner's own view"), level, "id_own_level"),
        Answer(
            _("Source of the achievement"),
            " · ".join(filter(None, (source, achievement.source_note))),
            "id_source",
        ),
    )


def transfer_answers(achievement: Achievement, *, masked: bool) -> tuple[Answer, ...]:
    stack = stack_of(achievement.scheme)
    ways = [naming.named(way) for way in stack.transfer_ways() if way.id in achievement.transfer_ways]
    contact = achievement.contact.name
    return (
        Answer(_("Ways of transfer"), gettext(", ").join(ways), "id_ways"),
        Answer(_("Expected price"), price(achievement.expected_price), "id_price"),
        Answer(_("Visibility"), Visibility(achievement.visibility).label, "id_visibility"),
        Answer(_("Contact"), masked_name(contact) if masked else contact, "id_contact"),
    )


def price(amount: Decimal | None) -> str:
    """Return the amount in figures and capitals, or that it is to be negotiated."""
    return gettext("To be negotiated") if amount is None else f"{money(amount)} · {capital_amount(amount)}"


def rights_table(achievement: Achievement) -> Table:
    columns = (
        Column("kind", _("Kind of right")),
        Column("number", _("Application number")),
        Column("title", _("Title")),
        Column("holder", _("Rights holder")),
        Column("share", _("Share (%)"), numeric=True),
        Column("status", _("Legal status")),
    )
    rows = [
        Row(
            (
                Cell(RightKind(row.kind).label),
                Cell(row.number or "—"),
                Cell(row.title),
                Cell(row.holder, hint=row.holder_uscc),
                Cell(number(row.share), numeric=True),
                Cell(row.legal_status or "—"),
            )
        )
        for row in achievement.rights.all()
    ]
    return Table(columns, rows, empty=_("No right is entered"), caption=title("rights"))


def people_table(achievement: Achievement, *, masked: bool) -> Table:
    columns = (
        Column("name", _("Full name")),
        Column("organisation", _("Organisation")),
        Column("inventor", _("Inventor")),
    )
    rows = [
        Row(
            (
                Cell(masked_name(row.name) if masked else row.name),
                Cell(row.organisation_name, hint=row.organisation_uscc),
                Cell(YES if row.inventor else NO),
            )
        )
        for row in achievement.contributors.all()
    ]
    return Table(columns, rows, empty=_("No contributor is entered"), caption=title("people"))


def packages_part(achievement: Achievement) -> Part:
    """Return the tree with the leaves' shares of the whole, and what to know about the critical ones."""
    rows = selectors.packages(achievement)
    leaves, shares = breakdown.leaves(rows), breakdown.shares(rows)
    columns = (
        Column("code", _("Number")),
        Column("title", _("Title")),
        Column("weight", _("Weight (%)"), numeric=True),
        Column("critical", _("Critical")),
    )
    lines = [
        Row(
            (
                Cell("\u2003" * depth + row.code),
                Cell(row.title),
                Cell(number(shares[row.code]) if row.code in shares else "", numeric=True),
                Cell((YES if row.critical else NO) if row.code in shares else ""),
            )
        )
        for depth, row in breakdown.in_order(rows)
    ]
    table = Table(columns, lines, empty=_("The work breakdown has no package"), caption=title("packages"))
    critical = not leaves or any(row.critical for row in leaves)
    note = (
        "" if critical else _("No package is critical: the least mature of all packages decides the level.")
    )
    return Part("packages", title("packages"), table=table, note=note)


def parameters_table(achievement: Achievement) -> Table:
    columns = (
        Column("name", _("Parameter")),
        Column("value", _("Measured value"), numeric=True),
        Column("unit", _("Unit of measure")),
        Column("condition", _("Test condition")),
        Column("comparator", _("Comparator")),
        Column("theirs", _("Comparator's value"), numeric=True),
        Column("basis", _("Basis")),
    )
    rows = [
        Row(
            (
                Cell(row.name),
                Cell(row.value, numeric=True),
                Cell(row.unit or "—"),
                Cell(row.condition or "—"),
                Cell(row.comparator or "—"),
                Cell(row.comparator_value or "—", numeric=True),
                Cell(row.basis or "—"),
            )
        )
        for row in achievement.parameters.all()
    ]
    return Table(columns, rows, empty=_("No technical parameter is entered"), caption=title("parameters"))


def evidence_table(achievement: Achievement, papers: Iterable[Evidence], *, removable: bool) -> Table:
    """Return the files by place; a file that stands in several places says so (the same report for two levels)."""
    papers = sorted(
        papers, key=lambda p: (p.level, breakdown.natural(p.package.code) if p.package else (), p.element)
    )
    stack = stack_of(achievement.scheme)
    columns = [
        Column("package", _("Work package")),
        Column("asked", _("Level and evidence element")),
        Column("title", _("Paper")),
        Column("issuer", _("Issuer"), secondary=True),
        Column("file", _("File")),
    ]
    columns += [Column("act", _("Act"), sticky=True)] if removable else []
    rows = []
    for paper in papers:
        others = [p for p in papers if p.attachment.file_id == paper.attachment.file_id and p.id != paper.id]
        cells = [
            Cell(f"{paper.package.code} {paper.package.title}" if paper.package else _("Whole project")),
            Cell(
                naming.element_name(stack, paper.level, paper.element),
                hint=naming.level_name(stack.level(paper.level)),
            ),
            Cell(paper.title, hint=paper_hint(paper), tag=_twin_tag(others)),
            Cell(paper.issuer or "—"),
            Cell(
                paper.attachment.name,
                url=reverse("common:file", args=[paper.attachment_id]),
                hint=file_hint(paper),
            ),
        ]
        if removable:
            cells.append(
                Cell(_("Remove"), url=reverse("library:evidence_remove", args=[achievement.number, paper.id]))
            )
        rows.append(Row(cells))
    return Table(columns, rows, empty=_("No evidence is attached yet"), caption=title("evidence"))


def _twin_tag(others: Sequence[Evidence]) -> Tag | None:
    if not others:
        return None
    levels = gettext(", ").join(sorted({str(other.level) for other in others}))
    return Tag(gettext("Same file as at level %(levels)s") % {"levels": levels}, "warn")


def paper_hint(paper: Evidence) -> str:
    return " · ".join(filter(None, (paper.document_number, day(paper.issued_on) if paper.issued_on else "")))


def file_hint(paper: Evidence) -> str:
    size = paper.attachment.file.size
    shown = f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, size >> 10)} kB"
    return f"{shown} · sha256 {paper.attachment.file_id[:8]}"


LIST_COLUMNS = (
    Column("number", _("Number"), sort="number"),
    Column("title", _("Title"), sort="title"),
    Column("field", _("Field"), secondary=True),
    Column("level", _("Maturity level")),
    Column("state", _("State"), sort="state"),
    Column("day", _("Registered"), sort="created", secondary=True),
)
SORTS = {"number": "number", "title": "title", "state": "state", "created": "created_at"}


def achievement_table(
    page: Slice[Achievement], *, empty: Text, empty_url: str = "", empty_label: Text = ""
) -> Table:
    return Table(
        LIST_COLUMNS,
        [_line(row) for row in page.rows],
        total=page.total,
        page=page.page,
        pages=page.pages,
        empty=empty,
        caption=_("Achievements"),
        query=page.query,
        sort=page.sort,
        empty_url=empty_url,
        empty_label=empty_label,
    )


def _line(row: Achievement) -> Row:
    stack = stack_of(row.scheme)
    return Row(
        (
            Cell(row.number),
            Cell(row.title, hint=row.owner.name),
            Cell(naming.item_name(stack, "fields", row.field_code) if row.field_code else "—"),
            _level_cell(row),
            Cell("", tag=state_tag(ACHIEVEMENT_STATES, row.state)),
            Cell(day(row.created_at)),
        ),
        url=row.get_absolute_url(),
    )


def _level_cell(row: Achievement) -> Cell:
    stack = stack_of(row.scheme)
    if row.level is not None:
        return Cell(naming.maturity(row, stack))
    own = gettext("owner's view: level %(number)s") % {"number": row.own_level} if row.own_level else ""
    if row.evaluation_way == EvaluationWay.SELF_DECLARATION:
        return Cell(naming.self_declared(stack), hint=own)
    return Cell(_("Not graded yet"), hint=own)
