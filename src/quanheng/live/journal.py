"""The chain under the log: each event has an entry of the stream `lot/<number>` (trust.md 2)."""

from collections.abc import Iterable
from datetime import datetime

from quanheng.live.store import Entry
from quanheng.methods.bidding import Event, event_to_data
from quanheng.methods.trust.canonical import canonical_json, load_json
from quanheng.methods.trust.chain import entry_link, first_prev, part_hash


def stream(lot: str) -> str:
    return f"lot/{lot}"


def first_link(lot: str) -> str:
    """Return what the first entry of a lot names as its predecessor."""
    return first_prev(stream(lot))


def chained(lot: str, event: Event, *, prev: str, committed_at: datetime, salt: bytes) -> Entry:
    """Return the entry that follows `prev`. It holds no amount and no text, only the hash of the salted event."""
    data = event_to_data(event)
    entry = {
        "v": "quanheng-entry/1",
        "suite": "intl-1",
        "stream": stream(lot),
        "seq": event.seq,
        "prev": prev,
        "at": committed_at,
        "kind": f"lot.{event.kind}",
        "actor": event.actor or getattr(event, "bidder", "") or "system",
        "parts": {"body": part_hash(salt, data)},
    }
    return Entry(
        lot=lot,
        event=event,
        event_json=canonical_json(data),
        salt=salt,
        entry=canonical_json(entry),
        link=entry_link(entry),
        committed_at=committed_at,
    )


def first_fault(lot: str, entries: Iterable[Entry]) -> str | None:
    """Return what is wrong with a log, read from its first event on, or None when every link holds."""
    prev = first_link(lot)
    for place, item in enumerate(entries, start=1):
        entry = load_json(item.entry)
        if not isinstance(entry, dict) or (entry["stream"], entry["seq"], entry["prev"]) != (
            stream(lot),
            place,
            prev,
        ):
            return f"{place}: the entry does not follow the one before it"
        if entry["parts"]["body"] != part_hash(item.salt, event_to_data(item.event)):
            return f"{place}: the event is not the one that was entered"
        if (prev := entry_link(entry)) != item.link:
            return f"{place}: the link is not that of the entry"
    return None
