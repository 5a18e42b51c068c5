"""The part of a dossier that its stage decides: source, purpose, plan, panel, information, the three open questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quanheng.cli.dossier.fields import Fields
from quanheng.methods.result import Message, fingerprint
from quanheng.platform.reports.content import (
    AnswerFacts,
    DeclarationFacts,
    InformationFacts,
    PlanFacts,
    RemovedIndicator,
)
from quanheng.platform.reports.content.filling import purpose_titles
from quanheng.platform.reports.content.wording import WORDS
from quanheng.schemes import InfoItem, Item, Stack, StageTemplate

HUNDRED = Decimal(100)
FIELDS_OF_STATED = ("value",)


@dataclass(frozen=True, slots=True)
class Expert:
    """A member of the panel; `side` is empty for one who only values. `recused` is the reason for stepping aside."""

    code: str
    role: str
    side: str
    recognition: str
    chair: bool
    declared_on: date | None
    recused: str
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The locked plan: points of 100 per indicator on each side, and the weight of the competitive side."""

    facts: PlanFacts
    weights: Mapping[str, Decimal]
    stated: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Staged:
    """What the stage decides, read and checked."""

    source: str
    purpose: str
    purpose_note: str
    plan: Plan
    experts: tuple[Expert, ...]
    declarations: tuple[DeclarationFacts, ...]
    information: tuple[InformationFacts, ...]
    answers: tuple[AnswerFacts, ...]


def read_staged(top: Fields, stage: StageTemplate, stack: Stack, source: str, today: date) -> Staged:
    """Read what depends on the stage against its template; every fault is named."""
    commission = top.table("commission")
    commission.has("date")
    commission.has("expected_stage")
    experts = read_experts(top, stage, stack)
    return Staged(
        source=_source(top, stage, source),
        purpose=_purpose(commission, stage),
        purpose_note=commission.text("purpose_note", required=False),
        plan=read_plan(top, stage, today),
        experts=experts,
        declarations=_declarations(top, experts),
        information=read_information(top, stage, today),
        answers=read_answers(top, stage),
    )


def _source(top: Fields, stage: StageTemplate, source: str) -> str:
    titles = {item.id: item.title for item in stage.sources}
    if source and source not in titles:
        _unknown(top, "achievement.source", source, titles)
    return titles.get(source, "")


def _purpose(commission: Fields, stage: StageTemplate) -> str:
    """Return the title of the purpose: a use of the stage, or one of its purposes (H-15, H-21, H-27)."""
    titles = purpose_titles(stage)
    return titles.get(commission.choice("purpose", titles), "")


def _unknown(top: Fields, place: str, got: str, known: Mapping[str, object]) -> None:
    top.fault(place, Message("got %(got)s, takes one of %(options)s", got=got, options=", ".join(known)))


# the plan ------------------------------------------------------------------------------------------
def read_plan(top: Fields, stage: StageTemplate, today: date) -> Plan:
    """Return the plan; without weights those that the packs propose. Each side sums to exactly 100 (H-14.3)."""
    fields = top.table("plan")
    share = fields.number("competitive_share", low=1, high=99, required=False) or Decimal(50)
    locked = fields.day("locked_on")
    if locked and locked > today:
        fields.fault("locked_on", Message("got a day after the date of the report"))
    weights = _weights(fields, stage)
    removed = _removed(fields, stage, weights)
    facts = PlanFacts(
        version=fields.whole("version", low=1, high=99, required=False) or 1,
        fingerprint=fingerprint(stage.code, {name: str(weight) for name, weight in weights.items()}, str(share)),
        locked_on=locked,
        competitive_share=share / HUNDRED,
        team=fields.line("team"),
        removed=removed,
    )  # fmt: skip
    return Plan(facts, weights, _stated(top, stage, weights))


def _weights(fields: Fields, stage: StageTemplate) -> dict[str, Decimal]:
    proposed = {indicator.id: indicator.default_weight for indicator in stage.indicators}
    if not fields.has("weights"):
        return proposed
    table = fields.table("weights")
    weights = {name: table.number(name, low=0, high=100, required=False) or Decimal(0) for name in proposed}
    for side in (stage.competitive, stage.authoritative):
        total = sum((weights[indicator.id] for indicator in side), Decimal(0))
        if total != HUNDRED:
            names = ", ".join(indicator.id for indicator in side)
            fields.fault("weights", Message("%(names)s: got a sum of %(total)s, takes exactly 100", names=names, total=total))  # fmt: skip
    return weights


def _removed(
    fields: Fields, stage: StageTemplate, weights: Mapping[str, Decimal]
) -> tuple[RemovedIndicator, ...]:
    """Return the official indicators that are left out: each needs a reason, which the report prints (H-12, H-18, H-24)."""
    reasons = fields.table("removed", required=False)
    removed = []
    for indicator in stage.indicators:
        reason = reasons.text(indicator.id, required=weights[indicator.id] == 0)
        if weights[indicator.id] == 0:
            removed.append(RemovedIndicator(title=indicator.title, reason=reason))
    return tuple(removed)


