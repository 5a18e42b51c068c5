"""The events of one decision: each takes effect as soon as it is written, so that the next rule sees it."""

from datetime import datetime
from typing import Any

from quanheng.methods.bidding.commands import Command, Tick
from quanheng.methods.bidding.events import Event
from quanheng.methods.bidding.state import LotState, apply


class Draft:
    """`now` is the time at which the command is judged, `nominal` the time of what the clock brings, while it does.

    `body` is the fingerprint under which the first event remembers the command's key; "" remembers nothing.
    """

    __slots__ = ("_body", "arrival", "command", "events", "nominal", "now", "state")

    def __init__(
        self, state: LotState, command: Command, *, arrival: datetime, now: datetime, body: str
    ) -> None:
        self.state = state
        self.command = command
        self.arrival = arrival
        self.now = now
        self.nominal: datetime | None = None
        self.events: list[Event] = []
        self._body = body

    def write(self, kind: type[Event], **facts: Any) -> None:
        """Add an event at the time of judging; it bears the command's key unless the clock brought it."""
        key = actor = body = ""
        if self.nominal is None and not isinstance(self.command, Tick):
            key, actor, body = self.command.key, self.command.actor, self._body
            self._body = ""
        event = kind(
            seq=self.state.seq + 1,
            arrival=self.arrival,
            at=self.nominal or self.now,
            key=key,
            actor=actor,
            body=body,
            **facts,
        )
        self.state = apply(self.state, event)
        self.events.append(event)

    @property
    def time(self) -> datetime:
        return self.nominal or self.now
