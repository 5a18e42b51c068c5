"""Everybody of the journey but the owner, who signs up by the page. Run in the server's data folder: prints nothing,
writes `people.json` there.

Organisations, accounts and roles go through the services as on a fresh platform; experts are put in place admitted.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.platform.settings")
django.setup()

from django.conf import settings  # noqa: E402  # after django.setup()
from django.contrib.auth.hashers import make_password  # noqa: E402

from factories import experts as pool_factory  # noqa: E402
from factories.accounts import uscc  # noqa: E402
from journeys.names import EXPERT_MARK  # noqa: E402
from quanheng.platform.accounts import selectors, services  # noqa: E402
from quanheng.platform.accounts.actors import Actor  # noqa: E402
from quanheng.platform.accounts.models import Organisation, Person  # noqa: E402
from quanheng.platform.accounts.services import Administrator  # noqa: E402
from quanheng.platform.common import clock  # noqa: E402
from quanheng.platform.common.calendar import CalendarYear  # noqa: E402
from quanheng.platform.common.roles import Role  # noqa: E402
from quanheng.platform.experts.services import open_pool  # noqa: E402
from quanheng.platform.integrity.services import admit_institution  # noqa: E402
from quanheng.schemes import default_stack  # noqa: E402

PASSWORD = "a long sentence of the journey"
FIELD = "new_materials"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


def main() -> None:
    now = clock.now()
    CalendarYear.objects.bulk_create(CalendarYear(year=now.year + n, source="旅程") for n in (0, 1))
    operator = first_people(now)
    department = organisation(operator, 901, "燕原省科学技术厅", "department", now)
    pool_house = organisation(operator, 902, "燕原省专家库管理中心", "exchange", now)
    office = organisation(operator, 903, "燕原技术交易中心", "exchange", now)
    house = organisation(operator, 904, "燕原科技成果评价研究院", "institution", now)
    customer = organisation(operator, 905, "燕原精密轴承有限公司", "enterprise", now)
    add(operator, department, "supervisor", "周正", Role.SUPERVISOR, now)
    for username, name, role in (
        ("intake", "孙受理", Role.INTAKE),
        ("intake2", "陈受理", Role.INTAKE),
        ("lead", "李敏", Role.LEAD),
        ("lead2", "赵强", Role.LEAD),
        ("reviewer", "吴审核", Role.REVIEWER),
        ("signer", "郑签发", Role.SIGNER),
    ):
        add(operator, house, username, name, role, now)
    for username, name in (("officer", "王审核"), ("officer2", "冯复核")):
        add(operator, office, username, name, Role.OFFICER, now)
    for username, name in (("pool", "何库管"), ("witness", "施见证")):
        add(operator, pool_house, username, name, Role.POOL_MANAGER, now)
    for serial, (username, name, firm) in enumerate(
        (("buyer1", "许竞买", "北辰轴承集团有限公司"), ("buyer2", "曹竞买", "海河新材料有限公司")), 911
    ):
        add(
            operator, organisation(operator, serial, firm, "enterprise", now), username, name, Role.BUYER, now
        )
    supervisor = acting("supervisor", Role.SUPERVISOR)
    admit_institution(actor=supervisor, organisation_id=house.id, fields=[FIELD], now=now)
    names = crowd(acting("pool", Role.POOL_MANAGER), customer, now)
    Person.objects.update(password=make_password(PASSWORD))
    keep(
        {
            "password": PASSWORD,
            "owner": uscc(950),
            "customer": customer.uscc,
            "experts": names,
            "institution": house.name,
        }
    )


def first_people(now: datetime) -> Actor:
    """Make the platform's operator; return a security administrator, who enters everybody else."""
    people = [
        Administrator(Role.SECURITY_ADMIN, "security1", "安全甲"),
        Administrator(Role.SECURITY_ADMIN, "security2", "安全乙"),
        Administrator(Role.PLATFORM_ADMIN, "platform", "平台管"),
        Administrator(Role.AUDITOR, "auditor", "审计员"),
    ]
    services.first_administrators(uscc=uscc(900), name="燕原成果评价交易平台", people=people, now=now)
    return acting("security1", Role.SECURITY_ADMIN)


def organisation(actor: Actor, serial: int, name: str, kind: str, now: datetime) -> Organisation:
    return services.enter_organisation(actor=actor, uscc=uscc(serial), name=name, kind=kind, now=now)


def add(
    actor: Actor, organisation: Organisation, username: str, name: str, role: Role, now: datetime
) -> Person:
    return services.add_person(
        actor=actor, organisation=organisation, username=username, name=name, role=role, now=now
    )


def acting(username: str, role: Role) -> Actor:
    person = Person.objects.get(username=username)
    return selectors.actor_for(person.identities.select_related("person").get(role=role))


def crowd(manager: Actor, customer: Organisation, now: datetime) -> dict[str, str]:
    """Fill a pool with enough experts for an applied-stage panel; return account → name."""
    pool = open_pool(actor=manager, name="燕原省科技专家库", now=now)
    names = {}
    for role, count in default_stack().stage("applied").seats.items():
        for _ in range(count * 3):
            serial = len(names) + 1
            name = f"{EXPERT_MARK}{SURNAMES[serial % len(SURNAMES)]}{serial:02d}"
            row = pool_factory.expert(pool, role, name=name, enterprise=customer.uscc, now=now)
            username = f"expert{serial:02d}"
            Person.objects.filter(id=row.person_id).update(username=username)
            names[username] = name
    return names


def keep(facts: dict[str, object]) -> None:
    Path(settings.DATA_DIR, "people.json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
