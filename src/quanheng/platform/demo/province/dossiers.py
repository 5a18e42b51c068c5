"""An achievement is registered: draft, sections, evidence, declaration, the office's review (J1)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from quanheng.platform.common.files.services import store_made
from quanheng.platform.common.roles import Role
from quanheng.platform.demo.codes import patent
from quanheng.platform.demo.province import papers
from quanheng.platform.demo.province.journey import Journey
from quanheng.platform.demo.province.papers import Paper
from quanheng.platform.demo.province.telling import Story
from quanheng.platform.library import services
from quanheng.platform.library.dossier import (
    Basics,
    ContributorRow,
    Declarations,
    EvidencePaper,
    EvidencePlace,
    PackageRow,
    ParameterRow,
    RightRow,
    Transfer,
)
from quanheng.schemes import default_stack

FILLED, PROVED, SUBMITTED, PUBLISHED = 1, 3, 4, 6
"""Steps of a journey, in working days from its beginning."""
PAPERS = "demo_paper"
"""Owner kind of the papers as the story makes them; the pages know only their attachments as evidence."""


def begin(journey: Journey) -> Story:
    """Tell how a draft is opened and its sections are filled in."""
    now = journey.at(0, "09:20")
    yield now
    dossier = journey.dossier
    row = services.create_achievement(
        actor=journey.owner,
        title=dossier["title"],
        category=dossier["category"],
        field_code=dossier["field"],
        now=now,
    )
    journey.number = row.number
    yield (now := journey.at(FILLED, "15:10"))
    fill(journey, now)


def register(journey: Journey) -> Story:
    """Tell the whole registration: from the draft to the library."""
    yield from begin(journey)
    yield (now := journey.at(PROVED, "10:05"))
    prove(journey, now)
    yield (now := journey.at(SUBMITTED, "16:30"))
    way = journey.story.get("way", "commission")
    services.submit_achievement(
        actor=journey.owner,
        number=journey.number,
        declarations=Declarations(truth=True, no_classified=True, way=way),
        now=now,
    )
    yield (now := journey.at(PUBLISHED, "11:15"))
    officer = journey.world.actor("weiran", Role.OFFICER)
    services.publish_achievement(actor=officer, number=journey.number, now=now)


def fill(journey: Journey, now: datetime) -> None:
    """Fill in the sections that the story names, or all of them."""
    sections = {
        "basics": fill_basics,
        "rights": fill_rights,
        "people": fill_people,
        "packages": fill_packages,
        "parameters": fill_parameters,
        "transfer": fill_transfer,
    }
    for name in journey.story.get("sections", sections):
        sections[name](journey, now)


def fill_basics(journey: Journey, now: datetime) -> None:
    dossier = journey.dossier
    basics = Basics(
        title=dossier["title"],
        category=dossier["category"],
        field_code=dossier["field"],
        abstract=dossier["abstract"].strip(),
        keywords=tuple(dossier["keywords"]),
        need=dossier["need"],
        application=dossier["application"],
        own_level=dossier["own_level"],
        source=dossier["source"],
        source_note=dossier["source_note"],
    )
    services.save_basics(actor=journey.owner, number=journey.number, basics=basics, now=now)


def fill_rights(journey: Journey, now: datetime) -> None:
    rows = [
        RightRow(
            kind=row["kind"],
            title=row["title"],
            number=patent(*row["patent"]) if "patent" in row else "",
            legal_status=row["status"],
            holder=journey.house.name,
            holder_uscc=journey.house.uscc,
            share=Decimal(100),
        )
        for row in journey.dossier["right"]
    ]
    services.save_rights(actor=journey.owner, number=journey.number, rights=rows, now=now)


def fill_people(journey: Journey, now: datetime) -> None:
    names = list(journey.dossier["contributors"])
    if (place := journey.dossier.get("namesake")) is not None:
        names.append(journey.world.experts[place].person.name)
    rows = [
        ContributorRow(
            name=name,
            organisation_name=journey.house.name,
            organisation_uscc=journey.house.uscc,
            inventor=number < 2,
        )
        for number, name in enumerate(names)
    ]
    services.save_people(actor=journey.owner, number=journey.number, people=rows, now=now)


def fill_packages(journey: Journey, now: datetime) -> None:
    rows = [
        PackageRow(
            code=row["code"], title=row["title"], weight=Decimal(row["weight"]), critical=row["critical"]
        )
        for row in journey.dossier["packages"]
    ]
    services.save_packages(actor=journey.owner, number=journey.number, packages=rows, now=now)


def fill_parameters(journey: Journey, now: datetime) -> None:
    names = ("name", "value", "unit", "condition", "comparator", "comparator_value", "basis")
    rows = [ParameterRow(**dict(zip(names, row, strict=True))) for row in journey.dossier["parameters"]]
    services.save_parameters(actor=journey.owner, number=journey.number, parameters=rows, now=now)


def fill_transfer(journey: Journey, now: datetime) -> None:
    price = journey.dossier.get("price")
    transfer = Transfer(
        ways=tuple(journey.dossier["ways"]),
        visibility=journey.dossier.get("visibility", "public"),
        expected_price=Decimal(price) if price else None,
    )
    services.save_transfer(actor=journey.owner, number=journey.number, transfer=transfer, now=now)


def prove(journey: Journey, now: datetime) -> None:
    """Put evidence to every level that each work package has reached, one paper per element and level."""
    made: dict[Paper, bytes] = {}
    for code, level, element in places(journey.dossier):
        paper = paper_of(journey, level, element, now)
        if paper not in made:
            made[paper] = papers.pdf_of(
                paper,
                journey.dossier,
                journey.house.name,
                papers.money_rows(journey.dossier, now.year, paper),
            )
            name = f"{paper.number}.pdf"
            store_made(
                content=made[paper],
                name=name,
                owner_kind=PAPERS,
                owner_id=journey.house.id,
                actor=journey.owner,
                now=now,
            )
        add(journey, EvidencePlace(package_code=code, level=level, element=element), paper, made[paper], now)


def add(journey: Journey, place: EvidencePlace, paper: Paper, content: bytes, now: datetime) -> None:
    """Upload one paper as evidence, as its owner does."""
    upload = UploadedFile(file=ContentFile(content), name=f"{paper.number}.pdf", size=len(content))
    services.add_evidence(
        actor=journey.owner,
        number=journey.number,
        place=place,
        paper=EvidencePaper(
            title=papers.title_of(paper),
            issuer=papers.issuer_of(paper.element, journey.house.name),
            issued_on=paper.issued_on,
            document_number=paper.number,
        ),
        upload=upload,
        now=now,
    )


def places(dossier: dict[str, Any]) -> Iterator[tuple[str | None, int, str]]:
    """Give where evidence belongs: each package up to its own level, the whole project beyond the ninth."""
    for level in default_stack().levels:
        for element in level.elements:
            if level.project_wide:
                if level.number <= dossier["own_level"]:
                    yield None, level.number, element.id
                continue
            for package in dossier["packages"]:
                if level.number <= package["level"]:
                    yield package["code"], level.number, element.id


def paper_of(journey: Journey, level: int, element: str, now: datetime) -> Paper:
    """Return what a paper says of itself: the higher the level, the younger the paper.

    One of the planted faults hands in the report of another level once more.
    """
    if journey.dossier.get("doubled", [0])[0] == level:
        level, element = journey.dossier["doubled"][1:]
    age = 40 + 45 * (journey.dossier["own_level"] - level)
    issued_on = expired_on(journey, level, element) or now.date() - timedelta(days=max(age, 15))
    place = [row.id for row in default_stack().elements(level)].index(element) + 1
    serial = f"{journey.number[-3:]}{level:02d}{place}"
    return Paper(element=element, level=level, issued_on=issued_on, number=f"YJ-{issued_on.year}-{serial}")


def expired_on(journey: Journey, level: int, element: str) -> date | None:
    """Return the day of the paper that the story plants as out of date."""
    planted = journey.dossier.get("expired")
    if planted and [level, element] == planted[:2]:
        return journey.day(0).replace(year=journey.day(0).year - planted[2], day=1)
    return None
