"""The data of `documents/report.typ`: every value ready to print, so that the template only lays out."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from quanheng.platform.common.documents.amounts import amount
from quanheng.platform.common.documents.qr import qr_svg
from quanheng.platform.common.documents.wording import day
from quanheng.platform.reports.content import pictures
from quanheng.platform.reports.content.conclusion import conclusion_fingerprint
from quanheng.platform.reports.content.facts import (
    EvidenceFacts,
    ExplanationLine,
    IndicatorFacts,
    MethodFacts,
    ReportFacts,
    SeatFacts,
    ValuationFacts,
)
from quanheng.platform.reports.content.filling import level_words
from quanheng.platform.reports.content.uncertainty import doubt_sentence
from quanheng.platform.reports.content.wording import (
    WORDS,
    exact,
    figure,
    headline,
    percent,
    plain,
    points,
    word,
)

REPORT = Path(__file__).resolve().parents[1] / "documents" / "report.typ"
"""The template; `common.documents.render` makes the PDF of it and `report_document`."""
SIDES = ("competitive", "authoritative")


def report_document(facts: ReportFacts) -> dict[str, Any]:
    """Return what `documents/report.typ` prints."""
    return {
        "number": facts.number,
        "version": str(facts.version),
        "mark": facts.mark or None,
        "title": facts.achievement.title,
        "issuer": facts.institution.name,
        "issued": _day(facts.issued_on),
        "valid_until": _day(facts.valid_until),
        "notice": facts.notice,
        "not_an_appraisal": facts.not_an_appraisal,
        "uses": [[use.title, use.text, use.clause] for use in facts.uses],
        "commission": _commission(facts),
        "achievement": _achievement(facts),
        "basis": _basis(facts),
        "summary": facts.summary,
        "maturity": _maturity(facts),
        "information": [
            [i.title, i.finding or i.gap_reason, i.source or "–", _day(i.dated) or "–"]
            for i in facts.information
        ],
        "scoring": _scoring(facts),
        "sides": {side: _side(facts, side) for side in SIDES},
        "answers": [[a.question, a.answer, a.clause] for a in facts.answers],
        "risks": [[r.kind or "–", r.text, r.measure or "–"] for r in facts.risks],
        "panel": _panel(facts),
        "valuation": _valuation(facts.valuation) if facts.valuation else None,
        "closing_notice": facts.valuation.sentence_a if facts.valuation else facts.not_an_appraisal,
        "valuation_skipped": facts.valuation_skipped,
        "limits": list(facts.limits),
        "signatures": [
            {"role": s.position, "name": s.name, "date": _day(s.signed_on)} for s in facts.signatures
        ],
        "evidence": _evidence(facts.evidence),
        "verification": _verification(facts),
        "fingerprint": conclusion_fingerprint(facts),
    }


def _day(value: date | None) -> str:
    return day(value) if value else ""


def _commission(facts: ReportFacts) -> dict[str, Any]:
    return {
        "client": facts.client.name,
        "client_uscc": facts.client.uscc,
        "institution": facts.institution.name,
        "institution_uscc": facts.institution.uscc,
        "lead": facts.lead,
        "case": facts.case_number,
        "date": _day(facts.commissioned_on),
        "purpose": facts.purpose,
        "purpose_note": facts.purpose_note,
    }


def _achievement(facts: ReportFacts) -> dict[str, Any]:
    subject = facts.achievement
    return {
        "number": subject.number,
        "category": subject.category,
        "field": subject.field,
        "keywords": "、".join(subject.keywords),
        "abstract": subject.abstract,
        "need": subject.need,
        "application": subject.application,
        "source": subject.source,
        "source_note": subject.source_note,
        "contributors": "、".join(subject.contributors),
        "rights": [
            [r.kind, r.title, r.number or "–", r.holder, percent(r.share / 100) if r.share else "–", r.status]
            for r in facts.rights
        ],
        "parameters": [
            [p.name, f"{p.value} {p.unit}".strip(), p.condition or "–", p.comparator or "–", f"{p.comparator_value} {p.unit}".strip() if p.comparator_value else "–", p.basis or "–"]
            for p in facts.parameters
        ],
    }  # fmt: skip


def _basis(facts: ReportFacts) -> dict[str, Any]:
    plan = facts.plan
    return {
        "packs": [
            [f"{p.title}\n{p.name} {p.version}", word("authority", p.status), str(p.official), str(p.secondary), str(p.proposal)]
            for p in facts.basis.packs
        ],
        "documents": list(facts.basis.documents),
        "fingerprint": facts.basis.fingerprint,
        "plan_version": str(plan.version),
        "plan_fingerprint": plan.fingerprint,
        "plan_locked": _day(plan.locked_on),
        "team": plan.team.rstrip("。. "),
        "competitive_share": percent(plan.competitive_share),
        "authoritative_share": percent(1 - plan.competitive_share),
        "removed": [[r.title, r.reason] for r in plan.removed],
    }  # fmt: skip


def _maturity(facts: ReportFacts) -> dict[str, Any] | None:
    maturity = facts.maturity
    if maturity is None:
        return None
    return {
        "level": maturity.level,
        "words": level_words(maturity.level, maturity.level_title),
        "level_title": maturity.level_title,
        "characteristic": maturity.characteristic,
        "stage": maturity.stage_title,
        "index": figure(maturity.index),
        "scale": maturity.scale,
        "rule": maturity.rule,
        "ladder": pictures.ladder(maturity),
        "leaf_levels": [step.number for step in maturity.levels if not step.project_wide],
        "matrix": pictures.matrix(maturity),
        "project": [
            {"number": step.number, "title": step.title, "accepted": step.number in maturity.project_accepted}
            for step in maturity.levels
            if step.project_wide
        ],
        "visits": [[_day(v.visited_on), v.place, v.visitors, v.note or "–"] for v in maturity.visits],
        "figures": [
            [f.title, f"{f.value} {f.unit}".strip(), f.source, f.as_of or "–"] for f in maturity.figures
        ],
        "warnings": list(maturity.warnings),
        "explanation": _lines(maturity.explanation),
    }


def _lines(lines: Iterable[ExplanationLine]) -> list[dict[str, Any]]:
    return [
        {
            "depth": line.depth, "label": line.label, "value": line.value, "unit": line.unit, "rule": line.rule,
            "contribution": line.contribution, "sources": list(line.sources),
        }
        for line in lines
    ]  # fmt: skip


def _scoring(facts: ReportFacts) -> dict[str, Any] | None:
    scoring = facts.scoring
    if scoring is None:
        return None
    bounds = [lower for _label, lower in scoring.grades]
    return {
        "score": points(scoring.score),
        "grade": scoring.grade or str(WORDS["no_conclusion"]),
        "coverage": percent(scoring.coverage),
        "doubt": doubt_sentence(scoring),
        "competitive": points(scoring.competitive),
        "authoritative": points(scoring.authoritative),
        "rule": scoring.rule,
        "values": [pictures.bar(v.title, v.score) for v in scoring.values],
        "value_rows": [[v.title, points(v.score), percent(v.weight)] for v in scoring.values],
        "merged": [[v.title, points(v.score), percent(v.weight)] for v in scoring.merged],
        "grades": [
            {"label": label, "bound": _range(lower, bounds[i - 1] if i else None), "reached": label == scoring.grade}
            for i, (label, lower) in enumerate(scoring.grades)
        ],
        "flags": [[flag.text, flag.answer or "–"] for flag in scoring.flags],
        "vote": _vote(facts),
        "novelty": facts.novelty,
        "dissent": [[d.code, d.text] for d in facts.dissent],
        "fingerprint": scoring.fingerprint,
        "explanation": _lines(scoring.explanation),
        "marks": pictures.mark_table(facts),
    }  # fmt: skip


def _range(lower: Decimal, upper: Decimal | None) -> str:
    return (
        f"{plain(lower)}–100"
        if upper is None
        else WORDS["below"] % {"low": plain(lower), "high": plain(upper)}
    )


def _vote(facts: ReportFacts) -> dict[str, Any] | None:
    vote = facts.vote
    if vote is None:
        return None
    return {
        "seated": str(vote.seated),
        "votes": [[label, str(count)] for label, count in vote.votes],
        "needed": percent(vote.needed),
        "outcome": vote.outcome,
    }


def _side(facts: ReportFacts, side: str) -> dict[str, Any]:
    indicators = [i for i in facts.scoring.indicators if i.side == side] if facts.scoring else []
    seats = [seat for seat in facts.panel if seat.side == side]
    return {
        "title": word("sides", side),
        "text": getattr(facts, side),
        "rows": [_indicator(i) for i in indicators],
        "stated": [[i.title, line] for i in indicators for line in i.stated],
        "clauses": "、".join(dict.fromkeys(i.clause for i in indicators)),
        "raters": "、".join(
            WORDS["raters"] % {"role": role, "count": count}
            for role, count in Counter(seat.role for seat in seats).items()
        ),
    }  # fmt: skip


def _indicator(indicator: IndicatorFacts) -> list[str]:
    spread = "–" if indicator.low is None else f"{figure(indicator.low)}–{figure(indicator.high)}"
    return [
        indicator.title,
        plain(indicator.weight),
        points(indicator.score),
        str(indicator.n),
        figure(indicator.mean),
        figure(indicator.sd),
        spread,
        figure(indicator.trimmed),
        str(indicator.abstained),
    ]


def _panel(facts: ReportFacts) -> dict[str, Any]:
    draw = facts.draw
    signed = {declaration.code: declaration for declaration in facts.declarations}
    return {
        "rows": [_seat(seat, signed[seat.code].signed_on if seat.code in signed else None) for seat in facts.panel],
        "declarations": list(dict.fromkeys(declaration.text for declaration in facts.declarations)),
        "draw": None
        if draw is None
        else {
            "root": draw.root, "algorithm": draw.algorithm, "date": _day(draw.drawn_on), "seed": draw.seed,
            "candidates": str(draw.candidates) if draw.candidates else "", "note": draw.note,
        },
    }  # fmt: skip


def _seat(seat: SeatFacts, declared: date | None) -> list[str]:
    name = WORDS["bracketed"] % {"text": seat.code, "note": seat.name} if seat.name else seat.code
    sheet = {"sheet": word("sheets", seat.sheet), "marks": seat.marks, "abstained": seat.abstained}
    return [
        WORDS["bracketed"] % {"text": name, "note": WORDS["chair"]} if seat.chair else name,
        seat.role,
        word("sides", seat.side) if seat.side else "–",
        seat.recognition or "–",
        WORDS["sheet_abstained" if seat.abstained else "sheet"] % sheet,
        _day(declared) or "–",
    ]


def _valuation(valuation: ValuationFacts) -> dict[str, Any]:
    facts = [valuation.number, valuation.purpose, valuation.users, valuation.value_type, _day(valuation.valuation_date), _day(valuation.valid_until), valuation.rights, valuation.territory]  # fmt: skip
    return {
        "p50": headline(valuation.p50),
        "low": headline(valuation.low),
        "high": headline(valuation.high),
        "exact": [amount(value) for value in (valuation.low, valuation.p50, valuation.high)],
        "facts": facts,
        "definition": valuation.value_definition,
        "assumptions": valuation.assumptions,
        "sentences": [text for text in (valuation.sentence_a, valuation.sentence_b) if text],
        "dispersion": figure(valuation.dispersion),
        "opinions": [_opinion(valuation, place) for place in range(len(valuation.opinions))],
        "picture": pictures.intervals(valuation),
        "methods": [_method(method) for method in valuation.methods],
        "families": [[word("families", family), reason] for family, reason in valuation.families],
        "reconciled": None if valuation.reconciled is None else exact(valuation.reconciled),
        "reason": valuation.reason,
        "note": valuation.note,
        "figures": [
            [f.title, f"{f.value} {f.unit}".strip(), f.source, f.as_of or "–"] for f in valuation.figures
        ],
        "warnings": list(valuation.warnings),
        "explanation": _lines(valuation.explanation),
    }


def _opinion(valuation: ValuationFacts, place: int) -> list[str]:
    opinion = valuation.opinions[place]
    ruling = word("rulings", opinion.ruling) if opinion.ruling else "–"
    return [
        opinion.code,
        opinion.role,
        headline(opinion.p10),
        headline(opinion.p50),
        headline(opinion.p90),
        opinion.reason,
        WORDS["because"] % {"what": ruling, "why": opinion.ruling_reason}
        if opinion.ruling_reason
        else ruling,
    ]


def _method(method: MethodFacts) -> dict[str, Any]:
    return {
        "code": method.code,
        "title": method.title,
        "standing": word("standings", method.standing),
        "why": method.why,
        "value": exact(method.value),
        "wan": headline(method.value),
        "range": "–"
        if method.low is None or method.high is None
        else f"{headline(method.low)}–{headline(method.high)}",
        "weight": percent(method.weight),
        "parameters": [
            [p.title, f"{p.value} {p.unit}".strip(), p.source or "–", p.as_of or "–"]
            for p in method.parameters
        ],
        "sensitivity": [
            [s.label, exact(s.value), f"{'+' if s.change > 0 else ''}{exact(s.change)}"]
            for s in method.sensitivity
        ],
        "warnings": list(method.warnings),
        "explanation": _lines(method.explanation),
    }


def _evidence(evidence: Iterable[EvidenceFacts]) -> list[list[str]]:
    """Return one row per file and place; the hash by its first 16 digits, the whole stands in the JSON."""
    return [
        [
            str(e.level),
            e.package or str(WORDS["whole_project"]),
            e.element,
            WORDS["bracketed"] % {"text": e.title, "note": e.document_number}
            if e.document_number
            else e.title,
            f"{e.issuer}{f' {_day(e.issued_on)}' if e.issued_on else ''}" or "–",
            WORDS["because"] % {"what": word("verdicts", e.verdict), "why": e.reason}
            if e.reason
            else word("verdicts", e.verdict),
            e.sha256[:16],
        ]
        for e in evidence
    ]


def _verification(facts: ReportFacts) -> dict[str, str]:
    return {
        "number": facts.number,
        "version": str(facts.version),
        "address": facts.verify_address,
        "hash": facts.file_sha256,
        "qr": qr_svg(facts.verify_address) if facts.verify_address else "",
    }
