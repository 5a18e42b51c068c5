"""Two bidders of the live lot who answer by themselves until their ceilings, so that a visitor bids against somebody."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from zlib import crc32

from django.conf import settings

from quanheng.live import serve
from quanheng.live.client_http import ask
from quanheng.live.errors import LiveError
from quanheng.methods.bidding import Bid, LotState, allowed, from_fen, to_fen
from quanheng.methods.errors import MethodError
from quanheng.platform.demo import selectors
from quanheng.platform.exchange.desk import LOOPBACK, bidding_desk, lot_token
from quanheng.platform.exchange.models import Lot

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
QUICKEST, SLOWEST = 8, 26
"""Seconds that a bidder thinks before answering."""


def let_bots_bid(now: datetime) -> int:
    """Let one bot answer in each running lot of the demonstration where it is a bot's turn; return how many bid.

    Called by `tick`. A person may take the same seat: a bot bids under its organisation's code, like its people.
    """
    return sum(_answer(bots, now) for bots in selectors.bots_of_running_lots(now))


def _answer(bots: selectors.Bots, now: datetime) -> bool:
    try:
        state = bidding_desk().state(bots.lot.number)
        if now < state.clock + thinking(state):
            return False
        bid = next_bid(state, bots.ceilings, now)
        return bid is not None and place(bots.lot, bid, now)
    except (LiveError, MethodError) as error:
        log.info("bots of lot %s: %s", bots.lot.number, error)
        return False


def place(lot: Lot, bid: Bid, now: datetime) -> bool:
    """Bid as a bidder does: beside the engine at once, from elsewhere through its door with a bidder's token."""
    if serve.running(settings.DATA_DIR) is not None:
        return bidding_desk().send(lot.number, bid, now=now).ok
    host = "127.0.0.1" if settings.HOST in LOOPBACK else settings.HOST
    status, answer = ask(
        "POST",
        f"http://{host}:{settings.PORT}/live/lots/{lot.number}/bids",
        {"amount": str(from_fen(bid.amount_fen))},
        token=lot_token(lot, bid.bidder, now=now),
        key=bid.key,
        patience_s=PATIENCE_S,
    )
    return status == 200 and answer["outcome"] == "ok"


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
