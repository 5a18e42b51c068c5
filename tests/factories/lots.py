"""Lots for tests: the worked cases of cases/bidding.json, and a plain lot to vary."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from quanheng.methods import bidding
from quanheng.methods.bidding import LotTerms

CASES = json.loads((Path(__file__).parent.parent / "cases" / "bidding.json").read_text("utf-8"))
DAY, OFFSET = date.fromisoformat(CASES["date"]), CASES["utc_offset"]
NONCE = "7f" * 32


def at(text: str) -> datetime:
    """Return a time of the day of the cases, China time."""
    return bidding.instant_from_text("at", text, DAY, OFFSET)


def case(number: str) -> dict:
    return next(c for c in CASES["cases"] if c["id"] == number)


def terms_of(number: str, **changes) -> LotTerms:
    return replace(LotTerms.from_data(case(number)["terms"], DAY, OFFSET), **changes)


def terms(**changes) -> LotTerms:
    """Return the terms of most cases: open 09:00 to 10:00, from 1 000 000 by 10 000, five minutes from the bid."""
    return terms_of("EXT-01", **changes)


def command(do: str, key: str, **arguments) -> bidding.Command:
    return bidding.command_from_data({"do": do, "key": key, **arguments}, DAY, OFFSET)


def bid(bidder: str, amount: int | str, key: str = "", **more) -> bidding.Command:
    return command("bid", key or f"{bidder}-{amount}", bidder=bidder, amount=str(amount), **more)


def ceiling(bidder: str, amount: int | str, key: str = "") -> bidding.Command:
    return command("ceiling", key or f"{bidder}-up-to-{amount}", bidder=bidder, amount=str(amount))


class Table:
    """A lot on the table: remembers its log, answers with outcomes. Bidders A, B, C are admitted."""

    def __init__(self, lot_terms: LotTerms | None = None, admitted: Iterable[str] = "ABC") -> None:
        first = bidding.announce(lot_terms or terms())
        self.log = [first]
        self.state = bidding.apply(None, first)
        for bidder in admitted:
            self.at("08:30:00", command("admit", f"admit-{bidder}", bidder=bidder))

    def at(self, text: str, asked: bidding.Command) -> str:
        """Judge a command and return its outcome, as the cases write it."""
        known = None if asked.do == "tick" else self.state.outcome(asked.key)
        self.new = bidding.decide(self.state, asked, at(text))
        for event in self.new:
            self.state = bidding.apply(self.state, event)
        self.log += self.new
        if known is not None and not self.new:
            return f"replayed:{known}"
        return self.new[-1].code if self.new and self.new[-1].kind == "refused" else "ok"

    @property
    def standing(self) -> tuple[int | None, str | None]:
        """Price in yuan, and leader."""
        price = self.state.price_fen
        return (None if price is None else price // 100), self.state.leader


def told(state: bidding.LotState, outcome: str, kinds: Iterable[str], expected: dict) -> dict:
    """Return what happened in the words of a case, with the members that its `expect` names."""
    everything = {
        "outcome": outcome,
        "price": None if state.price_fen is None else yuan_text(state.price_fen),
        "leader": state.leader,
        "ends_at": state.ends_at,
        "phase": state.phase,
        "events": list(kinds),
    }
    return {name: everything[name] for name in expected}


def wanted(expected: dict) -> dict:
    """Return the `expect` of a case with its end as an instant."""
    end = expected.get("ends_at")
    return {**expected, **({"ends_at": at(end)} if end else {})}


def yuan_text(fen: int) -> str:
    return str(bidding.from_fen(fen)).removesuffix(".00")


def result_of(state: bidding.LotState) -> dict | None:
    result = state.result
    return result and {
        "kind": result.kind,
        "winner": result.winner,
        "price": None if result.price_fen is None else yuan_text(result.price_fen),
        "tied": list(result.tied),
    }


def played(number: str) -> Iterator[tuple[dict, dict]]:
    """Play a case on the core: what happened, and what should have, command by command."""
    table = Table(terms_of(number), admitted="")
    for step in case(number)["commands"]:
        outcome = table.at(step["at"], bidding.command_from_data(step, DAY, OFFSET))
        kinds = [event.kind for event in table.new]
        yield told(table.state, outcome, kinds, step["expect"]), wanted(step["expect"])
    yield {"result": result_of(table.state)}, {"result": case(number)["result"]}
