"""Gradings for tests, of a kind of case that exists here only: its guards let one institution grade."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

from factories import accounts, library
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common.cases import CaseRef
from quanheng.platform.common.roles import Role
from quanheng.platform.library.models import Achievement
from quanheng.platform.maturity import hooks, selectors, services
from quanheng.platform.maturity.models import Grading
from quanheng.schemes import default_stack

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
KIND = "trial"
_serial = count(1)
_institutions: dict[str, object] = {}

hooks.readers.register("factories.maturity.reads", KIND)
hooks.graders.register("factories.maturity.grades", KIND)


def reads(actor, grading) -> bool:
    return actor.organisation_id in {_institutions[grading.case_number], grading.achievement.owner_id}


def grades(actor, grading) -> bool:
    return actor.role == Role.LEAD and actor.organisation_id == _institutions[grading.case_number]


def lead_of(grading: Grading) -> Actor:
    """Return a new case manager of the institution that grades."""
    return accounts.actor(Role.LEAD, accounts.Organisation.objects.get(id=_institutions[grading.case_number]))


def grading(
    achievement: Achievement | None = None, *, confirmed_packages: bool = True, now: datetime = NOW
) -> Grading:
    """Return an open grading of a complete achievement; its breakdown is confirmed."""
    achievement = achievement or library.achievement()
    lead = accounts.actor(Role.LEAD)
    number = f"PJ-2026-9{next(_serial):04d}"
    _institutions[number] = lead.organisation_id
    row = services.open_grading(
        actor=lead, achievement=achievement, case_ref=CaseRef(KIND, uuid4(), number), scheme="", now=now
    )
    if confirmed_packages:
        critical = frozenset(leaf.code for leaf in selectors.leaves(row) if leaf.critical)
        services.confirm_packages(actor=lead, grading_id=row.id, critical=critical, now=now)
    row.refresh_from_db()
    return row


def decide(
    grading: Grading,
    code: str,
    level: int,
    element: str,
    *,
    verdict: str = "accepted",
    reason: str = "",
    actor: Actor | None = None,
    now: datetime = NOW,
):
    return services.decide_element(
        actor=actor or lead_of(grading),
        grading_id=grading.id,
        package_code=code,
        level=level,
        element=element,
        verdict=verdict,
        reason=reason,
        now=now,
    )


def accept_up_to(grading: Grading, level: int, *, codes: Iterable[str] | None = None) -> None:
    """Hand in and accept every element of the levels 1 to `level` of the given leaves, or of all."""
    lead, stack = lead_of(grading), default_stack()
    leaves = list(codes) if codes is not None else [leaf.code for leaf in selectors.leaves(grading)]
    library.evidence_up_to(grading.achievement, level, codes=leaves)
    for number in range(1, level + 1):
        places = [""] if stack.level(number).project_wide else leaves
        for code in places:
            for element in stack.elements(number):
                if element.site_visit and not selectors.visits(grading).exists():
                    visit(grading, actor=lead)
                decide(grading, code, number, element.id, actor=lead)


def visit(grading: Grading, *, actor: Actor | None = None, now: datetime = NOW):
    return services.record_site_visit(
        actor=actor or lead_of(grading),
        grading_id=grading.id,
        visited_on=now.date(),
        place="Plant 2, hall B",
        visitors="Li Min, Zhou Gong",
        note="Two lines in operation, 40,000 balls a day.",
        now=now,
    )


def foreign_grading() -> dict[str, object]:
    """Return the places of the addresses of a grading that nobody else may see."""
    return {"number": grading(confirmed_packages=False).case_number, "level": 11}
