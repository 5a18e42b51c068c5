"""All stories of the province by name, in the order in which they are told at the same moment."""

from quanheng.platform.demo.province import (
    commissions,
    dossiers,
    faults,
    founding,
    marks,
    panels,
    pool,
    trades,
    values,
    writing,
)
from quanheng.platform.demo.province.cast import World
from quanheng.platform.demo.province.journey import Journey
from quanheng.platform.demo.province.sources import names, source
from quanheng.platform.demo.province.telling import Story

SMALL = ("01_salt_cavern", "03_eeg", "05_desulfurisation", "07_balls", "08_robot")
"""The achievements of the small province: draft, published, valuing, scoring, live lot."""


def stories(world: World) -> dict[str, Story]:
    found = {"found": founding.found(world), "pool": pool.open_pool(world)}
    for name in names("achievements") if world.full else SMALL:
        journey = Journey(name, world, source(f"achievements/{name}"))
        found[name] = way(journey)
    return found


def way(journey: Journey) -> Story:
    """Tell the way of one achievement as far as its story goes."""
    kind, until = journey.story["kind"], journey.story.get("until", "")
    if kind == "draft":
        yield from dossiers.begin(journey)
        yield from faults.mistype(journey)
        return
    yield from dossiers.register(journey)
    if kind == "evaluation":
        yield from evaluation(journey, until)
    if "trade" in journey.dossier:
        yield from trades.trade(journey)


def evaluation(journey: Journey, until: str) -> Story:
    yield from commissions.commission(journey)
    yield from commissions.plan(journey)
    yield from commissions.grade(journey)
    yield from commissions.collect(journey)
    yield from panels.draw(journey)
    yield from panels.answer(journey, most=4 if until == "drawing" else None)
    if until == "drawing":
        return
    if "tampered" in journey.dossier:
        faults.tamper(journey)
    yield from marks.score(journey, most=journey.story["sheets_in"] if until == "scoring" else None)
    if until == "scoring":
        return
    yield from values.value(journey, most=2 if until == "valuing" else None)
    if until == "valuing":
        return
    yield from writing.write(journey)
    if until == "issued":
        yield from writing.issue(journey)
