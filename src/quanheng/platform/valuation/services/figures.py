"""Figures with their sources, and the runs that rest on them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from quanheng.methods.money import yuan
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Incomplete, Refused
from quanheng.platform.common.steps import step_data
from quanheng.platform.library import selectors as library
from quanheng.platform.valuation import readiness, selectors, wording
from quanheng.platform.valuation.models import Engagement, MethodRun, Param
from quanheng.platform.valuation.runs import outcome_of
from quanheng.platform.valuation.services.moving import held
from quanheng.platform.valuation.sheets.catalogue import SHEETS, needs_reason
from quanheng.platform.valuation.sheets.specs import Sheet, canonical
from quanheng.platform.valuation.states import EngagementState

FIXED = frozenset({EngagementState.OPENED, EngagementState.COMPUTED})


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure as it is to be kept: a string, a list of strings, or a row of a table; empty removes it."""

    value: object
    source: str = ""
    as_of: date | None = None
    evidence_id: UUID | None = None


@transaction.atomic
def save_params(
    *, actor: Actor, number: str, code: str, entries: Mapping[str, Entry], now: datetime
) -> Engagement:
    """Keep the figures of a sheet as they stand, sourced or not; what is not among `entries` goes.

    Once the opinions are open the figures are fixed: only source, date and evidence may be completed then.
    """
    engagement = selectors.get_for_update(actor, number)
    fixed = engagement.state in FIXED
    engagement = held("complete_sources" if fixed else "save_params", actor=actor, number=number)
    sheet = sheet_of(engagement, code)
    require_evidence(engagement, entries)
    given = {
        name: replace(entry, value=spelt(sheet, name, entry.value))
        for name, entry in entries.items()
        if entry.value not in ("", [], {}, None)
    }
    old = {row.name: row for row in selectors.params(engagement, code)}
    if fixed and {name: entry.value for name, entry in given.items()} != {
        n: spelt(sheet, n, row.value) for n, row in old.items()
    }:
        raise Refused(
            "The figures are fixed since the opinions were opened; only source, date and evidence may be completed"
        )
    Param.objects.filter(engagement=engagement, method=code).exclude(name__in=given).delete()
    for name, entry in given.items():
        keep(engagement, sheet, name, entry, actor=actor, now=now)
    kind = "valuation.sources_completed" if fixed else "valuation.params_saved"
    journal.record(kind, engagement, actor=actor, at=now, body=named(sheet))
    return engagement


def named(sheet: Sheet) -> dict[str, object]:
    return {"method": sheet.code, "method_label": wording.msgid(sheet.label)}


def sheet_of(engagement: Engagement, code: str) -> Sheet:
    sheet = selectors.stage_sheet(engagement) if code == "stage" else SHEETS.get(code)
    if sheet is None:
        raise Refused("method: got %(got)s, takes one of %(takes)s", got=code, takes=", ".join(SHEETS))
    return sheet


def require_evidence(engagement: Engagement, entries: Mapping[str, Entry]) -> None:
    """Refuse a paper of another achievement."""
    wanted = {entry.evidence_id for entry in entries.values() if entry.evidence_id is not None}
    there = library.evidence(engagement.achievement).filter(id__in=wanted).count()
    if there < len(wanted):
        raise Refused("evidence: got a paper that is not of this achievement, takes one of its evidence")


def spelt(sheet: Sheet, name: str, value: object) -> Any:
    spec = sheet.spec(name.partition(".")[0])
    return canonical(spec, value) if spec else value


def keep(
    engagement: Engagement, sheet: Sheet, name: str, entry: Entry, *, actor: Actor, now: datetime
) -> None:
    """Write one figure; an unchanged one keeps who entered it and when."""
    spec = sheet.spec(name.partition(".")[0])
    if spec is None:
        raise Refused("%(name)s: not a figure of this method", name=name)
    unit = wording.msgid(spec.unit) if spec.unit else ""
    new = {
        "value": entry.value,
        "unit": unit,
        "source": entry.source.strip(),
        "as_of": entry.as_of,
        "evidence_id": entry.evidence_id,
    }
    row = Param.objects.filter(engagement=engagement, method=sheet.code, name=name).first()
    if row is not None and all(getattr(row, field) == value for field, value in new.items()):
        return
    Param.objects.update_or_create(
        engagement=engagement,
        method=sheet.code,
        name=name,
        defaults={**new, "entered_by_id": person_of(actor), "entered_at": now},
    )


@transaction.atomic
def set_param(*, actor: Actor, number: str, code: str, name: str, entry: Entry, now: datetime) -> Engagement:
    """Keep one figure beside the others of its sheet."""
    engagement = selectors.get(actor, number)
    entries = {row.name: entry_of(row) for row in selectors.params(engagement, code)}
    return save_params(actor=actor, number=number, code=code, entries={**entries, name: entry}, now=now)


def entry_of(row: Param) -> Entry:
    return Entry(row.value, row.source, row.as_of, row.evidence_id)


@transaction.atomic
def run_method(*, actor: Actor, number: str, code: str, now: datetime) -> MethodRun:
    """Keep a run of a chosen method with its present figures; the same figures give the run that is there.

    `Incomplete` names every figure that is missing, a refusal of the method comes as its `MethodError`; runs kept
    before stay as they are.
    """
    engagement = held("run_method", actor=actor, number=number)
    sheet = sheet_of(engagement, code)
    require_chosen(engagement, sheet)
    stored = selectors.stored_values(sheet, selectors.params(engagement, code))
    outcome = outcome_of(sheet, stored)
    if outcome.missing:
        raise Incomplete(outcome.missing)
    if outcome.result is None:
        raise outcome.error or Refused("%(method)s has no value with its present figures", method=sheet.label)
    print_ = selectors.run_print(sheet, stored)
    if found := MethodRun.objects.filter(engagement=engagement, fingerprint=print_).first():
        return found
    result = outcome.result
    tree = step_data(result.explanation)
    run = MethodRun.objects.create(
        engagement=engagement,
        code=code,
        inputs=sheet.inputs(stored),
        value=yuan(result.value),
        low=None if result.low is None else yuan(result.low),
        high=None if result.high is None else yuan(result.high),
        method=result.method,
        explanation=tree,
        warnings=[wording.message_data(warning) for warning in result.warnings],
        engine=selectors.ENGINE,
        fingerprint=print_,
        why_chosen=readiness.why_of(engagement, code),
        run_by_id=person_of(actor),
        run_at=now,
    )
    body = {**named(sheet), "fingerprint": print_[:12]}
    journal.record("valuation.run", engagement, actor=actor, at=now, body=body)
    return run


def require_chosen(engagement: Engagement, sheet: Sheet) -> None:
    """Refuse a run of a method that the basis does not name, or that the level takes only with a reason (H-14.6)."""
    if sheet.code not in {row["code"] for row in engagement.methods}:
        raise Refused("%(method)s is not among the methods chosen with the basis", method=sheet.label)
    if needs_reason(engagement.level, sheet.code) and not readiness.why_of(engagement, sheet.code):
        raise Refused("%(method)s: the reason for this method is empty", method=sheet.label)