def _stated(top: Fields, stage: StageTemplate, weights: Mapping[str, Decimal]) -> dict[str, tuple[str, ...]]:
    """Return what a pack wants stated with an indicator, such as scope, period and source of a market share (H-24)."""
    asked = [i for i in stage.indicators if i.facts and weights[i.id] > 0]
    if not asked:
        return {}
    table = top.table("stated")
    lines: dict[str, tuple[str, ...]] = {}
    for indicator in asked:
        fields = table.table(indicator.id)
        names = (*FIELDS_OF_STATED, *indicator.facts)
        lines[indicator.id] = tuple(
            WORDS["stated"].get(name, "%(text)s") % {"text": fields.text(name)} for name in names
        )
    return lines


# the panel -----------------------------------------------------------------------------------------
def read_experts(top: Fields, stage: StageTemplate, stack: Stack) -> tuple[Expert, ...]:
    """Return the panel by codes. Only roles of the stage are seated (H-13, H-19, H-25)."""
    rows = top.rows("experts", least=1)
    roles = tuple(dict.fromkeys((*stage.competitive_raters, *stage.authoritative_raters, *stage.valuers)))
    experts = tuple(_expert(row, stage, roles) for row in rows)
    seen: set[str] = set()
    for row, expert in zip(rows, experts, strict=True):
        if expert.code in seen:
            row.fault("code", Message("got %(code)s twice, takes each code once", code=expert.code))
        seen.add(expert.code)
    if experts:
        _check_floors(top, experts, stage, stack)
    return experts


def _expert(row: Fields, stage: StageTemplate, roles: tuple[str, ...]) -> Expert:
    role = row.choice("role", roles)
    side = ""
    if role in stage.competitive_raters:
        side = "competitive"
    elif role in stage.authoritative_raters:
        side = "authoritative"
    return Expert(
        code=row.line("code"), role=role, side=side, recognition=row.line("recognition", required=side != "competitive"),
        chair=row.flag("chair"), declared_on=row.day("declared_on"), recused=row.text("recused", required=False), name=row.line("name", required=False),
    )  # fmt: skip


def _check_floors(top: Fields, experts: tuple[Expert, ...], stage: StageTemplate, stack: Stack) -> None:
    """Check the floors of a panel: enough sheets on each side, enough valuers, one chair (`domain.md` 7)."""
    least = stack.number("evaluation.group_sheets_minimum")
    here = [expert for expert in experts if not expert.recused]
    for side in ("competitive", "authoritative"):
        count = sum(expert.side == side for expert in here)
        if count < least:
            top.fault("experts", Message("%(side)s side: got %(got)s experts, takes at least %(least)s", side=side, got=count, least=least))  # fmt: skip
    valuers = sum(expert.role in stage.valuers for expert in here)
    if valuers < stack.number("valuation.opinions_minimum"):
        top.fault("experts", Message("got %(got)s experts who may value in this stage (%(roles)s), takes at least %(least)s", got=valuers, roles=", ".join(stage.valuers), least=stack.number("valuation.opinions_minimum")))  # fmt: skip
    if sum(expert.chair for expert in here) != 1:
        top.fault("experts", Message("takes exactly one chair"))


def _declarations(top: Fields, experts: tuple[Expert, ...]) -> tuple[DeclarationFacts, ...]:
    text = top.text("declaration")
    return tuple(
        DeclarationFacts(code=expert.code, text=text, signed_on=expert.declared_on) for expert in experts
    )


# information and questions -------------------------------------------------------------------------
def read_information(top: Fields, stage: StageTemplate, today: date) -> tuple[InformationFacts, ...]:
    """Return the stage's information list, each item found with source and date or its gap explained (H-14.2)."""
    rows = {row.line("item"): row for row in top.rows("information", least=1)}
    titles = {item.id: item.title for item in stage.information}
    for name, row in rows.items():
        if name and name not in titles:
            _unknown(row, "item", name, titles)
    found = []
    for item in stage.information:
        if item.id not in rows:
            top.fault("information", Message("no entry for the item %(item)s", item=item.id))
            continue
        found.append(_information(rows[item.id], item, today))
    return tuple(found)


def _information(row: Fields, item: InfoItem, today: date) -> InformationFacts:
    gap = row.text("gap", required=False)
    dated = row.day("date", required=not gap)
    if dated and dated > today:
        row.fault("date", Message("got a day after the date of the report"))
    return InformationFacts(
        title=item.title, source=row.line("source", required=not gap), dated=dated,
        finding=row.text("finding", required=not gap), gap_reason=gap, clause=item.clause,
    )  # fmt: skip


def read_answers(top: Fields, stage: StageTemplate) -> tuple[AnswerFacts, ...]:
    """Return the answers to the stage's three open questions (H-10, H-16, H-22)."""
    fields = top.table("answers")
    return tuple(_answer(fields, question) for question in stage.questions)


def _answer(fields: Fields, question: Item) -> AnswerFacts:
    return AnswerFacts(question=question.title, answer=fields.text(question.id), clause=question.clause)
