"""What experts do with their sheets. Each acts on the own one; nobody learns what a colleague wrote."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from quanheng.methods.result import fingerprint
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import inbox, journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.calendar import due_at
from quanheng.platform.common.errors import Absent, Conflict, Incomplete, Missing, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui import formats
from quanheng.platform.evaluation.marking import links, policies, rules, selectors
from quanheng.platform.evaluation.marking.models import Sheet, SheetMark
from quanheng.platform.evaluation.marking.states import SHEET_STATES, SheetState
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.experts.models import Seat
from quanheng.platform.experts.models.pools import ExpertRole
from quanheng.platform.experts.services import void_seat

if TYPE_CHECKING:
    from quanheng.platform.evaluation.models import Evaluation, Plan

DEADLINE = "evaluation.scoring"
RECUSED = "recused"
"""What the expert room is told of a seat given up by its expert: no rule, no reason."""


@transaction.atomic
def open_sheets(evaluation: "Evaluation", plan: "Plan", seats: Iterable[Seat], now: datetime) -> list[Sheet]:
    """Give every accepted seat that has none its sheet, and its expert the step (H-13.1).

    Called when the panel is seated, and again when a substitute takes a vacated seat.
    """
    holding = set(Sheet.objects.filter(plan=plan).values_list("seat_id", flat=True))
    template = stack_of(evaluation.scheme).stage(plan.stage)
    due, _provisional = due_at(DEADLINE, start=now, scheme=evaluation.scheme)
    opened = []
    for seat in seats:
        if seat.id in holding:
            continue
        side = selectors.side_of(template, seat.role)
        if not side:
            raise Refused(
                "%(role)s: marks no side in this stage, so the seat gets no score sheet",
                role=ExpertRole(seat.role).label,
            )
        opened.append(
            Sheet.objects.create(
                evaluation=evaluation,
                plan=plan,
                seat=seat,
                code=seat.code,
                role=seat.role,
                side=side,
                opened_at=now,
                due_at=due,
            )
        )
        _assign(evaluation, seat, now)
    if opened:
        journal.record("marking.opened", evaluation, actor=SYSTEM, at=now, body={"count": len(opened)})
    return opened


def _assign(evaluation: "Evaluation", seat: Seat, now: datetime) -> None:
    inbox.assign(
        evaluation,
        "submit_sheet",
        what=noop("score the achievement"),
        to=inbox.Recipient(Role.EXPERT, person_id=seat.expert.person_id),
        at=now,
        by=SYSTEM,
        deadline=DEADLINE,
        path=links.sheet(evaluation.number),
    )


@transaction.atomic
def save_mark(*, actor: Actor, number: str, indicator: str, answer: rules.Answer, now: datetime) -> SheetMark:
    """Keep the mark of one indicator of the own side (H-13.1, H-14.4).

    `Incomplete` with every fault: points outside the band, a remark that is due, no reason for an abstention.
    """
    sheet = selectors.get_for_update(actor, number)
    policies.require_open(sheet)
    item = next((row for row in selectors.items(sheet) if row.indicator.id == indicator), None)
    if item is None:
        raise Refused(
            "indicator: got %(indicator)s, takes one that your side of the panel marks", indicator=indicator
        )
    if faults := rules.faults(answer, item.indicator, stack_of(sheet.evaluation.scheme)):
        raise Incomplete(faults)
    scored = answer.status == "scored"
    row, _created = SheetMark.objects.update_or_create(
        sheet=sheet,
        indicator=indicator,
        round=1,
        defaults={
            "status": answer.status,
            "band": answer.band if scored else "",
            "points": answer.points if scored else None,
            "reason": answer.reason.strip(),
            "saved_at": now,
            "saved_by_id": person_of(actor),
        },
    )
    return row


@transaction.atomic
def save_marks(
    *, actor: Actor, number: str, answers: Mapping[str, rules.Answer], seen: str, now: datetime
) -> Sheet:
    """Keep the marks of a filled-in workbook as the draft of the own sheet, all of them or none.

    `seen` is the `digest` of the sheet that the confirmed preview showed: `Conflict` when marks have changed since.
    """
    sheet = selectors.get_for_update(actor, number)
    policies.require_open(sheet)
    if not answers:
        raise Refused("The file changes nothing in your sheet")
    if digest(sheet) != seen:
        raise Conflict(
            "Your marks were changed elsewhere since this preview; look at what the file changes now"
        )
    for indicator, answer in answers.items():
        save_mark(actor=actor, number=number, indicator=indicator, answer=answer, now=now)
    journal.record(
        "marking.sheet_read", sheet.evaluation, actor=actor, at=now, body={"digest": digest(sheet)}
    )
    return sheet


@transaction.atomic
def submit_sheet(*, actor: Actor, number: str, opinion: str, now: datetime) -> Sheet:
    """Hand in the own sheet; after that it is final. The receipt is the link of the journal entry that seals it.

    `Incomplete` names every indicator without a mark. After the deadline it is refused until the case manager
    allows it; what was marked stays.
    """
    sheet = selectors.get_for_update(actor, number)
    target = SHEET_STATES.target("submit_sheet", state=sheet.state, role=actor.role)
    policies.require_scoring(sheet.evaluation)
    if missing := open_items(sheet):
        raise Incomplete(missing)
    if now > sheet.due_at and not sheet.late_reason:
        raise Refused(
            "The time for this sheet ended on %(when)s. Your marks are kept; the case manager may let it be handed in late",
            when=formats.moment(sheet.due_at),
        )
    sheet.opinion = opinion.strip()
    entry = journal.record(
        "marking.submitted", sheet.evaluation, actor=actor, at=now, body={"digest": digest(sheet)}
    )
    sheet.state, sheet.submitted_at, sheet.receipt = target, now, entry.link
    sheet.save(update_fields=["state", "submitted_at", "receipt", "opinion"])
    inbox.close(sheet.evaluation, "submit_sheet", by=actor, at=now, person_id=actor.person_id)
    _tell_lead(sheet.evaluation, now)
    return sheet


def open_items(sheet: Sheet) -> list[Missing]:
    """Return the indicators without a mark, each linked to its page."""
    return [
        Missing(
            "Item %(place)s has no mark yet",
            links.item(sheet.evaluation.number, row.place),
            {"place": row.place},
        )
        for row in selectors.items(sheet)
        if row.mark is None
    ]


def digest(sheet: Sheet) -> str:
    """Return the seal of a sheet's content; the sheet's random id keeps it from being guessed."""
    marks = [
        [mark.indicator, mark.round, mark.status, mark.band, str(mark.points), mark.reason]
        for mark in SheetMark.objects.filter(sheet=sheet)
    ]
    return fingerprint(str(sheet.id), sheet.plan.fingerprint, marks, sheet.opinion)


@transaction.atomic
def recuse(*, actor: Actor, number: str, reason: str, now: datetime) -> Sheet:
    """Step aside from scoring: the marks are kept and not counted, the seat passes to a substitute (M-8.3)."""
    sheet = selectors.get_for_update(actor, number)
    policies.require_scoring(sheet.evaluation)
    if not reason.strip():
        raise Refused("Reason: got nothing, takes why you step aside")
    _set_aside(sheet, reason.strip(), actor=actor, now=now)
    void_seat(actor=actor, seat_id=sheet.seat_id, code=RECUSED, now=now)
    return sheet


@transaction.atomic
def seat_voided(seat: Seat, now: datetime) -> None:
    """Set the sheet of a voided seat aside; called by the expert room after a conflict found late (M-6.3)."""
    for sheet in Sheet.objects.select_for_update().filter(seat=seat).exclude(state=SheetState.RECUSED):
        if sheet.evaluation.state == EvaluationState.SCORING:
            _set_aside(sheet, seat.void_code or RECUSED, actor=SYSTEM, now=now)


def _set_aside(sheet: Sheet, reason: str, *, actor: Actor, now: datetime) -> None:
    sheet.state = SHEET_STATES.target("recuse", state=sheet.state, role=actor.role)
    sheet.recuse_reason = reason
    sheet.save(update_fields=["state", "recuse_reason"])
    journal.record("marking.recused", sheet.evaluation, actor=actor, at=now)
    inbox.close(sheet.evaluation, "submit_sheet", by=actor, at=now, person_id=sheet.seat.expert.person_id)


@transaction.atomic
def allow_late(*, actor: Actor, evaluation: "Evaluation", code: str, reason: str, now: datetime) -> Sheet:
    """Let one sheet be handed in after its deadline; an act of the case manager, with a reason."""
    policies.require_manager(actor, evaluation)
    policies.require_scoring(evaluation)
    sheet = selectors.of_case(evaluation).select_for_update().filter(code=code).first()
    if sheet is None:
        raise Absent
    if sheet.state != SheetState.OPEN or now <= sheet.due_at:
        raise Refused("Only an open sheet whose time has ended may be let in late")
    if not reason.strip():
        raise Refused("Reason: got nothing, takes why the sheet may be handed in late")
    sheet.late_reason = reason.strip()
    sheet.save(update_fields=["late_reason"])
    journal.record(
        "marking.late_allowed",
        evaluation,
        actor=actor,
        at=now,
        body={"code": code, "reason": sheet.late_reason},
    )
    return sheet


def _tell_lead(evaluation: "Evaluation", now: datetime) -> None:
    """Give the case manager the next step once nothing keeps scoring from being closed."""
    if selectors.blockers(evaluation) or inbox.open_of(evaluation).filter(verb="close_scoring").exists():
        return
    inbox.assign(
        evaluation,
        "close_scoring",
        what=noop("close the scoring"),
        to=inbox.Recipient(Role.LEAD, evaluation.institution_id, evaluation.lead_id),
        at=now,
        by=SYSTEM,
    )
