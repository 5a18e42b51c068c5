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
ISSUERS = {
    "laboratory": "燕原省产品质量检验研究院",
    "bank": "燕原银行股份有限公司燕州分行",
    "auditor": "立诚会计师事务所",
    "tax": "国家税务总局燕州市税务局",
    "authority": "燕原省市场监督管理局",
    "user": "应用单位（合同甲方）",
}
SIGNERS = {"laboratory": ("焦阳", "祝丽"), "auditor": ("安可信", "郭清")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper: the element it proves, the level, its day and number."""

    element: str
    level: int
    issued_on: date
    number: str


def pdf_of(paper: Paper, dossier: Mapping[str, Any], owner: str, money: Sequence[Sequence[str]]) -> bytes:
    """Return the bytes of a paper of an achievement; the same arguments give the same bytes."""
    text = source("papers")[paper.element]
    words = {
        "title": dossier["title"],
        "owner": owner,
        "abstract": dossier["abstract"].strip(),
        "need": dossier["need"],
        "application": dossier["application"],
        "packages": "、".join(row["title"] for row in dossier["packages"]),
        "level": paper.level,
        "day": day(paper.issued_on),
    }
    signer, checker = SIGNERS.get(text["issuer"], (dossier["contributors"][0], dossier["contributors"][-1]))
    data = {
        "kind": text["kind"],
        "title": f"{text['kind']}　{dossier['title']}",
        "number": paper.number,
        "issuer": issuer_of(paper.element, owner),
        "subject": dossier["title"],
        "date": day(paper.issued_on),
        "facts": [
            ["成果名称", dossier["title"]],
            ["持有单位", owner],
            ["编号", paper.number],
            ["日期", day(paper.issued_on)],
        ],
        "sections": [
            [heading, [paragraph.format(**words) for paragraph in paragraphs]]
            for heading, paragraphs in text["sections"]
        ],
        "table": table_of(text["table"], dossier, money),
        "conclusion": text["conclusion"],
        "signer": signer,
        "checker": checker,
    }
    return render(TEMPLATE, data, now=datetime.combine(paper.issued_on, NOON, SHANGHAI))


def issuer_of(element: str, owner: str) -> str:
    return ISSUERS.get(source("papers")[element]["issuer"], owner)


def kind_of(element: str) -> str:
    kind: str = source("papers")[element]["kind"]
    return kind


def table_of(
    kind: str, dossier: Mapping[str, Any], money: Sequence[Sequence[str]]
) -> dict[str, object] | None:
    if kind == "parameters":
        columns = ["项目", "实测值", "单位", "条件", "对比对象", "对比值"]
        return {"columns": columns, "rows": [list(row[:6]) for row in dossier["parameters"]]}
    if kind == "money" and money:
        return {"columns": ["期间", "摘要", "金额（元）"], "rows": [list(row) for row in money]}
    return None


def money_rows(dossier: Mapping[str, Any], year: int, paper: Paper) -> list[list[str]]:
    """Return the income of the last three years as a money paper states it; a planted fault lets one disagree."""
    base = dossier.get("story", {}).get("income", {}).get("base", [])[:3]
    shares = (Decimal("0.32"), Decimal("0.55"), Decimal("0.80"))
    apart = Decimal("1.26") if paper.element == dossier.get("disagrees") else Decimal(1)
    rows = [
        [f"{year - 3 + place}年度", "销售收入（不含税）", f"{Decimal(value) * share * apart:,.2f}"]
        for place, (value, share) in enumerate(zip(base, shares, strict=False))
    ]
    return [*rows, ["备注", f"第{paper.level}级举证用", "—"]] if rows else []


def trade_paper(name: str, dossier: Mapping[str, Any], owner: str, number: str, issued_on: date) -> bytes:
    """Return a paper of a trade: the unit's decision, the notice to priority holders, the contract."""
    kind, text = source("sentences")["trade"]["papers"][name]
    data = {
        "kind": kind,
        "title": f"{kind}　{dossier['title']}",
        "number": f"{number}-{len(name)}",
        "issuer": owner,
        "subject": dossier["title"],
        "date": day(issued_on),
        "facts": [["成果名称", dossier["title"]], ["单位", owner], ["日期", day(issued_on)]],
        "sections": [["正文", [text.format(title=dossier["title"])]]],
        "table": None,
        "conclusion": "特此文件。",
        "signer": dossier["contributors"][0],
        "checker": dossier["contributors"][-1],
    }
    return render(TEMPLATE, data, now=datetime.combine(issued_on, NOON, SHANGHAI))
