"""What an expert answers on the phone: accept, decline, declare; and what happens in silence (`experts.md` 7)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import moment
from quanheng.platform.experts import steps
from quanheng.platform.experts.models import Declaration, Invitation, Relation
from quanheng.platform.experts.selectors import panels, subjects
from quanheng.platform.experts.services import seating
from quanheng.platform.experts.services.relations import write_relation
from quanheng.platform.experts.states import INVITATION_STATES, OPEN, SEAT_STATES
from quanheng.platform.experts.texts import BY_KEY, QUESTIONS, VERSION, Question
from quanheng.platform.integrity.services import sign_undertaking

CONFLICT = "conflict"
"""The reason of a refusal that becomes a relation."""


@transaction.atomic
def answer_invitation(
    *, actor: Actor, invitation_id: UUID, accept: bool, reason: str = "", note: str = "", now: datetime
) -> Invitation:
    """Accept, or decline with a reason of the list; a refusal lets the next substitute move up at once.

    Accepting leads to the declaration; the seat is taken only when that is signed. Raises `Refused` after the
    deadline, or when it was answered before.
    """
    invitation = _locked(actor, invitation_id)
    verb = "accept" if accept else "decline"
    target = INVITATION_STATES.target(verb, state=invitation.state, role=actor.role)
    _require_in_time(invitation, now)
    if not accept:
        return _decline(invitation, actor, reason=reason, note=note, now=now)
    invitation.state, invitation.answered_at = target, now
    invitation.save(update_fields=["state", "answered_at"])
    steps.answered(invitation, by=actor, at=now)
    steps.ask_expert(
        invitation, invitation.seat.expert, what="Sign the avoidance declaration", by=actor, at=now
    )
    journal.record(
        "experts.accepted", invitation.seat.request, actor=actor, at=now, body={"code": invitation.seat.code}
    )
    return invitation


def _locked(actor: Actor, invitation_id: UUID) -> Invitation:
    """Lock request and invitation of the actor, in this order, as everyone does."""
    request = panels.lock(panels.invitation(actor, invitation_id).seat.request_id)
    invitation = panels.lock_invitation(invitation_id)
    invitation.seat.request = request
    return invitation


def _require_in_time(invitation: Invitation, now: datetime) -> None:
    if now > invitation.due_at:
        raise Refused("The invitation ended on %(time)s; the seat passes on", time=moment(invitation.due_at))


def _decline(invitation: Invitation, actor: Actor, *, reason: str, note: str, now: datetime) -> Invitation:
    seat = invitation.seat
    known = [item.id for item in stack_of(seat.request.scheme).items("decline_reasons")]
    if reason not in known:
        raise Refused("Reason: got %(got)s, takes one of the list", got=reason or "-")
    if reason == CONFLICT:
        _relate(seat.request.achievement.number, "interest", invitation, "declined", now)
    invitation.state = INVITATION_STATES.target("decline", state=invitation.state, role=actor.role)
    invitation.answered_at = now
    invitation.reason, invitation.reason_note = reason, note.strip()[:200]
    invitation.save(update_fields=["state", "answered_at", "reason", "reason_note"])
    seat.state = SEAT_STATES.target("decline", state=seat.state, role=actor.role)
    seat.save(update_fields=["state"])
    steps.answered(invitation, by=actor, at=now)
    journal.record("experts.declined", seat.request, actor=actor, at=now, body={"code": seat.code})
    seating.promote(seat.request, seat.role, seat.place or 1, actor=SYSTEM, now=now)
    return invitation


@transaction.atomic
def sign_declaration(
    *,
    actor: Actor,
    invitation_id: UUID,
    answers: Mapping[str, bool],
    confidential: bool,
    note: str = "",
    now: datetime,
) -> Invitation:
    """Sign the avoidance declaration and the confidentiality pledge and take the seat (M-8.3).

    A yes becomes a relation at once and the seat passes on; nobody else learns more than the rule. The same
    happens when a conflict came up meanwhile. `note` says with whom or what.
    """
    invitation = _locked(actor, invitation_id)
    target = INVITATION_STATES.target("declare", state=invitation.state, role=actor.role)
    _require_in_time(invitation, now)
    _require_answers(answers, confidential=confidential)
    declared = [BY_KEY[key] for key, answer in answers.items() if answer]
    Declaration.objects.create(
        invitation=invitation, answers=_as_asked(answers, note), text_version=VERSION, signed_at=now
    )
    for question in declared:
        _relate(_key(question, invitation), question.kind, invitation, "declaration", now)
    code = min((question.rule for question in declared), default="") or seating.barred_by(
        invitation.seat, now
    )
    if code:
        seating.vacate(invitation.seat, actor=actor, code=code, now=now)
        invitation.refresh_from_db()
        return invitation
    _take_seat(invitation, target, actor, now)
    seating.complete(invitation.seat.request, now=now)
    return invitation


def _require_answers(answers: Mapping[str, bool], *, confidential: bool) -> None:
    missing = [
        Missing("A question is not answered: %(text)s", values={"text": q.text})
        for q in QUESTIONS
        if q.key not in answers
    ]
    if not confidential:
        missing.append(Missing("The confidentiality pledge is not given"))
    if missing:
        raise Incomplete(missing)


def _as_asked(answers: Mapping[str, bool], note: str) -> dict[str, object]:
    return {"questions": {q.key: bool(answers[q.key]) for q in QUESTIONS}, "note": note.strip()[:400]}


def _take_seat(invitation: Invitation, target: str, actor: Actor, now: datetime) -> None:
    seat = invitation.seat
    for kind in ("avoidance", "confidentiality"):
        sign_undertaking(actor=actor, case_ref=seat.request.ref, kind=kind, now=now)
    invitation.state = target
    invitation.save(update_fields=["state"])
    seat.state = SEAT_STATES.target("accept", state=seat.state, role=actor.role)
    seat.accepted_at = now
    seat.save(update_fields=["state", "accepted_at"])
    steps.answered(invitation, by=actor, at=now)
    journal.record("experts.declared", seat.request, actor=actor, at=now, body={"code": seat.code})


def _key(question: Question, invitation: Invitation) -> str:
    """Return what the declared relation leads to; without a known person, the achievement itself."""
    request = invitation.seat.request
    if question.side == "organisation":
        return request.achievement.owner.uscc
    people = [p for p in subjects.subject_of(request).people if p != str(invitation.seat.expert.person_id)]
    return people[0] if question.side == "person" and people else request.achievement.number


def _relate(key: str, kind: str, invitation: Invitation, source: str, now: datetime) -> Relation:
    person = str(invitation.seat.expert.person_id)
    return write_relation(
        kind=kind, a=person, b=key, source=source, source_record=str(invitation.id), now=now
    )


def lapse_invitations(now: datetime) -> int:
    """Let every invitation without an answer in time lapse and pass its seat on; return how many. Called by `tick`."""
    ids = list(panels.open_invitations().filter(due_at__lt=now).values_list("id", "seat__request_id"))
    return sum(_lapse(invitation_id, request_id, now) for invitation_id, request_id in ids)


@transaction.atomic
def _lapse(invitation_id: UUID, request_id: UUID, now: datetime) -> bool:
    request = panels.lock(request_id)
    invitation = panels.lock_invitation(invitation_id)
    if invitation.state not in OPEN:
        return False
    invitation.state = INVITATION_STATES.target("lapse", state=invitation.state, role=SYSTEM.role)
    invitation.answered_at = now
    invitation.save(update_fields=["state", "answered_at"])
    seat = invitation.seat
    seat.request = request
    seat.state = SEAT_STATES.target("lapse", state=seat.state, role=SYSTEM.role)
    seat.save(update_fields=["state"])
    steps.answered(invitation, by=SYSTEM, at=now)
    journal.record("experts.lapsed", request, actor=SYSTEM, at=now, body={"code": seat.code})
    seating.promote(request, seat.role, seat.place or 1, actor=SYSTEM, now=now)
    return True
