"""valuation.toml: the basis of the value, runs of methods with sourced figures, opinions, reconciliation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from quanheng.cli.dossier.faults import Faults
from quanheng.cli.dossier.fields import Fields, read_toml
from quanheng.cli.dossier.figures import read_figures
from quanheng.cli.dossier.opinions import Pooled, read_opinions
from quanheng.cli.dossier.staging import Expert
from quanheng.methods.errors import MethodError
from quanheng.methods.result import Message
from quanheng.methods.valuation.pooling import METHODS_APART_LIMIT, reconcile
from quanheng.methods.valuation.result import ValueResult
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.reports.content import FigureFacts, MethodFacts, SensitivityFacts, ValuationFacts
from quanheng.platform.reports.content.filling import explanation_lines
from quanheng.platform.reports.content.wording import WORDS, plain, word
from quanheng.platform.valuation.runs import Outcome, outcome_of
from quanheng.platform.valuation.sheets.catalogue import SHEETS, offers, required_families
from quanheng.platform.valuation.sheets.specs import Sheet
from quanheng.platform.valuation.sheets.stage import STAGE_SHEETS
from quanheng.schemes import Stack, StageTemplate

FILE = "valuation.toml"
TEXTS = ("purpose", "users", "value_definition", "rights", "territory", "assumptions")
EXPLAINED_FROM = 8
"""From this level on a required family of methods may be missing, for a recorded reason (valuation.md 2)."""
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the rest of the dossier fixes for the value."""

    level: int
    stage: StageTemplate
    experts: Sequence[Expert]
    stack: Stack
    today: date


@dataclass(frozen=True, slots=True)
class Run:
    """A method as it was run; the result is None where its figures do not hold."""

    sheet: Sheet
    weight: Decimal
    result: ValueResult | None
    facts: MethodFacts | None


def read_valuation(folder: Path, grounds: Grounds, faults: Faults) -> ValuationFacts | None:
    """Return the valuation; None after faults, all of them named."""
    before = len(faults)
    top = read_toml(folder / FILE, faults)
    if top is None:
        return None
    runs = _runs(top, grounds)
    families = _families(top, grounds, runs)
    figures = _stage_figures(top, grounds)
    pooled = read_opinions(top, grounds.stage, grounds.experts)
    reason, note = top.text("reason"), top.text("note", required=False)
    joined = _reconciled(top, runs, reason) if len(faults) == before else None
    _notes(top, note, runs, pooled)
    basis = _basis(top, grounds)
    top.close()
    if len(faults) > before or pooled is None:
        return None
    return ValuationFacts(
        **pooled.facts(),
        **basis,
        methods=tuple(run.facts for run in runs if run.facts),
        reconciled=joined.value if joined else None,
        reconciled_low=joined.low if joined else None,
        reconciled_high=joined.high if joined else None,
        reason=reason,
        note=note,
        families=families,
        figures=figures,
        warnings=tuple(dict.fromkeys(sentence(text) for text in (*pooled.warnings, *(joined.warnings if joined else ())))),
    )  # fmt: skip


def _basis(top: Fields, grounds: Grounds) -> dict[str, Any]:
    day = top.day("date") or date.min
    until = top.day("valid_until")
    if day > grounds.today:
        top.fault("date", Message("got a day after the date of the report"))
    if until and until <= day:
        top.fault("valid_until", Message("takes a day after the valuation date"))
    statutory = top.flag("statutory")
    kind = top.choice("value_type", WORDS["value_types"])
    return {
        "number": top.line("number", required=False),
        "valuation_date": day,
        "valid_until": until,
        "sentence_a": grounds.stack.text("valuation_opinion").zh,
        "sentence_b": grounds.stack.text("statutory_appraisal").zh if statutory else "",
        "value_type": word("value_types", kind),
        **{name: top.text(name) for name in TEXTS},
    }


# methods -------------------------------------------------------------------------------------------
def _runs(top: Fields, grounds: Grounds) -> list[Run]:
    rows = top.rows("methods", least=1)
    standings = {offer.code: offer.standing for offer in offers(grounds.level)}
    runs = [run for row in rows if (run := _run(row, standings)) is not None]
    total = sum((run.weight for run in runs), Decimal(0))
    if rows and total != 1:
        top.fault(
            "methods",
            Message("the weights make %(got)s %%, they must make 100 %%", got=plain(total * HUNDRED)),
        )
    codes = [run.sheet.code for run in runs]
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        top.fault("methods", Message("got %(code)s twice, takes each method once", code=code))
    return runs


