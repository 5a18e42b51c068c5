"""One dossier folder to the facts of a report: everything is read and checked before anything is refused."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from quanheng.cli.dossier import grading, marks, opening, papers, staging, worth
from quanheng.cli.dossier.faults import DossierError, Faults
from quanheng.cli.dossier.fields import Fields, read_toml
from quanheng.methods.result import Message
from quanheng.methods.scoring import EvaluationResult
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.evaluation.results.flags import in_words
from quanheng.platform.reports.content import (
    AchievementFacts,
    FlagFacts,
    ReportFacts,
    ScoringFacts,
    SeatFacts,
    ValuationFacts,
    missing_contents,
)
from quanheng.platform.reports.content.filling import (
    basis_facts,
    compares_with_world,
    novelty_words,
    role_word,
    scoring_facts,
    use_facts,
    work_packages,
)
from quanheng.schemes import Stack, StageTemplate, default_stack

FILE = "dossier.toml"
STAGES = ("basic", "applied", "industrial")


@dataclass(frozen=True, slots=True)
class _Opened:
    case: opening.Case
    achievement: AchievementFacts
    source: str
    rest: dict[str, Any]
    texts: opening.Texts
    papers: tuple[papers.Paper, ...]
    graded: grading.Graded | None


def read_dossier(folder: Path) -> ReportFacts:
    """Return the facts of the report; `DossierError` names every fault by file and field.

    Texts are finished in the language that is active, which for a report is Chinese.
    """
    faults, stack = Faults(), default_stack()
    top = read_toml(folder / FILE, faults)
    if top is None:
        raise DossierError(faults)
    opened = _opened(top, folder, stack)
    stage = _stage(top, opened, stack)
    staged = staging.read_staged(top, stage, stack, opened.source, opened.case.issued_on)
    scoring = _scoring(top, folder, opened, stage, staged, stack)
    novelty = _novelty(top, scoring, stack, opened.case.issued_on)
    valuation = _valuation(folder, opened, stage, staged, stack, faults)
    top.close()
    if faults or scoring is None or opened.graded is None:
        raise DossierError(faults)
    facts = replace(_facts(opened, stage, staged, scoring, valuation, stack), novelty=novelty)
    for message in missing_contents(facts, issuing=True):
        faults.add(FILE, "", message)
    if faults:
        raise DossierError(faults)
    return facts


def _opened(top: Fields, folder: Path, stack: Stack) -> _Opened:
    case = opening.read_case(top, stack)
    achievement, source = opening.read_achievement(top)
    nodes = opening.read_packages(top)
    leaves = [package.code for package in work_packages(nodes, {})]
    visits = opening.read_visits(top, case.issued_on)
    given = papers.read_papers(top, folder, stack, leaves, case.issued_on)
    figures = grading.read_figures(top, stack, given)
    return _Opened(
        case=case,
        achievement=achievement,
        source=source,
        rest={
            "rights": opening.read_rights(top),
            "parameters": opening.read_parameters(top),
            "draw": opening.read_draw(top),
            "signatures": opening.read_signatures(top),
        },
        texts=opening.read_texts(top),
        papers=given,
        graded=grading.grade(top, stack, nodes, given, visits=visits, figures=figures),
    )


def _stage(top: Fields, opened: _Opened, stack: Stack) -> StageTemplate:
    """Return the stage of the level found. While there is none, or faults may have moved it, the expected one: reading
    goes on, and one wrong entry is not followed by the indicators of another stage.
    """
    commission = top.table("commission", required=False)
    expected = commission.choice("expected_stage", STAGES, required=False)
    for name in ("date", "purpose", "purpose_note"):
        commission.has(name)
    if opened.graded and not (expected and _level_faulty(top)):
        return stack.stage(opened.graded.facts.stage)
    return stack.stage(expected or STAGES[0])


def _level_faulty(top: Fields) -> bool:
    return any(fault.place.startswith(("packages", "evidence", "visits", "figures")) for fault in top.faults)


def _scoring(
    top: Fields, folder: Path, opened: _Opened, stage: StageTemplate, staged: staging.Staged, stack: Stack
) -> ScoringFacts | None:  # fmt: skip
    """Return the scores; None where the marks or the plan have faults."""
    before = len(top.faults)
    given = marks.read_marks(folder, stage, staged.experts, staged.plan, stack, top.faults)
    rows = top.rows("flags")
    answers = {row.line("flag"): (row, row.text("answer")) for row in rows}
    if len(top.faults) > before or _plan_faulty(top) or not given:
        return None
    result = marks.score(given, staged.experts, staged.plan, stage, stack, number=opened.case.number)
    flags = _flags(top, result, {flag: answer for flag, (_row, answer) in answers.items()}, stage)
    for flag, (row, _answer) in answers.items():
        if flag not in result.flags:
            row.fault("flag", Message("the flag %(flag)s does not arise, takes: %(flags)s", flag=flag, flags=", ".join(result.flags) or "–"))  # fmt: skip
    return scoring_facts(
        result, stage, staged.plan.weights, stack, translate=sentence, flags=flags, stated=staged.plan.stated
    )


def _plan_faulty(top: Fields) -> bool:
    return any(fault.place.startswith(("plan", "experts")) for fault in top.faults)


def _flags(
    top: Fields, result: EvaluationResult, answers: dict[str, str], stage: StageTemplate
) -> tuple[FlagFacts, ...]:
    """Return the flags in words, each with the answer that the dossier gives (scoring.md 7)."""
    titles = {indicator.id: indicator.title for indicator in stage.indicators}
    for flag in result.flags:
        if flag not in answers:
            top.fault("flags", Message("the flag %(flag)s takes a written answer", flag=flag))
    return tuple(
        FlagFacts(text=in_words(flag, titles), answer=answers.get(flag, "")) for flag in result.flags
    )


def _novelty(top: Fields, scoring: ScoringFacts | None, stack: Stack, today: date) -> str:
    """Return the novelty search report; a grade that compares with the world needs a recent one (`domain.md` 6)."""
    needed = scoring is not None and compares_with_world(scoring.grade_code)
    if not needed and not top.has("novelty_report"):
        return ""
    fields = top.table("novelty_report")
    issued = fields.day("date")
    years = stack.number("grade.novelty_years")
    if issued and today != opening.UNREAD and not 0 <= (today - issued).days <= years * 366:
        fields.fault("date", Message("takes a day within %(years)s years before the report", years=years))
    return novelty_words(fields.line("issuer"), fields.line("number"), issued)


def _valuation(
    folder: Path, opened: _Opened, stage: StageTemplate, staged: staging.Staged, stack: Stack, faults: Faults
) -> ValuationFacts | None:  # fmt: skip
    if opened.texts.valuation_skipped and not (folder / worth.FILE).exists():
        return None
    level = opened.graded.facts.level if opened.graded else stage.levels[0]
    grounds = worth.Grounds(level, stage, staged.experts, stack, opened.case.issued_on)
    return worth.read_valuation(folder, grounds, faults)


def _facts(
    opened: _Opened, stage: StageTemplate, staged: staging.Staged, scoring: ScoringFacts, valuation: ValuationFacts | None, stack: Stack
) -> ReportFacts:  # fmt: skip
    case, texts = opened.case, opened.texts
    return ReportFacts(
        number=case.number,
        version=case.version,
        mark=case.mark,
        case_number=case.case_number,
        achievement=replace(opened.achievement, source=staged.source),
        client=case.client,
        institution=case.institution,
        lead=case.lead,
        purpose=staged.purpose,
        purpose_note=staged.purpose_note,
        commissioned_on=case.commissioned_on,
        issued_on=case.issued_on,
        valid_until=case.valid_until,
        uses=use_facts(stage),
        basis=basis_facts(stack),
        plan=staged.plan.facts,
        evidence=grading.evidence_facts(opened.papers),
        maturity=opened.graded.facts if opened.graded else None,
        information=staged.information,
        scoring=scoring,
        summary=texts.summary,
        competitive=texts.competitive,
        authoritative=texts.authoritative,
        answers=staged.answers,
        risks=texts.risks,
        valuation=valuation,
        valuation_skipped=texts.valuation_skipped,
        panel=_seats(staged, scoring, valuation),
        declarations=staged.declarations,
        dissent=texts.dissent,
        limits=texts.limits,
        notice=stack.notice.zh,
        not_an_appraisal=stack.text("valuation_opinion").zh,
        verify_address=case.verify_address,
        **opened.rest,
    )


def _seats(
    staged: staging.Staged, scoring: ScoringFacts, valuation: ValuationFacts | None
) -> tuple[SeatFacts, ...]:
    valued = {opinion.code for opinion in valuation.opinions} if valuation else set()
    return tuple(
        SeatFacts(
            code=expert.code, role=role_word(expert.role), side=expert.side, recognition=expert.recognition, chair=expert.chair,
            name=expert.name, sheet="recused" if expert.recused else "submitted",
            marks=sum(m.expert == expert.code and m.status == "scored" for m in scoring.marks),
            abstained=sum(m.expert == expert.code and m.status == "abstained" for m in scoring.marks),
            valued=expert.code in valued,
        )
        for expert in staged.experts
    )  # fmt: skip
