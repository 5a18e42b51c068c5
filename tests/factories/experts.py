"""Pools, experts and panels for tests. Experts are put in place admitted; panels go through the services."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from factories import accounts, library
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.accounts.models import Organisation, Person
from quanheng.platform.accounts.selectors import actor_for
from quanheng.platform.common.cases import CaseRef
from quanheng.platform.common.roles import Role
from quanheng.platform.experts import services
from quanheng.platform.experts.models import Claim, Expert, PanelRequest, Pool, PoolRole, Seat
from quanheng.platform.experts.texts import QUESTIONS
from quanheng.platform.library.models import Achievement
from quanheng.schemes import default_stack

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
FIELD = "new_materials"
SOURCE = "the closing figure of the exchange index"
VALUE = "3187.42"
SMALL = {"technical": 3, "industry": 1, "investment": 1}
"""The quotas of the smallest panel."""
_serial = count(1)


def pool(manager: Actor | None = None, *, now: datetime = NOW) -> Pool:
    return services.open_pool(
        actor=manager or accounts.actor(Role.POOL_MANAGER), name="Provincial pool", now=now
    )


def manager_of(of: Pool) -> Actor:
    """Return a (further) manager of the pool."""
    return accounts.actor(Role.POOL_MANAGER, of.organisation)


def claims_for(role: str, *, field: str = FIELD, enterprise: str = "") -> list[dict[str, object]]:
    """Return the claims that carry `role` at every stage where it judges."""
    old = date(2010, 1, 1)
    kinds: Mapping[str, list[dict[str, object]]] = {
        "technical": [
            {"kind": "title", "level": "senior"},
            {"kind": "rd_experience", "since": old},
            {"kind": "led_project", "level": "national", "ref": "P-1"},
            {"kind": "standing"},
        ],
        "industry": [
            {"kind": "industry_experience", "since": old, "industry": field},
            {"kind": "scenario_statement"},
            {"kind": "market_statement"},
        ],
        "investment": [
            {"kind": "investment_experience", "since": old, "track": field},
            *({"kind": "investment_case", "ref": f"deal-{n}", "track": field} for n in range(3)),
        ],
        "customer": [{"kind": "enterprise_technical", "enterprise": enterprise}],
        "chain": [{"kind": "enterprise_technical", "enterprise": enterprise}],
        "legal": [
            {"kind": "licence", "expires": date(2030, 1, 1)},
            {"kind": "opinion_experience", "since": old},
        ],
        "finance": [
            {"kind": "licence", "expires": date(2030, 1, 1)},
            {"kind": "opinion_experience", "since": old},
        ],
    }
    return kinds[role]


def expert(
    of: Pool,
    role: str = "technical",
    *,
    field: str = FIELD,
    employer: Organisation | None = None,
    enterprise: str = "",
    state: str = "active",
    person: Person | None = None,
    name: str = "",
    claims: Sequence[Mapping[str, object]] | None = None,
    now: datetime = NOW,
) -> Expert:
    """Return an expert with verified claims who stands for `role`."""
    house = employer or accounts.organisation()
    who = person or accounts.person(name or f"Expert {next(_serial)}")
    accounts.actor(Role.EXPERT, of.organisation, of=who)
    verifier = Person.objects.exclude(id=who.id).order_by("created_at").first() or accounts.person()
    row: Expert = Expert.new(
        now=now,
        pool=of,
        person=who,
        employer=house,
        employer_name=house.name,
        disciplines=[field],
        state=state,
        term_until=(now + timedelta(days=900)).date(),
        yearly_limit=10,
        confirmed_on=now.date(),
        identity_verified_at=now,
        noticed_at=now,
        consent_version="2026-1",
    )
    row.save()
    PoolRole.objects.create(expert=row, role=role, stages=["basic"])
    given = claims_for(role, field=field, enterprise=enterprise) if claims is None else claims
    Claim.objects.bulk_create(
        Claim(
            expert=row,
            owner=who,
            title=f"{facts['kind']} of the expert",
            register="https://example.org/register",
            state="verified",
            verifier=verifier,
            verified_at=now,
            created_at=now,
            **facts,
        )
        for facts in given
    )
    return row


def actor_of(row: Expert) -> Actor:
    return actor_for(row.person.identities.select_related("person").get(role=Role.EXPERT, ended_at=None))


def crowd(
    of: Pool,
    stage: str = "basic",
    *,
    quotas: Mapping[str, int] | None = None,
    each: int = 3,
    customer: str = "",
    now: datetime = NOW,
) -> list[Expert]:
    """Return enough experts for a panel: `each` for every seat, all of different employers."""
    seats = quotas or default_stack().stage(stage).seats
    return [
        expert(of, role, enterprise=customer, now=now)
        for role, quota in seats.items()
        for _ in range(each * quota)
    ]


def case_ref(number: str = "", *, kind: str = "case", case_id: UUID | None = None) -> CaseRef:
    return CaseRef(kind, case_id or uuid4(), number or f"PJ-2026-{next(_serial):05d}")


def request(
    achievement: Achievement,
    *,
    lead: Actor | None = None,
    ref: CaseRef | None = None,
    stage: str = "basic",
    quotas: Mapping[str, int] | None = None,
    of: Pool | None = None,
    now: datetime = NOW,
) -> PanelRequest:
    """Return a panel asked for by a case manager."""
    actor = lead or accounts.actor(Role.LEAD, accounts.organisation(kind="institution"))
    return services.request_panel(
        actor=actor,
        achievement=achievement,
        case_ref=ref or case_ref(),
        stage=stage,
        scheme=default_stack().fingerprint,
        institution=Organisation.objects.get(id=actor.organisation_id),
        quotas=quotas or default_stack().stage(stage).seats,
        now=now,
        pool=of,
    )


def frozen(row: PanelRequest, manager: Actor, *, now: datetime = NOW) -> PanelRequest:
    services.screen_candidates(actor=manager, request_id=row.id, now=now)
    services.freeze_request(actor=manager, request_id=row.id, public_source=SOURCE, now=now)
    row.refresh_from_db()
    return row


def drawn(row: PanelRequest, manager: Actor, witness: Actor, *, now: datetime = NOW) -> PanelRequest:
    frozen(row, manager, now=now)
    services.propose_draw(actor=manager, request_id=row.id, now=now)
    services.run_draw(actor=witness, request_id=row.id, public_value=VALUE, now=now)
    row.refresh_from_db()
    return row


def inviting(row: PanelRequest, manager: Actor, witness: Actor, *, now: datetime = NOW) -> PanelRequest:
    drawn(row, manager, witness, now=now)
    services.send_invitations(actor=manager, request_id=row.id, now=now)
    row.refresh_from_db()
    return row


def answers(**yes: bool) -> dict[str, bool]:
    """Return a declaration that says no to everything but `yes`."""
    return {question.key: bool(yes.get(question.key)) for question in QUESTIONS}


def take(seat: Seat, *, now: datetime = NOW) -> None:
    """Accept an invitation and sign the declaration."""
    actor, invitation = actor_of(seat.expert), seat.invitations.get(state="sent")
    services.answer_invitation(actor=actor, invitation_id=invitation.id, accept=True, now=now)
    services.sign_declaration(
        actor=actor, invitation_id=invitation.id, answers=answers(), confidential=True, now=now
    )


def seated(row: PanelRequest, manager: Actor, witness: Actor, *, now: datetime = NOW) -> PanelRequest:
    """Return the request with a panel on which everyone took the seat."""
    inviting(row, manager, witness, now=now)
    for seat in row.seats.filter(state="invited").select_related("expert__person"):
        take(seat, now=now)
    row.refresh_from_db()
    return row


def panel(
    achievement: Achievement,
    *,
    lead: Actor | None = None,
    ref: CaseRef | None = None,
    stage: str = "basic",
    now: datetime = NOW,
) -> PanelRequest:
    """Return a seated panel from a pool made for it; the shortest way for the rooms above."""
    of = pool(now=now)
    enterprise = accounts.organisation().uscc
    crowd(of, stage, customer=enterprise, now=now)
    row = request(achievement, lead=lead, ref=ref, stage=stage, of=of, now=now)
    manager = manager_of(of)
    services.set_enterprises(
        actor=manager, request_id=row.id, customers=[enterprise], chain=[enterprise], now=now
    )
    return seated(row, manager, manager_of(of), now=now)


def foreign_expert() -> Mapping[str, object]:
    """Return the address of an expert in a pool of somebody else."""
    row = expert(pool())
    return {"number": row.number, "claim_id": row.claims.first().id, "verb": "warn"}


def foreign_request() -> Mapping[str, object]:
    """Return the address of a panel of somebody else, with a row of its screening."""
    of = pool()
    one = expert(of)
    row = request(library.draft(), of=of)
    services.screen_candidates(actor=manager_of(of), request_id=row.id, now=NOW)
    checked = row.eligibilities.get(expert=one)
    return {"request_id": row.id, "role": checked.role, "code": checked.code}


def foreign_invitation() -> Mapping[str, object]:
    """Return the address of an invitation to somebody else."""
    of = pool()
    crowd(of, quotas=SMALL)
    row = inviting(request(library.draft(), of=of, quotas=SMALL), manager_of(of), manager_of(of))
    return {"invitation_id": row.seats.filter(state="invited")[0].invitations.get().id}