def _run(row: Fields, standings: Mapping[str, str]) -> Run | None:
    code = row.choice("code", SHEETS)
    weight = (row.number("weight", low=0, high=100) or Decimal(0)) / HUNDRED
    why = row.text("why", required=standings.get(code) == "with_reason")
    if not code:
        for figure in row.rows("figures"):
            figure.ignore()
        return None
    sheet = SHEETS[code]
    before = len(row.faults)
    stored, parameters = read_figures(row, sheet)
    outcome = outcome_of(sheet, stored) if len(row.faults) == before else Outcome()
    for missing in outcome.missing:
        row.faults.take(row.file, row.at("figures"), missing)
    if outcome.error:
        row.faults.take(row.file, row.at(f"figures.{outcome.field}".rstrip(".")), outcome.error)
    if outcome.result is None:
        return Run(sheet, weight, None, None)
    return Run(
        sheet, weight, outcome.result, _method(sheet, outcome, weight, why, standings[code], parameters)
    )


def _method(sheet: Sheet, outcome: Outcome, weight: Decimal, why: str, standing: str, parameters: tuple[FigureFacts, ...]) -> MethodFacts:  # fmt: skip
    result = outcome.result
    if result is None:
        raise MethodError("%(sheet)s: no result", sheet=sheet.code)
    return MethodFacts(
        code=sheet.code, title=sentence(str(sheet.label)), value=result.value, weight=weight, standing=standing,
        low=result.low, high=result.high, why=why, variant=result.method, parameters=parameters,
        sensitivity=tuple(SensitivityFacts(label=sentence(move.label), value=move.value, change=move.change) for move in outcome.moves),
        warnings=tuple(sentence(warning) for warning in result.warnings), explanation=explanation_lines(result.explanation, sentence),
    )  # fmt: skip


def _families(top: Fields, grounds: Grounds, runs: Sequence[Run]) -> tuple[tuple[str, str], ...]:
    """Return the required families without a run; from level 8 a reason may stand in for one (H-20.3, H-26.4)."""
    there = {run.sheet.approach for run in runs}
    reasons = top.table("families", required=False)
    missing = []
    for family in required_families(grounds.level):
        explained = grounds.level >= EXPLAINED_FROM
        reason = reasons.text(family, required=False) if explained else ""
        if family not in there:
            missing.append((family, reason))
            if not reason:
                top.fault("methods", Message("a method of the %(family)s approach is required at level %(level)s", family=family, level=grounds.level))  # fmt: skip
    return tuple(missing)


def _stage_figures(top: Fields, grounds: Grounds) -> tuple[FigureFacts, ...]:
    """Return the figures that the guide names for the stage, each with source and date (H-14.7, H-20.4, H-26.4)."""
    sheet = STAGE_SHEETS[grounds.stage.code]
    stored, facts = read_figures(top, sheet)
    for missing in outcome_of(sheet, stored).missing:
        top.faults.take(top.file, "figures", missing)
    return facts


def _reconciled(top: Fields, runs: Sequence[Run], reason: str) -> ValueResult | None:
    results = [run.result for run in runs if run.result]
    if len(results) < len(runs) or not results:
        return None
    try:
        return reconcile(results, [run.weight for run in runs], reason)
    except MethodError as error:
        top.faults.take(top.file, "methods", error)
        return None


def _notes(top: Fields, note: str, runs: Sequence[Run], pooled: Pooled | None) -> None:
    """Ask for a written explanation where experts or methods are far apart (valuation.md 4, 7)."""
    if note:
        return
    values = [run.result.value for run in runs if run.result and run.weight]
    if values and max(values) > METHODS_APART_LIMIT * min(values):
        top.fault("note", Message("the methods are more than a factor of 2 apart: a note is needed"))
    if pooled is not None and pooled.scattered:
        top.fault(
            "note", Message("the experts' values are more than a factor of 4 apart: a written explanation is needed")
        )  # fmt: skip
