"""The papers of the story: PDFs made by the platform's own renderer, one per achievement, level and element."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.documents.render import render
from quanheng.platform.common.documents.wording import day
from quanheng.platform.demo.province.sources import source

TEMPLATE = Path(__file__).resolve().parents[1] / "documents" / "paper.typ"
NOON = time(12, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper: the element it proves, the level, its day and number."""

    element: str
    level: int
    issued_on: date
    number: str


def pdf_of(paper: Paper, dossier: Mapping[str, Any], owner: str, money: Sequence[Sequence[str]]) -> bytes:
    """Return the bytes of a paper of an achievement; the same arguments give the same bytes."""
    text, words = source("papers")[paper.element], source("sentences")["paper"]
    values = {
        "title": dossier["title"],
        "owner": owner,
        "abstract": dossier["abstract"].strip(),
        "need": dossier["need"],
        "application": dossier["application"],
        "packages": "、".join(row["title"] for row in dossier["packages"]),
    }
    names = dossier["contributors"]
    signer, checker = words["signers"].get(text["issuer"], (names[0], names[-1]))
    sections = [
        [heading, [paragraph.format(**values) for paragraph in paragraphs]]
        for heading, paragraphs in text["sections"]
    ]
    return drawn(
        kind=text["kind"],
        number=paper.number,
        issuer=issuer_of(paper.element, owner),
        subject=dossier["title"],
        facts=[
            [words["achievement"], dossier["title"]],
            [words["owner"], owner],
            [words["number"], paper.number],
        ],
        sections=sections,
        annex=annex(dossier) if text.get("long") else [],
        table=table_of(text["table"], dossier, money),
        conclusion=text["conclusion"],
        signer=signer,
        checker=checker,
        on=paper.issued_on,
    )


def trade_paper(name: str, dossier: Mapping[str, Any], owner: str, number: str, on: date) -> bytes:
    """Return a paper of a trade: the unit's decision, the notice to priority holders, the contract."""
    words = source("sentences")
    kind, text = words["trade"]["papers"][name]
    return drawn(
        kind=kind,
        number=f"{number}-{len(name)}",
        issuer=owner,
        subject=dossier["title"],
        facts=[[words["paper"]["achievement"], dossier["title"]], [words["paper"]["unit"], owner]],
        sections=[[words["paper"]["body"], [text.format(title=dossier["title"])]]],
        annex=[],
        table=None,
        conclusion=words["paper"]["closing"],
        signer=dossier["contributors"][0],
        checker=dossier["contributors"][-1],
        on=on,
    )


def drawn(*, kind: str, subject: str, facts: list[list[str]], on: date, **content: object) -> bytes:
    """Return the PDF of a paper, dated and sealed."""
    dated = [*facts, [source("sentences")["paper"]["date"], day(on)]]
    data = {
        "kind": kind,
        "title": f"{kind} {subject}",
        "subject": subject,
        "facts": dated,
        "date": day(on),
        **content,
    }
    return render(TEMPLATE, data, now=datetime.combine(on, NOON, SHANGHAI))


def annex(dossier: Mapping[str, Any]) -> list[list[object]]:
    """Return what a long paper says of each work package."""
    paragraphs = source("sentences")["paper"]["annex"]
    return [
        [row["title"], [text.format(package=row["title"], weight=row["weight"]) for text in paragraphs]]
        for row in dossier["packages"]
    ]


def issuer_of(element: str, owner: str) -> str:
    issuers: Mapping[str, str] = source("sentences")["paper"]["issuers"]
    return issuers.get(source("papers")[element]["issuer"], owner)


def title_of(paper: Paper) -> str:
    text: str = source("sentences")["paper"]["level"]
    return text.format(kind=source("papers")[paper.element]["kind"], level=paper.level)


def table_of(
    kind: str, dossier: Mapping[str, Any], money: Sequence[Sequence[str]]
) -> dict[str, object] | None:
    words = source("sentences")["paper"]
    if kind == "parameters":
        return {"columns": words["parameters"], "rows": [list(row[:6]) for row in dossier["parameters"]]}
    if kind == "money" and money:
        return {"columns": words["money"], "rows": [list(row) for row in money]}
    return None


def money_rows(dossier: Mapping[str, Any], year: int, paper: Paper) -> list[list[str]]:
    """Return the income of the last three years as a money paper states it; a planted fault lets one disagree."""
    base = dossier.get("story", {}).get("income", {}).get("base", [])[:3]
    words = source("sentences")["paper"]
    shares = (Decimal("0.32"), Decimal("0.55"), Decimal("0.80"))
    apart = Decimal("1.26") if paper.element == dossier.get("disagrees") else Decimal(1)
    rows = [
        [
            words["year"].format(year=year - 3 + place),
            words["income"],
            f"{Decimal(value) * share * apart:,.2f}",
        ]
        for place, (value, share) in enumerate(zip(base, shares, strict=False))
    ]
    return [*rows, [words["remark"], words["proves"].format(level=paper.level), "—"]] if rows else []
