"""A lot as its pages show it: where it stands now, and what the script of the live page needs to follow it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from quanheng.live.client import LotDesk
from quanheng.live.wire import PROBLEMS
from quanheng.methods.bidding import (
    PHASES,
    POSITIONS,
    REFUSALS,
    RESULTS,
    Allowed,
    BidAccepted,
    LotState,
    allowed,
    from_fen,
    instant_text,
)
from quanheng.methods.money import capital_amount
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.ui.formats import money
from quanheng.platform.exchange.desk import bidding_desk
from quanheng.platform.exchange.models import Lot

JUMPS = (1, 2, 3, 5, 8)
FINAL = {"leading": _("You bought"), "": _("You did not buy")}
LOG_EVENTS = 60
LOG_LINES = 20
PHASE_TONES = {"scheduled": "wait", "open": "ok", "suspended": "warn", "ended": "closed"}
SAYINGS = {
    "connected": _("Connected, %(ms)s ms"),
    "polling": _("Connection unsteady: asked every 3 seconds"),
    "cut": _("Connection cut: the price may have changed. The pad is off until it is back."),
    "clock_slow": _("Your clock is %(seconds)s s slow; the server's time counts"),
    "clock_fast": _("Your clock is %(seconds)s s fast; the server's time counts"),
    "clock_right": _("Your clock agrees with the server"),
    "checking": _("Checking whether your request was received …"),
    "received": _("Received at %(arrival)s: %(amount)s"),
    "ceiling_set": _("Your maximum bid of %(amount)s is set; only you see it"),
    "uncertain": _("No answer: it is not certain whether your request was received. The list of bids tells."),
    "refused_at": _("%(text)s (arrived at %(arrival)s)"),
    "malformed": _("This is no amount: %(text)s"),
    "leads": _("leads"),
    "you": _("you"),
    "matched": _("matched the price"),
    "distance": _("%(amount)s above the price"),
    "opens_in": _("Opens in"),
    "ends_in": _("Ends in"),
    "ended": _("Ended"),
    "you_bought": FINAL["leading"],
    "not_bought": FINAL[""],
    "sold_to": _("Sold to %(code)s at %(amount)s"),
    "extensions": _("extensions so far: %(count)s"),
    "figure": _("CNY %(amount)s"),
    "nothing": _("No bid yet"),
}
"""What the script says, by key; messages of the engine come with their own codes."""


@dataclass(frozen=True, slots=True)
class LogLine:
    at: str
    code: str
    amount: str
    own: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class Jump:
    """A button: bid `amount`, which is `steps` above the price."""

    steps: int
    amount: str
    figure: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the lot stands for one reader; amounts are finished text."""

    phase: str
    phase_label: str
    tone: str
    price: str
    words: str
    ends_at: datetime | None
    ends_text: str
    extensions: int
    position: str
    position_label: str
    next_amount: str
    last_bid: str
    ceiling: str
    refusal: str
    jumps: Sequence[Jump]
    lines: Sequence[LogLine]
    result: str
    leader: str


def standing(lot: Lot, code: str, *, now: datetime) -> Standing:
    """Return the lot as the engine has it; `UnknownLot` when it does not have it yet."""
    desk = bidding_desk()
    state = desk.state(lot.number)
    offer = allowed(state, code, now)
    result = state.result
    ended, final = result is not None, "leading" if result and result.winner == code else ""
    return Standing(
        phase=offer.phase,
        phase_label=gettext(str(PHASES[offer.phase])),
        tone=PHASE_TONES.get(offer.phase, "info"),
        price=money(offer.price) if offer.price is not None else "—",
        words="" if offer.price is None else capital_amount(offer.price),
        ends_at=offer.closes_at,
        ends_text=offer.closes_at.astimezone(SHANGHAI).strftime("%m-%d %H:%M:%S") if offer.closes_at else "—",
        extensions=state.extensions,
        position=final if ended else offer.position if code else "",
        position_label=gettext(FINAL[final] if ended else POSITIONS[offer.position].text) if code else "",
        next_amount=money(offer.next_amount) if offer.next_amount is not None else "—",
        last_bid=money(offer.last_bid) if offer.last_bid else "",
        ceiling=money(offer.ceiling) if offer.ceiling else "",
        refusal=offer.refusal,
        jumps=jumps(offer),
        lines=log_lines(desk, lot.number, state, code),
        result=gettext(str(RESULTS[result.kind])) if result else "",
        leader=state.leader or "",
    )


def jumps(offer: Allowed) -> list[Jump]:
    if offer.next_amount is None:
        return []
    amounts = [(k, offer.next_amount + (k - 1) * offer.step) for k in JUMPS]
    return [Jump(k, f"{amount:.2f}", money(amount)) for k, amount in amounts]


def log_lines(desk: LotDesk, number: str, state: LotState, code: str) -> list[LogLine]:
    """Return the latest bids, newest first, under their codes."""
    events = [item.event for item in desk.log(number, after=max(0, state.seq - LOG_EVENTS))]
    bids = [event for event in events if isinstance(event, BidAccepted)][-LOG_LINES:]
    return [
        LogLine(
            at=instant(event.at),
            code=event.bidder,
            amount=money(from_fen(event.amount_fen)),
            own=event.bidder == code,
            leads=n == 0,
        )
        for n, event in enumerate(reversed(bids))
    ]


def instant(at: datetime) -> str:
    """Return a time of day in China to the millisecond."""
    return at.astimezone(SHANGHAI).strftime("%H:%M:%S.%f")[:-3]


def live_data(lot: Lot, code: str, token: str, *, now: datetime) -> dict[str, Any]:
    """Return what the script needs: addresses, the token, the ladder, and every sentence it may say."""
    return {
        "lot": lot.number,
        "code": code,
        "token": token,
        "token_url": reverse("exchange:token", args=[lot.number]),
        "now": instant_text(now),
        "opens_at": instant_text(lot.opens_at),
        "steps": [[f"{from_fen(at):f}", f"{from_fen(step):f}"] for at, step in lot.terms["steps"]],
        "start": f"{from_fen(lot.terms['start_fen']):f}",
        "jumps": JUMPS,
        "language": get_language(),
        "texts": {
            **{key: gettext(text) for key, text in SAYINGS.items()},
            "refusals": {key: gettext(text.text) for key, text in REFUSALS.items()},
            "problems": {key: gettext(text.text) for key, text in PROBLEMS.items()},
            "positions": {key: gettext(text.text) for key, text in POSITIONS.items()},
            "phases": {key: gettext(text.text) for key, text in PHASES.items()},
            "results": {key: gettext(text.text) for key, text in RESULTS.items()},
        },
    }
