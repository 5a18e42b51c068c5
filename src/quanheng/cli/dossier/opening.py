"""The part of a dossier that does not depend on its stage: who, what, which rights, which work packages."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quanheng.cli.dossier.fields import Fields
from quanheng.methods.errors import IdentifierError
from quanheng.methods.identifiers import parse_cn_patent
from quanheng.methods.result import Message
from quanheng.platform.library import breakdown
from quanheng.platform.reports.content import (
    AchievementFacts,
    DissentFacts,
    DrawFacts,
    ParameterFacts,
    Party,
    RightFacts,
    RiskFacts,
    SignatureFacts,
    VisitFacts,
)
from quanheng.platform.reports.content.filling import Node
from quanheng.platform.reports.content.wording import WORDS, counts_in, word
from quanheng.schemes import Stack

FORMAT = 1
WHOLE = Decimal(100)
POSITIONS = 3
UNREAD = date.max
"""Stands for a day of the report that does not parse: no other day lies after it, so that none is blamed for it."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the head of the file says of the report itself."""

    number: str
    version: int
    issued_on: date
    valid_until: date
    verify_address: str
    case_number: str
    client: Party
    institution: Party
    lead: str
    commissioned_on: date
    mark: str


@dataclass(frozen=True, slots=True)
class Texts:
    """What the author writes: figures are never typed there."""

    summary: str
    competitive: str
    authoritative: str
    limits: tuple[str, ...]
    risks: tuple[RiskFacts, ...]
    dissent: tuple[DissentFacts, ...]
    valuation_skipped: str


def read_case(top: Fields, stack: Stack) -> Case:
    """Return number, parties and days. After a fault the values only keep the reading going."""
    if top.whole("format", low=1, high=99) not in {None, FORMAT}:
        top.fault("format", Message("takes the format %(format)s of this programme", format=FORMAT))
    today = top.day("date") or UNREAD
    commission = top.table("commission")
    commissioned = commission.day("date") or date.min
    if today < commissioned:
        commission.fault("date", Message("got a day after the date of the report"))
    institution = top.table("institution")
    number = top.line("number")
    base = top.line("verify").rstrip("/")
    if base and not base.startswith(("https://", "http://")):
        top.fault("verify", Message("takes an address that begins with https://"))
    return Case(
        number=number,
        version=top.whole("version", low=1, high=99, required=False) or 1,
        issued_on=today,
        valid_until=_validity(top, today, stack),
        verify_address=f"{base}/verify/{number}/",
        case_number=top.line("case_number", required=False),
        client=_party(top.table("client")),
        institution=_party(institution),
        lead=institution.line("lead"),
        commissioned_on=commissioned,
        mark="demo" if top.flag("demonstration") else "",
    )


def _validity(top: Fields, today: date, stack: Stack) -> date:
    until = top.day("valid_until")
    if until is None or today == UNREAD:
        return today
    low, high = stack.ratio("report.validity_minimum"), stack.ratio("report.validity_maximum")
    if not low * 365 <= (until - today).days <= high * 366:
        top.fault(
            "valid_until",
            Message("takes a day %(low)s to %(high)s years after the date of the report", low=low, high=high),
        )
    return until


def _party(fields: Fields) -> Party:
    return Party(name=fields.line("name"), uscc=fields.uscc("uscc"))


def read_achievement(top: Fields) -> tuple[AchievementFacts, str]:
    """Return what is evaluated, and the code of its source (a list of the stage)."""
    fields = top.table("achievement")
    facts = AchievementFacts(
        title=fields.line("title"),
        number=fields.line("number", required=False),
        category=fields.line("category"),
        field=fields.line("field"),
        keywords=fields.lines("keywords"),
        abstract=fields.text("abstract"),
        need=fields.text("need"),
        application=fields.text("application"),
        source_note=fields.line("source_note", required=False),
        contributors=fields.lines("contributors"),
    )
    return facts, fields.line("source")


def read_rights(top: Fields) -> tuple[RightFacts, ...]:
    rows = top.rows("rights", least=1)
    rights = tuple(_right(row) for row in rows)
    shares: dict[str, Decimal] = {}
    for right in rights:
        shares[right.title] = shares.get(right.title, Decimal(0)) + (right.share or Decimal(0))
    for title, total in shares.items():
        if total != WHOLE and rows:
            top.fault(
                "rights",
                Message(
                    "%(title)s: the shares make %(total)s %%, they must make 100 %%", title=title, total=total
                ),
            )
    return rights


