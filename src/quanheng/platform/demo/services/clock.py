"""Move the demonstration's clock forward, and let happen what falls due on the way."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from quanheng.live import serve
from quanheng.platform.common import clock, journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import SHANGHAI, add_workdays
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.ticking import tick
from quanheng.platform.common.ui.formats import moment
from quanheng.platform.demo import selectors

BREATH = timedelta(seconds=100)
"""A longer step would look to the bidding engine like a stop of the service, which suspends running lots."""


def move_clock(*, actor: Actor, step: str, now: datetime) -> datetime:
    """Move on by one `workday`, or to just after the next `deadline`; return the new time.

    What falls due on the way happens at once. Raises `Refused` for another step, or when nothing is due.
    """
    if selectors.province() is None:
        raise Absent
    target = destination(step, now)
    run_to(target)
    _note(actor, target)
    tick(clock.now())
    return target


def destination(step: str, now: datetime) -> datetime:
    if step == "workday":
        local = now.astimezone(SHANGHAI)
        day, _provisional = add_workdays(local.date(), 1)
        return datetime.combine(day, local.time(), SHANGHAI)
    if step != "deadline":
        raise Refused("step: got %(got)s, takes workday or deadline", got=step)
    due = selectors.next_deadline(now)
    if due is None:
        raise Refused("Nothing falls due: no step with a deadline is open")
    return due + timedelta(minutes=1)


def run_to(target: datetime) -> None:
    """Move the clock to `target`; past a lot of this process's engine in steps that it takes for ordinary time."""
    engine = serve.running(settings.DATA_DIR)
    ahead = target - clock.now()
    while engine is not None and ahead > BREATH and engine.store.views(running=True):
        clock.run_ahead(BREATH)
        engine.pump()
        ahead -= BREATH
    clock.run_ahead(max(ahead, timedelta(0)))


@transaction.atomic
def _note(actor: Actor, target: datetime) -> None:
    province = selectors.province()
    if province is not None:
        journal.record("demo.clock_moved", province, actor=actor, at=target, body={"to": moment(target)})
