"""A stop of the service over the end of a lot must not close it (bidding.md rule 16)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from quanheng.methods.bidding import LotState, Suspend, Tick, instant_text, judge

OUTAGE_S = 120
ACTOR = "watchdog"


def outage_orders(
    states: Iterable[LotState], *, alive_at: datetime, now: datetime, outage_s: int = OUTAGE_S
) -> Iterator[tuple[str, Suspend]]:
    """Yield the suspensions that must be judged before any command or tick when the service is back.

    `alive_at` is its last sign of life. A lot is suspended as of then, or as of the opening or
    resumption that the stop swallowed, when its end fell into the stop or so near behind it that
    bidders could not come back in time.
    """
    if now - alive_at <= timedelta(seconds=outage_s):
        return
    for state in states:
        since = _stopped_since(judge(state, Tick(), alive_at)[1], alive_at)
        if (
            since is not None
            and since <= now
            and state.ends_at is not None
            and now >= state.ends_at - _near(state)
        ):
            key = f"outage-{instant_text(alive_at)}"
            yield state.terms.lot, Suspend(key=key, actor=ACTOR, reason="outage", effective_at=since)


def _stopped_since(state: LotState, alive_at: datetime) -> datetime | None:
    match state.phase:
        case "open":
            return alive_at
        case "scheduled":
            return state.terms.opens_at
        case "suspended":
            return state.resume_at
        case _:
            return None


def _near(state: LotState) -> timedelta:
    return timedelta(seconds=max(state.terms.extension_window_s, state.terms.resume_floor_s))
