"""Who is in a pool, and what was claimed and proved. A stranger's record does not exist."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from quanheng.methods import experts as methods
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.common.roles import Role
from quanheng.platform.experts.models import Claim, Expert, Pool
from quanheng.platform.experts.models.pools import ClaimState
from quanheng.platform.experts.states import DRAWABLE

READERS = frozenset({Role.AUDITOR})


def visible_to(actor: Actor) -> QuerySet[Expert]:
    """Return the experts `actor` may see: a manager those of the own pool, an expert the own records."""
    rows = Expert.objects.select_related("person", "pool", "employer").prefetch_related("roles")
    if actor.role == Role.POOL_MANAGER and actor.organisation_id:
        return rows.filter(pool__organisation_id=actor.organisation_id)
    if actor.role == Role.EXPERT and actor.person_id:
        return rows.filter(person_id=actor.person_id)
    return rows if actor.role in READERS else rows.none()


def get(actor: Actor, number: str) -> Expert:
    row = visible_to(actor).filter(number=number).first()
    if row is None:
        raise Absent
    return row


def get_for_update(actor: Actor, number: str) -> Expert:
    ids = visible_to(actor).filter(number=number).values("id")
    row = Expert.objects.select_for_update().filter(id__in=ids).first()
    if row is None:
        raise Absent
    return row


def own_pool(actor: Actor) -> Pool:
    row = (
        Pool.objects.filter(organisation_id=actor.organisation_id).first() if actor.organisation_id else None
    )
    if row is None:
        raise Absent
    return row


def pools() -> QuerySet[Pool]:
    return Pool.objects.select_related("organisation")


def pool_for(institution: Organisation) -> Pool:
    """Return the pool a case of `institution` draws from: another organisation's before its own."""
    rows = sorted(pools(), key=lambda pool: (pool.organisation_id == institution.id, pool.created_at))
    if not rows:
        raise Refused("There is no expert pool yet; an expert pool manager opens one first")
    return rows[0]


def claim_for_update(actor: Actor, claim_id: UUID) -> Claim:
    row = (
        Claim.objects.select_for_update(of=("self",))
        .select_related("expert")
        .filter(id=claim_id, expert__in=visible_to(actor).values("id"))
        .first()
    )
    if row is None:
        raise Absent
    return row


def claim(actor: Actor, claim_id: UUID) -> Claim:
    rows = Claim.objects.select_related("expert", "proof", "verifier")
    row = rows.filter(id=claim_id, expert__in=visible_to(actor).values("id")).first()
    if row is None:
        raise Absent
    return row


def claims(expert: Expert) -> QuerySet[Claim]:
    return expert.claims.select_related("proof", "verifier").order_by("kind", "created_at")


def guards_proof(actor: Actor, attachment: Attachment) -> bool:
    """Tell whether `actor` may have the file of a claim."""
    return visible_to(actor).filter(claims__proof=attachment).exists()


def drawable(pool: Pool, roles: Iterable[str]) -> list[Expert]:
    """Return the experts of the pool who stand for one of `roles`, with their claims."""
    rows = Expert.objects.filter(pool=pool, state__in=DRAWABLE, roles__role__in=list(roles)).distinct()
    proofs = Prefetch("claims", queryset=Claim.objects.exclude(state=ClaimState.REJECTED))
    return list(
        rows.select_related("person", "employer").prefetch_related("roles", proofs).order_by("number")
    )


def profile(expert: Expert, on: date) -> methods.Profile:
    """Return the expert's claims as the methods read them on a day."""
    facts = tuple(
        methods.Claim(
            kind=row.kind,
            level=row.level,
            since=row.since,
            until=row.until,
            track=row.track,
            industry=row.industry,
            enterprise=row.enterprise,
            ref=row.ref,
            verified=row.state == ClaimState.VERIFIED,
            expires=row.expires,
        )
        for row in expert.claims.all()
        if row.state != ClaimState.REJECTED
    )
    return methods.Profile(expert=str(expert.id), on=on, claims=facts)


def data_of(person_id: UUID) -> list[dict[str, object]]:
    """Return what is stored of a person as expert: records, claims, seats, answers (M-6.4)."""
    records = Expert.objects.filter(person_id=person_id).prefetch_related("claims", "roles", "seats")
    return [
        {
            "number": row.number,
            "state": row.state,
            "employer": row.employer_name,
            "fields": row.disciplines,
            "roles": [role.role for role in row.roles.all()],
            "claims": [
                {"kind": c.kind, "title": c.title, "state": c.state, "expires": c.expires}
                for c in row.claims.all()
            ],
            "seats": [
                {"code": seat.code, "role": seat.role, "state": seat.state} for seat in row.seats.all()
            ],
        }
        for row in records
    ]


def of_field(rows: QuerySet[Expert], code: str) -> QuerySet[Expert]:
    """Narrow to experts of a field; the fields of a record are a JSON list."""
    ids = [row_id for row_id, fields in rows.values_list("id", "disciplines") if code in fields]
    return rows.filter(id__in=ids)


def expiring(rows: QuerySet[Expert], now: datetime, days: int) -> QuerySet[Expert]:
    """Narrow to experts with a claim that expires within so many days."""
    last = (now + timedelta(days=days)).date()
    return rows.filter(claims__expires__range=(now.date(), last)).distinct()
