"""The experts score: indicator by indicator, each sheet handed in on its own; then the result (J5)."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from quanheng.platform.common.roles import Role
from quanheng.platform.demo.province.commissions import case_of
from quanheng.platform.demo.province.journey import Journey
from quanheng.platform.demo.province.panels import actor_of
from quanheng.platform.demo.province.sources import source
from quanheng.platform.demo.province.telling import Story
from quanheng.platform.evaluation import services as evaluation
from quanheng.platform.evaluation.marking import selectors, services
from quanheng.platform.evaluation.marking.models import Sheet
from quanheng.platform.evaluation.marking.rules import Answer
from quanheng.schemes.templates import IndicatorTemplate

FIRST, CLOSED = 34, 41
"""Steps of a journey: the first sheet is handed in, the scoring is closed."""
SHEETS_A_DAY = 2
CLOCKS = ("10:20", "19:40")


def score(journey: Journey, *, most: int | None = None) -> Story:
    """Tell how the sheets come in; with `most`, only so many so far, and the next one has been begun."""
    luck = random.Random(f"marks {journey.name} {journey.world.chance.seed}")  # noqa: S311  # a story, no secret
    yield journey.at(FIRST, "09:00")
    sheets = sheets_of(journey)
    for place, sheet in enumerate(sheets if most is None else sheets[: most + 1]):
        day, turn = divmod(place, SHEETS_A_DAY)
        yield (now := journey.at(FIRST + day, CLOCKS[turn]))
        complete = most is None or place < most
        mark(journey, sheet, now, luck, complete=complete)
    if most is None:
        yield (now := journey.at(CLOSED, "09:30"))
        evaluation.close_scoring(actor=journey.institution(Role.LEAD), number=journey.case, now=now)


def sheets_of(journey: Journey) -> list[Sheet]:
    rows = selectors.of_case(case_of(journey)).select_related("seat__expert", "plan", "evaluation")
    return sorted(rows, key=lambda sheet: sheet.seat.position)


def mark(journey: Journey, sheet: Sheet, now: datetime, luck: random.Random, *, complete: bool) -> None:
    """Mark a sheet and hand it in; an incomplete one stays with its first two marks."""
    actor = actor_of(sheet.seat.expert)
    lean = luck.gauss(0, 2.5)
    items = selectors.items(sheet)
    for place, item in enumerate(items if complete else items[:2]):
        answer = answer_to(item.indicator, journey.story["marks"] + lean + luck.gauss(0, 3), luck)
        services.save_mark(
            actor=actor,
            number=journey.case,
            indicator=item.indicator.id,
            answer=answer,
            now=now + timedelta(minutes=3 * place),
        )
    if complete:
        opinion = luck.choice(source("sentences")["opinions"]["sheet"])
        services.submit_sheet(
            actor=actor, number=journey.case, opinion=opinion, now=now + timedelta(minutes=25)
        )


def answer_to(indicator: IndicatorTemplate, wished: float, luck: random.Random) -> Answer:
    """Return an answer of about the wished points, in the band that holds them, with a remark where one is due."""
    points = Decimal(min(98, max(41, round(wished))))
    band = next(band for band in indicator.bands if band.low <= points <= band.high)
    remarks: Sequence[str] = source("sentences")["opinions"][band.id]
    due = points < 60 or points > 90 or luck.random() < 0.3
    return Answer("scored", band.id, points, luck.choice(remarks) if due else "")
