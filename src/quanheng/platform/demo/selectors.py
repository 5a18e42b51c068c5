"""What may be read of the demonstration: whether it is one, when it is, whose doors stand open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from quanheng.platform.accounts import selectors as accounts
from quanheng.platform.accounts.models import Identity, Organisation, Person
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.journal.models import JournalStream
from quanheng.platform.common.roles import Role
from quanheng.platform.demo.models import Province
from quanheng.platform.demo.province.sources import source
from quanheng.platform.exchange import selectors as exchange
from quanheng.platform.exchange.models import Lot
from quanheng.platform.experts.models import Claim
from quanheng.platform.reports.models import Report
from quanheng.platform.valuation.models import ExpertOpinion

PROFILES = frozenset({"demo", "test"})


def province() -> Province | None:
    """Return how this database was made a demonstration's, if it was."""
    return Province.objects.first()


def is_empty() -> bool:
    """Return whether nobody has worked in this database yet."""
    tables = (Organisation, Person, JournalStream, Province)
    return not any(table.objects.exists() for table in tables)


GROUPS = (
    (noop("Owners"), ("linwei:owner", "qinlan:owner", "lushan:owner", "mengyao:owner")),
    (
        noop("Evaluation institution"),
        ("wangfang:intake", "limin:lead", "zhaoqiang:reviewer", "chenguohua:signer", "luoyu:lead"),
    ),
    (noop("Experts"), ()),
    (
        noop("Buyers and intermediaries"),
        (
            "wuhai:buyer",
            "jiangshan:buyer",
            "jiangshan:investor",
            "heyi:technology_manager",
            "jiaoyang:laboratory",
        ),
    ),
    (
        noop("Exchange and auction"),
        (
            "weiran:officer",
            "xiaomin:officer",
            "zhanglu:auction_house",
            "liupeng:auctioneer",
            "yanhan:recorder",
        ),
    ),
    (
        noop("Supervision and operation"),
        (
            "zhouzheng:supervisor",
            "suhui:pool_manager",
            "zhengkai:pool_manager",
            "gaoyuan:platform_admin",
            "hejing:security_admin",
            "shenming:auditor",
        ),
    ),
)
"""Whom a visitor may be by one click: account and role, in the order of the work."""
EXPERTS = noop("Experts")
MOST_EXPERTS = 5


@dataclass(frozen=True, slots=True)
class Door:
    """An account that a visitor may enter by one click; `hint` is its organisation, of an expert what waits."""

    username: str
    role: Role
    person: str
    hint: str
    waiting: int

    @property
    def key(self) -> str:
        return f"{self.username}:{self.role}"


@dataclass(frozen=True, slots=True)
class DoorGroup:
    label: str
    doors: tuple[Door, ...]


def door_groups() -> list[DoorGroup]:
    """Return the doors in the order of the work; without a province there are none."""
    if settings.PROFILE not in PROFILES or province() is None:
        return []
    steps = list(InboxItem.objects.filter(closed_at=None).order_by("created_at", "id"))
    found = identities([key for _label, keys in GROUPS for key in keys])
    groups = [
        DoorGroup(
            gettext(label),
            tuple(expert_doors(steps))
            if label == EXPERTS
            else tuple(door(found[key], steps) for key in keys if key in found),
        )
        for label, keys in GROUPS
    ]
    return [group for group in groups if group.doors]


def identities(keys: Iterable[str]) -> Mapping[str, Identity]:
    """Return the running identities behind the doors by `username:role`."""
    names = [key.partition(":")[0] for key in keys]
    rows = Identity.objects.filter(person__username__in=names, person__is_active=True, ended_at=None)
    return {f"{row.person.username}:{row.role}": row for row in rows.select_related("person", "organisation")}


def expert_doors(steps: Iterable[InboxItem]) -> list[Door]:
    """Return experts for whom something waits, one for each thing to do; else the first of the pool."""
    waiting: dict[str, UUID] = {}
    for step in steps:
        if step.role == Role.EXPERT and step.person_id and step.what not in waiting:
            waiting[step.what] = step.person_id
    chosen = list(waiting.items())[:MOST_EXPERTS]
    people = Person.objects.in_bulk([person for _what, person in chosen])
    doors = [
        Door(people[id_].username, Role.EXPERT, people[id_].name, gettext(what), 1) for what, id_ in chosen
    ]
    return doors or [door(row, ()) for row in accounts.holders(Role.EXPERT).order_by("granted_at")[:1]]


def door(identity: Identity, steps: Iterable[InboxItem]) -> Door:
    waiting = sum(
        step.role == identity.role
        and step.organisation_id in {None, identity.organisation_id}
        and step.person_id in {None, identity.person_id}
        for step in steps
    )
    name, house = identity.person.name, identity.organisation.name
    return Door(identity.person.username, Role(identity.role), name, house, waiting)


def identity_behind(key: str) -> Identity:
    """Return the identity that a visitor asks for; whoever is not of the fictional province is absent."""
    username, _, role = key.partition(":")
    rows = Identity.objects.filter(
        person__username=username,
        person__is_active=True,
        role=role,
        ended_at=None,
        organisation__in=accounts.fictional_organisations(),
    )
    identity = rows.select_related("person", "organisation").first()
    if identity is None or settings.PROFILE not in PROFILES or province() is None:
        raise Absent
    return identity


@dataclass(frozen=True, slots=True)
class Bots:
    """A running lot, and how far the bidders go who answer by themselves: ceilings in yuan by bidder code."""

    lot: Lot
    ceilings: Mapping[str, Decimal]


def bots_of_running_lots(now: datetime) -> list[Bots]:
    """Return the lots of the story in which bots bid and that may be open now."""
    if province() is None:
        return []
    return [Bots(lot, ceilings) for lot in open_lots(now) if (ceilings := ceilings_of(lot))]


def open_lots(now: datetime) -> QuerySet[Lot]:
    rows = Lot.objects.filter(announced_at__isnull=False, result="", opens_at__lte=now)
    return rows.select_related("listing__achievement")


def ceilings_of(lot: Lot) -> dict[str, Decimal]:
    """Return the ceilings of the bots that the story names for the achievement of a lot."""
    title = lot.listing.achievement.title
    bots = next((row for row in source("bots")["lot"] if row["title"] == title), None)
    if bots is None:
        return {}
    found = {}
    for username, ceiling in bots["ceilings"].items():
        person = accounts.person_named(username)
        identity = person.identities.filter(role=Role.BUYER, ended_at=None).first() if person else None
        code = exchange.own_code(accounts.actor_for(identity), lot) if identity else ""
        if code:
            found[code] = Decimal(ceiling)
    return found


def next_deadline(now: datetime) -> datetime | None:
    """Return when the next open step of anybody falls due."""
    rows = InboxItem.objects.filter(closed_at=None, due_at__gt=now).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def enterprises_of(role: str) -> list[str]:
    """Return the credit codes of the enterprises whose technical experts stand for a role."""
    rows = Claim.objects.filter(expert__roles__role=role).exclude(enterprise="")
    return sorted(set(rows.values_list("enterprise", flat=True)))


def made_by_keys() -> frozenset[str]:
    """Return the hashes of what was sealed or signed with keys that no seed draws."""
    opinions = ExpertOpinion.objects.exclude(digest="").values_list("digest", flat=True)
    return frozenset((*Report.objects.exclude(pdf=None).values_list("pdf_sha256", flat=True), *opinions))
