"""What the engine answers to a command: the outcome, the lot, and for a refusal the words and the next amount."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from quanheng.live.receipts import ReceiptSigner
from quanheng.live.writer import Answer
from quanheng.methods.bidding import REFUSALS, Refused, from_fen, instant_text, need, position, refusal_values

_CHINA = timezone(timedelta(hours=8))


def answer_data(answer: Answer, bidder: str, signer: ReceiptSigner) -> dict[str, Any]:
    """Return the JSON of an answer, as the bidder himself may see it ("" for staff)."""
    state, entry = answer.state, answer.entry
    is_open_lot = state.terms.mode == "open"
    data = {
        "outcome": answer.outcome,
        "replayed": answer.replayed,
        "seq": None if entry is None else entry.event.seq,
        "phase": state.phase,
        "price": None if state.price_fen is None else f"{from_fen(state.price_fen):f}",
        "minimum": f"{from_fen(need(state, bidder)):f}" if is_open_lot else None,
        "ends_at": None if state.ends_at is None else instant_text(state.ends_at),
        "leading": bool(bidder) and state.leader == bidder,
        "position": position(state, bidder) if bidder else None,
        "arrival": instant_text(answer.arrival),
        "receipt": None if entry is None else signer.receipt(entry),
    }
    return data if answer.outcome == "ok" else data | refusal_data(answer, bidder)


def refusal_data(answer: Answer, bidder: str = "") -> dict[str, Any]:
    """Return code, finished English sentence, and the message id with its values for the page's own language."""
    event = None if answer.entry is None else answer.entry.event
    incident = event.incident if isinstance(event, Refused) else ""
    arrival = answer.arrival if event is None else event.arrival
    values = {
        name: _shown(value)
        for name, value in refusal_values(
            answer.state, bidder=bidder, arrival=arrival, incident=incident
        ).items()
    }
    message = REFUSALS[answer.outcome]
    used = {name: value for name, value in values.items() if f"%({name})s" in message}
    return {"code": answer.outcome, "text": message % used, "message": message, "values": used}


def _shown(value: Decimal | datetime | str | None) -> str:
    """Return an amount or an instant in the digits that both languages share; times to the millisecond, in China."""
    match value:
        case Decimal():
            return f"{value:,.2f}"
        case datetime():
            return value.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        case None:
            return ""
        case _:
            return value
