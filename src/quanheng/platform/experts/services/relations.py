"""Record relations; a new one is held against every running panel of its people at once (`experts.md` 4)."""

from datetime import date, datetime

from django.db import transaction

from quanheng.methods.experts import Relation as Fact
from quanheng.methods.experts import RelationIndex
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.experts.models import Relation, Seat
from quanheng.platform.experts.models.relations import RelationKind
from quanheng.platform.experts.services import seating
from quanheng.platform.experts.states import OVER, RUNNING

RECORDERS = frozenset({Role.POOL_MANAGER, Role.SUPERVISOR, Role.SYSTEM})


def write_relation(
    *,
    kind: str,
    a: str,
    b: str,
    source: str,
    source_record: str = "",
    since: date | None = None,
    until: date | None = None,
    level: str = "",
    now: datetime,
) -> Relation:
    """Write a row once; the same fact again is the same row."""
    row, _ = Relation.objects.get_or_create(
        kind=kind,
        a=a,
        b=b,
        since=since,
        until=until,
        defaults={"level": level, "source": source, "source_record": source_record, "created_at": now},
    )
    return row


@transaction.atomic
def record_relation(
    *,
    actor: Actor,
    kind: str,
    a: str,
    b: str,
    source: str,
    since: date | None = None,
    until: date | None = None,
    level: str = "",
    now: datetime,
) -> list[Seat]:
    """Record a relation and void every running seat it now conflicts with; return those (M-6.3, M-8.3).

    Found late, the seat's marks no longer count and the next substitute moves up.
    """
    if actor.role not in RECORDERS:
        raise Refused("Relations are recorded by the expert pool manager or the supervising authority")
    if kind not in RelationKind.values:
        raise Refused("Kind: got %(got)s, takes one of the list", got=kind)
    RelationIndex([Fact(kind, a, b, since, until, level)], on=now.astimezone(SHANGHAI).date())
    row = write_relation(kind=kind, a=a, b=b, source=source, since=since, until=until, level=level, now=now)
    hit = []
    for seat in _touched(row):
        if code := seating.barred_by(seat, now):
            journal.record("experts.relation_recorded", seat.request, actor=actor, at=now)
            seating.vacate(seat, actor=actor, code=code, now=now)
            hit.append(seat)
    return hit


def _touched(row: Relation) -> list[Seat]:
    """Return the running seats that a new row may concern: of its people, or judging an achievement of theirs."""
    ends = {row.a, row.b}
    seats = Seat.objects.filter(state__in=RUNNING).exclude(request__state__in=OVER)
    return [
        seat
        for seat in seats.select_related("request", "expert").order_by("request_id", "id")
        if row.kind == RelationKind.PART_OF
        or str(seat.expert.person_id) in ends
        or ends & set(seat.request.subject.get("people", ()))
    ]
