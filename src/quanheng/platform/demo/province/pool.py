"""The provincial expert pool: its people apply, prove their claims, are published and admitted."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, cycle
from typing import Any

from quanheng.platform.accounts import services as accounts
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common.roles import Role
from quanheng.platform.demo.codes import mail, phone, uscc
from quanheng.platform.demo.province.cast import World
from quanheng.platform.demo.province.sources import source
from quanheng.platform.demo.province.telling import Story
from quanheng.platform.experts import services
from quanheng.platform.experts.models import Expert, Pool
from quanheng.platform.experts.services import ClaimFacts

OPENED, APPLIED, VERIFIED, NOTICED, ADMITTED, FOUND_OUT = 210, 208, 204, 202, 195, 190
"""Working days before the present."""
OUTSIDE_SERIAL = 20_009_101
REGISTER = "https://register.example.org"


@dataclass(frozen=True, slots=True)
class Employer:
    """Where an expert works: an organisation of the platform (`key`), or a body outside it."""

    name: str
    uscc: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who applies, for which role, with which claims."""

    username: str
    name: str
    role: str
    employer: Employer
    disciplines: tuple[str, ...]
    claims: tuple[ClaimFacts, ...]


def open_pool(world: World) -> Story:
    """Tell how the pool is opened and filled, from the application to the admission by two persons."""
    days = world.days
    now = days.at(OPENED, "09:00")
    yield now
    manager, second = world.actor("suhui"), world.actor("zhengkai")
    words = source("sentences")["pool"]
    pool = services.open_pool(actor=manager, name=words["name"], now=now)
    people = list(candidates(world, random.Random(f"experts {world.chance.seed}")))  # noqa: S311  # a story, no secret
    yield (now := days.at(APPLIED, "09:00"))
    records = world.experts = [
        apply(world, pool, candidate, place, now) for place, candidate in enumerate(people)
    ]
    yield (now := days.at(VERIFIED, "14:00"))
    for record in records:
        for claim in record.claims.all():
            services.verify_claim(actor=second, claim_id=claim.id, note=words["verified"], now=now)
    for verb, before in (("open_notice", NOTICED), ("admit", ADMITTED)):
        yield (now := days.at(before, "10:30"))
        for record in records:
            for actor in (manager, second):
                services.move_expert(actor=actor, number=record.number, verb=verb, now=now)
    suspended = max(place for place, candidate in enumerate(people) if candidate.role == "technical")
    yield from later(world, records, records[suspended], manager, second)


def later(world: World, records: list[Expert], suspended: Expert, manager: Actor, second: Actor) -> Story:
    """Tell what happens in the pool afterwards: relations found, a suspension, a claim rejected, one to verify."""
    words, days = source("sentences")["pool"], world.days
    yield (now := days.at(FOUND_OUT, "16:00"))
    for place, kind, whom in RELATIONS:
        services.record_relation(
            actor=manager,
            kind=kind,
            a=str(records[place].person_id),
            b=str(world.actor(whom, Role.OWNER).person_id),
            source=words["relation"],
            since=days.today.replace(year=days.today.year - 3, day=1),
            now=now,
        )
    yield (now := days.at(60, "11:00"))
    for actor in (manager, second):
        services.move_expert(
            actor=actor, number=suspended.number, verb="suspend", reason=words["suspended"], now=now
        )
    for before, place in ((30, REJECTED), (2, UNVERIFIED)):
        yield (now := days.at(before, "09:30"))
        record = records[place]
        claim = services.add_claim(
            actor=world.actor(record.person.username),
            number=record.number,
            facts=stated("standing"),
            proof=None,
            now=now,
        )
        if place == REJECTED:
            services.reject_claim(actor=second, claim_id=claim.id, reason=words["rejected"], now=now)


REJECTED, UNVERIFIED = 44, 47
"""Places of the expert whose further claim is rejected, and of the one whose claim waits."""
RELATIONS = ((6, "work", "qinlan"), (9, "team", "linwei"), (18, "supervision", "linwei"))
"""Relations that are found in public data: place of the expert, kind, account of the other person."""


