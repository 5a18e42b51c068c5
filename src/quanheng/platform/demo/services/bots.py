"""Two bidders of the live lot who answer by themselves until their ceilings, so that a visitor bids against somebody."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from zlib import crc32

from quanheng.live.errors import LiveError
from quanheng.methods.bidding import Bid, LotState, allowed, to_fen
from quanheng.methods.errors import MethodError
from quanheng.platform.demo import selectors
from quanheng.platform.exchange.desk import bidding_desk

log = logging.getLogger(__name__)

QUICKEST, SLOWEST = 8, 26
"""Seconds that a bidder thinks before answering."""


def let_bots_bid(now: datetime) -> int:
    """Let one bot answer in each running lot of the demonstration where it is a bot's turn; return how many bid.

    Called by `tick`. A person may take the same seat: a bot bids under its organisation's code, like its people.
    """
    return sum(_answer(bots, now) for bots in selectors.bots_of_running_lots(now))


def _answer(bots: selectors.Bots, now: datetime) -> bool:
    try:
        desk = bidding_desk()
        state = desk.state(bots.lot)
        if now < state.clock + thinking(state):
            return False
        bid = next_bid(state, bots.ceilings, now)
        return bid is not None and desk.send(bots.lot, bid, now=now).ok
    except (LiveError, MethodError) as error:
        log.info("bots of lot %s: %s", bots.lot, error)
        return False


def thinking(state: LotState) -> timedelta:
    """Return how long the next bidder thinks: the same for the same lot and turn."""
    spread = crc32(f"{state.terms.lot}/{state.seq}".encode()) % (SLOWEST - QUICKEST + 1)
    return timedelta(seconds=QUICKEST + spread)


def next_bid(state: LotState, ceilings: Mapping[str, Decimal], now: datetime) -> Bid | None:
    """Return what a bot bids now; nothing while a bot leads alone against nobody who can go on."""
    able = []
    for code, ceiling in sorted(ceilings.items()):
        offered = allowed(state, code, now)
        amount = offered.next_amount
        if offered.phase == "open" and not offered.refusal and amount is not None and amount <= ceiling:
            able.append((code, amount))
    if not able:
        return None
    code, amount = able[state.seq % len(able)]
    return Bid(key=f"bot-{code}-{amount}", bidder=code, actor=code, amount_fen=to_fen(amount))
