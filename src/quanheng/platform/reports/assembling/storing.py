"""Keep the assembled facts in the report's row, say when the case has moved on, lay the texts over them."""

from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.utils import translation

from quanheng.methods.result import fingerprint
from quanheng.platform.accounts.selectors import person_name
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.reports.assembling import findings, panel, scores, subject, worth
from quanheng.platform.reports.content import (
    AnswerFacts,
    DissentFacts,
    FlagFacts,
    ReportFacts,
    RiskFacts,
    SignatureFacts,
)
from quanheng.platform.reports.content.filling import novelty_words
from quanheng.platform.reports.content.storing import facts_data
from quanheng.platform.reports.content.storing import facts_of as revived
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.states import ReportState

MARKS = {ReportState.SUPERSEDED: "superseded", ReportState.REVOKED: "revoked"}
NONE = frozenset({"无", "无。", "没有", "没有。", "None", "None.", "-", "–", "—"})
"""How people write into the section on dissent that there was none."""
POSITIONS = (("chair", "专家组组长"), ("lead", "项目负责人"), ("signer", "签发人"))


def fill(report: Report, *, now: datetime) -> None:
    """Read the facts of the case anew into the (unsaved) report."""
    report.content = facts_data(assembled(report))
    report.fingerprint = fingerprint(report.content)
    report.allowed_uses = [use["title"] for use in report.content["uses"]]
    report.assembled_at = now


def stale(report: Report) -> bool:
    """Say whether the case now gives other facts than those assembled."""
    return fingerprint(facts_data(assembled(report))) != report.fingerprint


def assembled(report: Report) -> ReportFacts:
    """Return the facts of the case as they are now, without the author's texts. Signed documents are Chinese."""
    with translation.override("zh-hans"):
        evaluation, stack = report.evaluation, stack_of(report.evaluation.scheme)
        return ReportFacts(
            number=report.number,
            case_number=evaluation.number,
            verify_address=f"{settings.PUBLIC_ADDRESS}/verify/{report.number}/",
            notice=stack.notice.zh,
            not_an_appraisal=stack.text("valuation_opinion").zh,
            **subject.subject_facts(evaluation, stack),
            **findings.finding_facts(evaluation, stack),
            **scores.score_facts(evaluation, stack),
            **worth.worth_facts(evaluation),
            **panel.panel_facts(evaluation, stack),
        )


def facts_of(report: Report, *, draft: bool = False) -> ReportFacts:
    """Return the facts that the document prints: as assembled, with the author's texts, dates and signatures."""
    texts = {name: str(text).strip() for name, text in report.texts.items()}
    facts = revived(report.content)
    return replace(
        facts,
        mark="draft"
        if draft
        else MARKS.get(ReportState(report.state), "demo" if settings.PROFILE == "demo" else ""),
        version=1,
        issued_on=day(report.issued_at),
        valid_until=report.valid_until,
        summary=texts.get("summary", ""),
        competitive=texts.get("competitive", ""),
        authoritative=texts.get("authoritative", ""),
        answers=tuple(
            AnswerFacts(question=row.question, answer=texts.get(f"answer_{n}", ""), clause=row.clause)
            for n, row in enumerate(facts.answers, 1)
        ),
        risks=tuple(RiskFacts(text=line) for line in lines(texts.get("risks", ""))),
        novelty=novelty_line(report),
        limits=lines(texts.get("limits", "")),
        dissent=tuple(
            DissentFacts(code="", text=line) for line in lines(texts.get("dissent", "")) if line not in NONE
        ),
        scoring=replace(
            facts.scoring,
            flags=tuple(FlagFacts(text=f.text, answer=texts.get("flags", "")) for f in facts.scoring.flags),
        )
        if facts.scoring
        else None,
        signatures=signatures(report, next((seat.code for seat in facts.panel if seat.chair), "")),
    )


def novelty_line(report: Report) -> str:
    row = report.novelty
    if not row:
        return ""
    return novelty_words(row["issuer"], row["number"], date.fromisoformat(row["issued_on"]))


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def signatures(report: Report, chair: str) -> tuple[SignatureFacts, ...]:
    """Return the three positions; the panel chair stays a code (no consent to publish the name is asked yet)."""
    signed = {row.position: row for row in report.signatures.all()}
    return tuple(
        SignatureFacts(
            position=title,
            name=""
            if position not in signed
            else chair
            if position == "chair"
            else person_name(signed[position].person_id),
            signed_on=day(signed[position].signed_at) if position in signed else None,
        )
        for position, title in POSITIONS
    )


def day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(SHANGHAI).date()
