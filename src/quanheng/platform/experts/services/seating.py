"""Fill places: invite the drawn, move substitutes up, vacate seats, seat the panel (`experts.md` 5, 7).

Every function here runs in its caller's transaction, with the request locked.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quanheng.methods import experts as methods
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import due_at
from quanheng.platform.experts import hooks, policies, steps
from quanheng.platform.experts.models import Eligibility, Invitation, PanelRequest, Seat
from quanheng.platform.experts.models.pools import ExpertRole
from quanheng.platform.experts.selectors import panels, screening
from quanheng.platform.experts.states import (
    INVITATION_STATES,
    OPEN,
    REQUEST_STATES,
    RUNNING,
    SEAT_STATES,
    RequestState,
    SeatState,
)
from quanheng.platform.experts.wording import english


@transaction.atomic
def send_invitations(*, actor: Actor, request_id: UUID, now: datetime) -> PanelRequest:
    """Invite everyone who was drawn; whoever has a conflict by now is passed over for a substitute."""
    policies.require_pool_manager(actor)
    request = panels.get_for_update(actor, request_id)
    request.state = REQUEST_STATES.target("invite", state=request.state, role=actor.role)
    request.save(update_fields=["state"])
    steps.done(request, by=actor, at=now)
    seats = list(
        Seat.objects.filter(request=request, place__isnull=False)
        .select_related("expert")
        .order_by("role", "place")
    )
    for seat in seats:
        if code := barred_by(seat, now):
            _void(seat, actor, code, now)
    for seat in seats:
        if seat.state == SeatState.WAITING:
            invite(seat, actor=actor, now=now)
    for seat in seats:
        if seat.state == SeatState.VOIDED:
            promote(request, seat.role, seat.place or 1, actor=actor, now=now)
    return request


def invite(seat: Seat, *, actor: Actor, now: datetime) -> Invitation:
    """Send an invitation: field, effort and deadline, no name of the applicant (`experts.md` 10)."""
    seat.state = SEAT_STATES.target("invite", state=seat.state, role=actor.role)
    seat.save(update_fields=["state", "place"])
    due, _ = due_at("evaluation.invitation", start=now, scheme=seat.request.scheme)
    invitation = Invitation.objects.create(seat=seat, sent_at=now, due_at=due)
    steps.ask_expert(invitation, seat.expert, what="Answer an invitation", by=actor, at=now)
    journal.record("experts.invited", seat.request, actor=actor, at=now, body={"code": seat.code})
    return invitation


def barred_by(seat: Seat, now: datetime) -> str:
    """Return the code of what keeps a drawn expert from the seat today; empty when nothing does.

    The load is not asked again, and a condition that two persons waived stays waived.
    """
    check = screening.check_one(seat.request, seat.expert, seat.role, now)
    frozen = Eligibility.objects.get(request=seat.request, expert=seat.expert, role=seat.role)
    known = {tuple(hit) for hit in frozen.conflicts} if frozen.waived else set()
    fresh = [hit for hit in check.conflicts if hit not in known]
    if fresh:
        return min(fresh)[0]
    return "" if check.qualification.eligible or frozen.waived else "qualification"


def promote(request: PanelRequest, role: str, place: int, *, actor: Actor, now: datetime) -> Seat | None:
    """Let the next substitute move up into an empty place; tell the pool when none is left. No second draw."""
    for seat in _substitutes(request, role):
        if code := barred_by(seat, now):
            _void(seat, actor, code, now)
            continue
        seat.place = place
        invite(seat, actor=actor, now=now)
        return seat
    body = {"role_label": english(ExpertRole(role).label)}
    journal.record("experts.exhausted", request, actor=actor, at=now, body=body)
    steps.ask_pool(
        request, "fail", what="No substitute is left: decide how the panel goes on", by=actor, at=now
    )
    return None


def _substitutes(request: PanelRequest, role: str) -> Iterator[Seat]:
    """Give the substitutes of the role who may move up, in the order of the draw, until one is taken."""
    barred: set[str] = set()
    while True:
        rows = list(
            Seat.objects.filter(request=request).select_related("expert", "request").order_by("position")
        )
        houses = dict(
            Eligibility.objects.filter(request=request).values_list("expert_id", "institution_code")
        )
        waiting = [seat for seat in rows if seat.state == SeatState.WAITING and seat.place is None]
        result = methods.DrawResult((), tuple(_as_drawn(seat, houses) for seat in waiting), (), (), ())
        held = [_as_drawn(seat, houses) for seat in rows if seat.state in RUNNING or _drawn_and_waiting(seat)]
        found = methods.next_substitute(
            result, role, held, institution_limit=request.institution_limit, barred=barred
        )
        if found is None:
            return
        barred.add(found.expert)
        yield next(seat for seat in waiting if str(seat.expert_id) == found.expert and seat.role == role)


def _drawn_and_waiting(seat: Seat) -> bool:
    return seat.state == SeatState.WAITING and seat.place is not None


def _as_drawn(seat: Seat, houses: dict[UUID, str]) -> methods.Seat:
    return methods.Seat(seat.role, str(seat.expert_id), houses.get(seat.expert_id, ""), seat.position, "")


def vacate(seat: Seat, *, actor: Actor, code: str, now: datetime) -> None:
    """Void a seat that is invited or taken and fill its place; nobody is told more than the rule (`experts.md` 4).

    Of a taken seat the room above hears first, so that what was marked no longer counts.
    """
    request = panels.lock(seat.request_id)
    seat.refresh_from_db(fields=["state", "place"])
    seat.request = request
    taken = seat.state == SeatState.ACCEPTED
    _void(seat, actor, code, now)
    for invitation in seat.invitations.filter(state__in=[*OPEN, "declared"]):
        invitation.state = INVITATION_STATES.target("recuse", state=invitation.state, role=SYSTEM.role)
        invitation.answered_at = invitation.answered_at or now
        invitation.save(update_fields=["state", "answered_at"])
        steps.answered(invitation, by=actor, at=now)
    if request.state == RequestState.SEATED:
        request.state = REQUEST_STATES.target("vacate", state=request.state, role=SYSTEM.role)
        request.save(update_fields=["state"])
    if taken and (tell := hooks.voided.get(request.case_kind)):
        tell(seat, now)
    if seat.place:
        promote(request, seat.role, seat.place, actor=SYSTEM, now=now)


def _void(seat: Seat, actor: Actor, code: str, now: datetime) -> None:
    seat.state = SEAT_STATES.target("void", state=seat.state, role=SYSTEM.role)
    seat.void_code = code
    seat.save(update_fields=["state", "void_code"])
    journal.record(
        "experts.voided", seat.request, actor=actor, at=now, body={"code": seat.code, "reason": code}
    )


@transaction.atomic
def void_seat(*, actor: Actor, seat_id: UUID, code: str, now: datetime) -> None:
    """Void a taken seat from a room above, or after a conflict found late: `code` is the rule, such as C04 (M-6.3)."""
    seat = Seat.objects.select_related("request", "expert").get(id=seat_id)
    vacate(seat, actor=actor, code=code, now=now)


def complete(request: PanelRequest, *, now: datetime) -> bool:
    """Seat the panel once every place is taken, and tell the room that asked for it."""
    places = sum(request.quotas.values())
    if request.state != RequestState.INVITING or panels.seats(request).count() < places:
        return False
    request.state = REQUEST_STATES.target("seat", state=request.state, role=SYSTEM.role)
    request.seated_at = now
    request.save(update_fields=["state", "seated_at"])
    steps.done(request, by=SYSTEM, at=now)
    journal.record("experts.seated", request, actor=SYSTEM, at=now, body={"seats": places})
    if tell := hooks.seated.get(request.case_kind):
        tell(request, now)
    return True


@transaction.atomic
def close_request(*, request_id: UUID, now: datetime) -> PanelRequest:
    """Close a seated panel when the case above is concluded."""
    request = panels.lock(request_id)
    request.state = REQUEST_STATES.target("close", state=request.state, role=SYSTEM.role)
    request.save(update_fields=["state"])
    journal.record("experts.closed", request, actor=SYSTEM, at=now)
    return request
