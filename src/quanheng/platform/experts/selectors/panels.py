"""What may be read of panels: seats by code, names by the pool manager only, counts from three up (`experts.md` 8)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.experts.models import (
    Declaration,
    Draw,
    Eligibility,
    Expert,
    Invitation,
    PanelRequest,
    Seat,
)
from quanheng.platform.experts.states import OPEN, RUNNING, RequestState, SeatState

SMALLEST_COUNT = 3
"""Fewer than three are not told: 0 of 0 would give a person away."""
OVERSEERS = frozenset({Role.SUPERVISOR, Role.AUDITOR})
PARTIES = INSTITUTION | {Role.OWNER}


@dataclass(frozen=True, slots=True)
class Progress:
    """What the institution and the owner may know before the panel is seated.

    `accepted` is empty below three; `short` are the roles whose substitutes are used up.
    """

    seats: int
    by_role: Mapping[str, int]
    accepted: int | None
    state: str
    short: tuple[str, ...]

    @property
    def seated(self) -> bool:
        return self.state in {RequestState.SEATED, RequestState.CLOSED}


def visible_to(actor: Actor) -> QuerySet[PanelRequest]:
    """Return the requests `actor` may see: the pool's managers, the institution, the owner and client, overseers."""
    rows = PanelRequest.objects.select_related(
        "pool", "institution", "client", "achievement", "achievement__owner"
    )
    if actor.role in OVERSEERS:
        return rows
    if actor.role == Role.POOL_MANAGER and actor.organisation_id:
        return rows.filter(pool__organisation_id=actor.organisation_id)
    if actor.role in INSTITUTION:
        return rows.filter(institution_id=actor.organisation_id)
    if actor.role == Role.OWNER:
        return rows.filter(
            Q(achievement__owner_id=actor.organisation_id) | Q(client_id=actor.organisation_id)
        )
    return rows.none()


def get(actor: Actor, request_id: UUID) -> PanelRequest:
    row = visible_to(actor).filter(id=request_id).first()
    if row is None:
        raise Absent
    return row


def get_by_case(actor: Actor, case_number: str) -> PanelRequest:
    row = visible_to(actor).filter(case_number=case_number).first()
    if row is None:
        raise Absent
    return row


def get_for_update(actor: Actor, request_id: UUID) -> PanelRequest:
    """Return the locked request for those who work on it: the pool's managers and the supervising authority."""
    workers = {Role.POOL_MANAGER, Role.SUPERVISOR}
    if actor.role not in workers or not visible_to(actor).filter(id=request_id).exists():
        raise Absent
    return lock(request_id)


def lock(request_id: UUID) -> PanelRequest:
    """Lock a request: every change of its seats goes one after the other."""
    row = PanelRequest.objects.select_for_update(of=("self",)).select_related(
        "pool", "achievement__owner", "institution", "client"
    )
    found = row.filter(id=request_id).first()
    if found is None:
        raise Absent
    return found


def request_of(case_id: UUID) -> PanelRequest | None:
    """Return the latest request of a case, for the room above that holds the right to it."""
    return PanelRequest.objects.select_related("pool").filter(case_id=case_id).first()


def eligibilities(request: PanelRequest) -> QuerySet[Eligibility]:
    rows = Eligibility.objects.filter(request=request).select_related(
        "expert", "expert__person", "expert__employer"
    )
    return rows.order_by("eligible", "role", "expert__number")


def eligibility_for_update(request: PanelRequest, role: str, code: str) -> Eligibility:
    row = Eligibility.objects.select_for_update().filter(request=request, role=role, code=code).first()
    if row is None:
        raise Absent
    return row


def draw_of(request: PanelRequest) -> Draw | None:
    return Draw.objects.filter(request=request).order_by("-round").first()


def running(request: PanelRequest) -> QuerySet[Seat]:
    return Seat.objects.filter(request=request, state__in=RUNNING).select_related("expert")


def running_of(expert: Expert) -> list[Seat]:
    return list(Seat.objects.filter(expert=expert, state__in=RUNNING).select_related("request"))


def seats(request: PanelRequest) -> QuerySet[Seat]:
    """Return the seats taken, for the rooms above: they show code and role, never the expert."""
    return (
        Seat.objects.filter(request=request, state=SeatState.ACCEPTED)
        .select_related("expert")
        .order_by("role", "place")
    )


def all_seats(request: PanelRequest) -> QuerySet[Seat]:
    return (
        Seat.objects.filter(request=request)
        .select_related("expert", "expert__person")
        .prefetch_related("invitations")
    )


def seat_of(actor: Actor, case_id: UUID) -> Seat:
    """Return the actor's own taken seat in a case; without one the case does not exist for an expert."""
    row = None
    if actor.role == Role.EXPERT and actor.person_id is not None:
        rows = Seat.objects.filter(
            request__case_id=case_id, expert__person_id=actor.person_id, state=SeatState.ACCEPTED
        )
        row = rows.select_related("request").first()
    if row is None:
        raise Absent
    return row


def declared_at(seat_id: UUID) -> datetime | None:
    """Return when the holder of a seat signed the declaration."""
    rows = Declaration.objects.filter(invitation__seat=seat_id).order_by("-signed_at")
    return rows.values_list("signed_at", flat=True).first()


def codes(case_id: UUID) -> dict[UUID, str]:
    """Return what each taken seat of a case is called."""
    return dict(
        Seat.objects.filter(request__case_id=case_id, state=SeatState.ACCEPTED).values_list("id", "code")
    )


def progress(request: PanelRequest) -> Progress:
    """Return how far a panel is, with no count below three before it is seated."""
    rows = Counter(Seat.objects.filter(request=request).values_list("state", flat=True))
    accepted, total = rows[SeatState.ACCEPTED], sum(request.quotas.values())
    over = request.state in {RequestState.SEATED, RequestState.CLOSED}
    shown = accepted if over or accepted >= SMALLEST_COUNT else None
    return Progress(total, dict(request.quotas), shown, request.state, tuple(sorted(short_roles(request))))


def short_roles(request: PanelRequest) -> set[str]:
    """Return the roles with a place that nobody holds and nobody can move up to."""
    if request.state != RequestState.INVITING:
        return set()
    held = Counter(Seat.objects.filter(request=request, state__in=RUNNING).values_list("role", flat=True))
    return {role for role, quota in request.quotas.items() if held[role] < quota}


def own_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Return the invitations sent to this person, under an expert's identity only."""
    rows = Invitation.objects.select_related("seat", "seat__request", "seat__expert")
    return (
        rows.filter(seat__expert__person_id=actor.person_id)
        if actor.role == Role.EXPERT and actor.person_id
        else rows.none()
    )


def invitation(actor: Actor, invitation_id: UUID) -> Invitation:
    row = own_invitations(actor).filter(id=invitation_id).first()
    if row is None:
        raise Absent
    return row


def lock_invitation(invitation_id: UUID) -> Invitation:
    """Lock an invitation whose request is locked already, and read it again."""
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("seat", "seat__expert", "seat__expert__person")
        .get(id=invitation_id)
    )


def open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(state__in=OPEN).select_related("seat").order_by("due_at")