def _right(row: Fields) -> RightFacts:
    number = row.line("number", required=False)
    kind = row.choice("kind", WORDS["rights"])
    if kind == "patent" and number:
        try:
            parse_cn_patent(number)
        except IdentifierError as error:
            row.faults.take(row.file, row.at("number"), error)
    return RightFacts(
        kind=word("rights", kind),
        title=row.line("title"),
        number=number,
        holder=row.line("holder"),
        holder_uscc=row.uscc("holder_uscc"),
        share=row.number("share", low=0, high=100),
        status=row.line("status"),
    )


def read_parameters(top: Fields) -> tuple[ParameterFacts, ...]:
    """Return the performance figures beside the strongest like achievement (H-2.6)."""
    return tuple(
        ParameterFacts(
            name=row.line("name"), value=row.line("value"), unit=row.line("unit", required=False),
            condition=row.line("condition", required=False), comparator=row.line("comparator"),
            comparator_value=row.line("comparator_value"), basis=row.line("basis"),
        )
        for row in top.rows("parameters", least=1)
    )  # fmt: skip


def read_packages(top: Fields) -> list[Node]:
    """Return the work breakdown in tree order; an unsound tree comes back flat, its faults named (H-8.1)."""
    rows = top.rows("packages", least=1)
    nodes = [
        Node(
            code=row.line("code"), title=row.line("title"), parent_code=row.line("parent", required=False),
            weight=row.number("weight", low=0, required=False) or Decimal(0), critical=row.flag("critical"),
        )
        for row in rows
    ]  # fmt: skip
    problems = breakdown.problems(nodes) if rows else []
    for problem in problems:
        top.faults.take(top.file, "packages", problem)
    if problems:
        return nodes
    return [
        Node(node.code, node.title, node.parent_code, depth, node.weight, node.critical)
        for depth, node in breakdown.in_order(nodes)
    ]


def read_visits(top: Fields, today: date) -> tuple[VisitFacts, ...]:
    visits = []
    for row in top.rows("visits"):
        day = row.day("date") or date.min
        if day > today:
            row.fault("date", Message("got a day after the date of the report"))
        visits.append(
            VisitFacts(
                visited_on=day,
                place=row.line("place"),
                visitors=row.line("visitors"),
                note=row.text("note", required=False),
            )
        )
    return tuple(visits)


def read_texts(top: Fields) -> Texts:
    fields = top.table("conclusion")
    summary = fields.text("summary")
    if found := counts_in(summary):
        fields.fault(
            "summary", Message("got the count “%(found)s”, takes quality, performance and contribution", found=found)
        )  # fmt: skip
    return Texts(
        summary=summary,
        competitive=fields.text("competitive"),
        authoritative=fields.text("authoritative"),
        limits=fields.lines("limits", required=True),
        risks=tuple(
            RiskFacts(kind=row.line("kind"), text=row.text("text"), measure=row.text("measure"))
            for row in top.rows("risks", least=1)
        ),
        dissent=tuple(
            DissentFacts(code=row.line("code"), text=row.text("text")) for row in top.rows("dissent")
        ),
        valuation_skipped=fields.text("no_valuation", required=False),
    )


def read_draw(top: Fields) -> DrawFacts:
    """Return how the panel came to be: the root of the frozen list, or in words who named it and why."""
    fields = top.table("draw")
    draw = DrawFacts(
        root=fields.line("root", required=False), algorithm=fields.line("algorithm", required=False),
        drawn_on=fields.day("date", required=False), seed=fields.line("seed", required=False),
        candidates=fields.whole("candidates", low=0, high=100_000, required=False) or 0, note=fields.text("note", required=False),
    )  # fmt: skip
    if not draw.root and not draw.note:
        fields.fault("root", Message("takes the root of the draw, or a note how the panel was named"))
    return draw


def read_signatures(top: Fields) -> tuple[SignatureFacts, ...]:
    return tuple(
        SignatureFacts(
            position=row.line("position"),
            name=row.line("name", required=False),
            signed_on=row.day("date", required=False),
        )
        for row in top.rows("signatures", least=POSITIONS)
    )