def apply(world: World, pool: Pool, candidate: Candidate, place: int, now: datetime) -> Expert:
    """Let a candidate get an account, apply, and enter the claims."""
    home = world.organisations[candidate.employer.key or "exchange"]
    person = accounts.add_person(
        actor=world.actor("hejing"),
        organisation=home,
        username=candidate.username,
        name=candidate.name,
        role=Role.EXPERT,
        phone=phone(1000 + place),
        email=mail(candidate.username),
        now=now,
    )
    actor = world.actor(person.username)
    record = services.apply_to_pool(
        actor=actor,
        pool_id=pool.id,
        roles=[candidate.role],
        disciplines=candidate.disciplines,
        employer_uscc=candidate.employer.uscc,
        employer_name=candidate.employer.name,
        consent=True,
        now=now,
    )
    for claim in candidate.claims:
        services.add_claim(actor=actor, number=record.number, facts=claim, proof=None, now=now)
    return record


def candidates(world: World, luck: random.Random) -> Iterator[Candidate]:
    """Give the people of the pool: names, employers and fields by the lists of `experts.toml`."""
    book = source("experts")
    names = drawn_names(book["surnames"], book["given"], luck)
    serial = count(1)
    for group in book["group" if world.full else "few"]:
        homes = cycle([employer(world, key) for key in group["employers"]])
        for number in range(group["count"]):
            fields = tuple(group["fields"][number % len(group["fields"])])
            home = next(homes)
            yield Candidate(
                username=f"expert{next(serial):02d}",
                name=next(names),
                role=group["role"],
                employer=home,
                disciplines=fields,
                claims=tuple(claims(group["role"], fields, home, number, world.days.today, luck)),
            )


def drawn_names(surnames: str, given: list[str], luck: random.Random) -> Iterator[str]:
    """Give names of which none comes twice."""
    names = [surname + name for surname in surnames for name in given]
    luck.shuffle(names)
    yield from names


def employer(world: World, key: str) -> Employer:
    """Return an employer by the key of its organisation or by the name of an outside body."""
    if organisation := world.organisations.get(key):
        return Employer(organisation.name, organisation.uscc, key)
    names = [row["name"] for row in source("experts")["outside"]]
    return Employer(key, uscc("91", OUTSIDE_SERIAL + 7 * names.index(key)))


def claims(
    role: str, fields: tuple[str, ...], home: Employer, number: int, today: date, luck: random.Random
) -> Iterator[ClaimFacts]:
    """Give what an expert of the role claims; every claim can be looked up in a (fictional) register."""
    since = today.replace(year=today.year - luck.randint(12, 24), month=luck.randint(1, 12), day=1)
    yield stated("identity")
    match role:
        case "technical":
            yield from technical(since, number)
        case "industry":
            for field in fields:
                yield stated("industry_experience", since=since, industry=field)
            yield stated("scenario_statement")
            yield stated("market_statement")
        case "investment":
            for field in fields:
                yield stated("investment_experience", since=since, track=field)
            for place in range(1, 4):
                yield stated("investment_case", ref=f"EXIT-{number + 1:02d}-{place}")
        case "customer" | "chain":
            yield stated("enterprise_technical", enterprise=home.uscc)
        case _:
            days = (-20, 40)[number] if number < 2 else 500 + 90 * number
            licence = f"{role}_licence"
            yield stated("licence", licence, expires=today + timedelta(days=days), ref=f"ZY{number + 1:06d}")
            yield stated("opinion_experience", since=since)


def technical(since: date, number: int) -> Iterator[ClaimFacts]:
    level = ("senior", "senior", "associate_senior")[number % 3]
    rank = ("national", "provincial")[number % 2]
    yield stated("title", level, level=level)
    yield stated("rd_experience", since=since)
    yield stated("led_project", level=rank, ref=f"KT-{number + 1:03d}")
    yield stated("standing")


def stated(kind: str, title: str = "", **facts: Any) -> ClaimFacts:
    """Return a claim in words that can be looked up in a (fictional) register."""
    words = source("sentences")["pool"]["claims"]
    register = f"{REGISTER}/{kind.replace('_', '-')}"
    return ClaimFacts(kind=kind, title=words[title or kind], register=register, **facts)
