"""Achievements for tests, made by the services as people make them; evidence is put in place unjudged, to be quick."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count

from factories import accounts
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.accounts.selectors import actor_for
from quanheng.platform.common.files.services import store_made
from quanheng.platform.common.roles import Role
from quanheng.platform.library import selectors, services
from quanheng.platform.library.dossier import (
    Basics,
    ContributorRow,
    Declarations,
    PackageRow,
    ParameterRow,
    RightRow,
    Transfer,
)
from quanheng.platform.library.models import Achievement, Evidence
from quanheng.schemes import default_stack

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
PACKAGES = (
    ("1.1", "Chip", 40, True),
    ("1.2", "Algorithm", 25, True),
    ("1.3", "Package", 20, False),
    ("1.4", "Software", 15, False),
)
DECLARED = Declarations(truth=True, no_classified=True, way="commission")
PATENTS = ("202010566088.9", "201811564288.X", "200510096239.4")
_serial = count(1)


def owner() -> Actor:
    return accounts.actor(Role.OWNER)


def owner_of(achievement: Achievement) -> Actor:
    """Return the person who registered it, acting for the owner."""
    identity = achievement.created_by.identities.select_related("person").get(
        organisation_id=achievement.owner_id, role=Role.OWNER
    )
    return actor_for(identity)


def draft(actor: Actor | None = None, *, title: str = "", now: datetime = NOW) -> Achievement:
    """Return a draft with a title and nothing else."""
    name = title or f"Silicon nitride balls {next(_serial)}"
    return services.create_achievement(
        actor=actor or owner(), title=name, category="applied_technology", field_code="new_materials", now=now
    )


def basics(title: str, **answers: object) -> Basics:
    values = {
        "category": "applied_technology",
        "field_code": "new_materials",
        "abstract": "Balls for fast bearings, made in batches.",
        "keywords": ("silicon nitride", "bearing"),
        "need": "Bearings of electric drives need balls that do not conduct.",
        "application": "Drives of electric cars.",
        "own_level": 6,
        "source": "institute_publication",
    }
    return Basics(title=title, **(values | answers))  # type: ignore[arg-type]  # a test's own answers


def fill(
    achievement: Achievement,
    *,
    packages: Sequence[tuple[str, str, int, bool]] = PACKAGES,
    patent: str = "",
    now: datetime = NOW,
) -> None:
    """Fill every section of a draft; evidence for level 1 of the first package."""
    actor, number = owner_of(achievement), achievement.number
    holder = {"holder": achievement.owner.name, "holder_uscc": achievement.owner.uscc, "share": Decimal(100)}
    kind = {"kind": "patent", "number": patent} if patent else {"kind": "secret"}
    services.save_basics(actor=actor, number=number, basics=basics(achievement.title), now=now)
    services.save_rights(
        actor=actor, number=number, rights=[RightRow(title="Sintering of balls", **kind, **holder)], now=now
    )
    person = ContributorRow(name="Lin Wei", organisation_name=achievement.owner.name, inventor=True)
    services.save_people(actor=actor, number=number, people=[person], now=now)
    rows = [
        PackageRow(code=code, title=title, weight=Decimal(weight), critical=critical)
        for code, title, weight, critical in packages
    ]
    services.save_packages(actor=actor, number=number, packages=rows, now=now)
    parameter = ParameterRow(
        name="Roundness", value="0.08", unit="µm", comparator="Imported balls", comparator_value="0.13"
    )
    services.save_parameters(actor=actor, number=number, parameters=[parameter], now=now)
    services.save_transfer(
        actor=actor, number=number, transfer=Transfer(ways=("licence",), visibility="public"), now=now
    )
    evidence(achievement, packages[0][0], 1, "survey_report", now=now)


def evidence(
    achievement: Achievement,
    code: str | None,
    level: int,
    element: str,
    *,
    content: bytes = b"",
    title: str = "",
    now: datetime = NOW,
) -> Evidence:
    """Put a file in its place without judging it."""
    serial = next(_serial)
    actor = owner_of(achievement)
    attachment = store_made(
        content=content or f"paper {serial}".encode(),
        name=f"paper{serial}.txt",
        owner_kind="evidence",
        owner_id=achievement.id,
        actor=actor,
        now=now,
    )
    package = achievement.work_packages.get(code=code) if code else None
    return Evidence.objects.create(
        achievement=achievement,
        package=package,
        level=level,
        element=element,
        title=title or f"Paper {serial}",
        attachment=attachment,
        uploaded_by_id=actor.person_id,
        created_at=now,
    )


def evidence_up_to(
    achievement: Achievement, level: int, *, codes: Iterable[str] | None = None
) -> list[Evidence]:
    """Put one file to every element of the levels 1 to `level`, for the given leaves or all of them."""
    stack = default_stack()
    leaves = list(codes) if codes is not None else [leaf.code for leaf in selectors.leaves(achievement)]
    rows = []
    for number in range(1, level + 1):
        places = [None] if stack.level(number).project_wide else leaves
        rows += [evidence(achievement, code, number, e.id) for code in places for e in stack.elements(number)]
    return rows


def achievement(
    actor: Actor | None = None,
    *,
    state: str = "published",
    title: str = "",
    packages: Sequence[tuple[str, str, int, bool]] = PACKAGES,
    patent: str = "",
    now: datetime = NOW,
) -> Achievement:
    """Return a complete achievement in `state`: draft, submitted, published, frozen, withdrawn or archived."""
    row = draft(actor, title=title, now=now)
    fill(row, packages=packages, patent=patent, now=now)
    act = {"actor": owner_of(row), "number": row.number, "now": now}
    if state != "draft":
        services.submit_achievement(declarations=DECLARED, **act)
    if state not in {"draft", "submitted"}:
        services.publish_achievement(**act | {"actor": accounts.actor(Role.OFFICER)})
    if state == "frozen":
        services.freeze_achievement(reason="Dispute", **act | {"actor": accounts.actor(Role.SUPERVISOR)})
    if state == "withdrawn":
        services.withdraw_achievement(reason="Not wanted", **act)
    if state == "archived":
        services.archive_achievement(reason="Old", **act | {"actor": accounts.actor(Role.OFFICER)})
    return selectors.by_id(row.id)
