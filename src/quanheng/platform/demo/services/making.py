"""Make the province in an empty database, once; say what was made in one fingerprint."""

import gc
from contextlib import ExitStack
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from quanheng.live import serve
from quanheng.platform.common import clock
from quanheng.platform.common.calendar import CalendarDay, CalendarYear
from quanheng.platform.common.errors import Refused
from quanheng.platform.demo import prints, selectors
from quanheng.platform.demo.chance import Chance, seeded
from quanheng.platform.demo.models import Province, Scale
from quanheng.platform.demo.province.cast import World
from quanheng.platform.demo.province.days import Days, first_day, holidays
from quanheng.platform.demo.province.sources import source
from quanheng.platform.demo.province.stories import stories
from quanheng.platform.demo.province.telling import tell
from quanheng.platform.demo.services.doors import set_passwords

SEED = 20260921
NO_MAIL = "localhost"
"""Django's own default: nobody has named a host by which mail leaves."""


def database_is_empty() -> bool:
    return selectors.is_empty()


def require_demonstration() -> None:
    """Refuse to serve as a demonstration a database in which people work, or one that could write to people."""
    if settings.EMAIL_HOST != NO_MAIL:
        raise Refused(
            "A demonstration sends nothing out: it does not start while mail leaves by %(host)s",
            host=settings.EMAIL_HOST,
        )
    if selectors.province() is None and not selectors.is_empty():
        raise Refused(
            "This database is not a demonstration's: start with QUANHENG_PROFILE=production, or give another DATA_DIR or DATABASE_URL"
        )


def load_province(*, seed: int = SEED, today: date | None = None, scale: str = Scale.FULL) -> Province:
    """Fill an empty database with the province as it stands on `today` at ten in the morning.

    Everything happens in one transaction and, for this thread, with chance from `seed`: the same seed and day
    give the same province. Afterwards the demonstration's clock shows that hour, if it is still to come.
    Raises `Refused` outside the demonstration and for a database that is not empty.
    """
    if settings.PROFILE not in selectors.PROFILES:
        raise Refused("Only the demonstration has a province; this platform serves people")
    if not selectors.is_empty():
        raise Refused("The province is made in an empty database only; this one holds data already")
    chance = Chance(seed)
    with ExitStack() as stack:
        gc.disable()  # what is made stays: to look for waste on the way costs a tenth of the time and finds little
        stack.callback(gc.enable)
        if serve.running(settings.DATA_DIR) is None:
            serve.start(settings.DATA_DIR, thread=False)
            stack.callback(serve.stop, settings.DATA_DIR)
        stack.enter_context(transaction.atomic())
        stack.enter_context(seeded(chance))
        province = made(chance, today or first_day(clock.now()), Scale(scale))
    clock.run_ahead(max(province.present - clock.now(), timedelta(0)))
    return province


def made(chance: Chance, today: date, scale: Scale) -> Province:
    enter_holidays()
    days = Days(today)
    world = World(days, chance, full=scale == Scale.FULL)
    tell(stories(world), chance)
    set_passwords()
    return Province.objects.create(scale=scale, seed=chance.seed, present=days.present)


def enter_holidays() -> None:
    """Enter the holiday tables with their sources."""
    years = source("calendar")["year"]
    CalendarYear.objects.bulk_create(CalendarYear(year=row["year"], source=row["source"]) for row in years)
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, workday=works, name=name) for day, (works, name) in holidays().items()
    )


@transaction.atomic
def begin_without_province() -> None:
    """Make an empty database a demonstration's that its visitors fill themselves."""
    if selectors.is_empty():
        Province.objects.create(scale=Scale.NONE, seed=0, present=clock.now())


def fingerprint() -> str:
    """Return the SHA-256 of everything that seed and day determine (`prints`)."""
    return prints.fingerprint()
