"""The beginning: holidays, the platform's administrators, organisations and their people, institutions' standing."""

from datetime import datetime
from typing import Any

from quanheng.platform.accounts import services as accounts
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.accounts.services import Administrator
from quanheng.platform.common.roles import Role
from quanheng.platform.demo.codes import mail, phone, uscc
from quanheng.platform.demo.province.cast import World
from quanheng.platform.demo.province.sources import source
from quanheng.platform.demo.province.telling import Story
from quanheng.platform.integrity import services as integrity

FIRST_SERIAL = 20_000_101
FOUNDED, SUSPENDED = 215, 24
"""Working days before the present: the platform opens, an institution is suspended."""


def found(world: World) -> Story:
    """Tell how the platform opens, and how it comes to admit and to suspend institutions."""
    now = world.days.at(FOUNDED, "09:00")
    yield now
    rows = source("organisations")["organisation"]
    enter_platform(world, rows[0], now)
    yield (now := world.days.at(FOUNDED, "10:00"))
    for place, row in enumerate(rows[1:], start=1):
        enter(world, row, place, now)
    yield (now := world.days.at(FOUNDED - 1, "09:30"))
    supervisor = world.actor("zhouzheng")
    for row in rows:
        if fields := row.get("fields"):
            institution = world.organisations[row["key"]].id
            integrity.admit_institution(actor=supervisor, organisation_id=institution, fields=fields, now=now)
    yield (now := world.days.at(SUSPENDED, "15:20"))
    for row in rows:
        if reason := row.get("suspended"):
            institution = world.organisations[row["key"]].id
            integrity.suspend_institution(
                actor=supervisor, organisation_id=institution, reason=reason, now=now
            )


def code_of(row: dict[str, Any], place: int) -> str:
    return uscc(row["registrar"], FIRST_SERIAL + 7 * place)


def enter_platform(world: World, row: dict[str, Any], now: datetime) -> None:
    """Make the operator and its administrators, who are there before everybody else."""
    people = [
        Administrator(Role(person["roles"][0]), person["username"], person["name"])
        for person in row["people"]
    ]
    made = accounts.first_administrators(uscc=code_of(row, 0), name=row["name"], people=people, now=now)
    world.organisations[row["key"]] = made[0].identities.get().organisation


def enter(world: World, row: dict[str, Any], place: int, now: datetime) -> Organisation:
    """Enter an organisation with its people, as a security administrator does."""
    admin = world.actor("hejing")
    organisation = accounts.enter_organisation(
        actor=admin,
        uscc=code_of(row, place),
        name=row["name"],
        kind=row["kind"],
        region=row["region"],
        state_owned=row.get("state_owned", False),
        now=now,
    )
    world.organisations[row["key"]] = organisation
    for number, person in enumerate(row["people"]):
        first, *others = (Role(role) for role in person["roles"])
        row_of_person = accounts.add_person(
            actor=admin,
            organisation=organisation,
            username=person["username"],
            name=person["name"],
            role=first,
            phone=phone(100 + 10 * place + number),
            email=mail(person["username"]),
            manages=number == 0,
            now=now,
        )
        for role in others:
            accounts.grant_role(
                actor=admin,
                organisation=organisation,
                person_id=row_of_person.id,
                role=role,
                manages=number == 0,
                now=now,
            )
    return organisation
