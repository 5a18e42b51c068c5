"""Refusals that many commands share, in the order in which bidding.md 1.2 lists them."""

from quanheng.methods.bidding import state as s
from quanheng.methods.bidding.state import LotState


def open_now(state: LotState) -> str:
    """Return not_open, suspended or closed when the lot is not open, else ""."""
    match state.phase:
        case s.OPEN:
            return ""
        case s.SCHEDULED:
            return "not_open"
        case s.SUSPENDED:
            return "suspended"
        case _:
            return "closed"


def begun(state: LotState) -> str:
    """As `open_now`, for acts that a suspension does not stop."""
    code = open_now(state)
    return "" if code == "suspended" else code


def admitted(state: LotState, bidder: str) -> str:
    """Return not_admitted or barred, or "" for who takes part."""
    if bidder not in state.admitted:
        return "not_admitted"
    return "barred" if bidder in state.barred else ""


def may_take_part(state: LotState, bidder: str, mode: str) -> str:
    """Return the first refusal of any act of a bidder in a lot of this mode, or ""."""
    if state.terms.mode != mode:
        return "wrong_mode"
    return open_now(state) or admitted(state, bidder)
