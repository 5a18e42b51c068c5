"""A client of the bidding engine as browsers and programs are: one connection, JSON, streams."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from threading import Event
from typing import Self

from factories.lots import terms
from quanheng.live.client import LocalDesk
from quanheng.live.engine import Engine
from quanheng.live.tokens import BIDDER, TokenIssuer
from quanheng.methods import bidding

_NUMBERS = count(1)


def open_terms(*, seconds: float = 3600, **changes) -> bidding.LotTerms:
    """Return terms of another lot that is open now and ends in `seconds`."""
    now = datetime.now(UTC)
    plain = {"confirm_over_steps": None, "extension_rule": "none"}
    return terms(
        lot=f"BD-{next(_NUMBERS)}",
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(seconds=seconds),
        **plain | changes,
    )


class Served:
    """An engine that is served on the loopback."""

    def __init__(self, folder: Path, port: int, engine: Engine | None) -> None:
        self.folder = folder
        self.port = port
        self.engine = engine
        self.issuer = TokenIssuer(folder / "keys")

    @property
    def desk(self) -> LocalDesk:
        return LocalDesk(self.engine)

    def lot(self, lot_terms: bidding.LotTerms, bidders: str = "ABC") -> str:
        """Announce a lot, admit bidders, and return its number."""
        self.desk.announce(lot_terms)
        for bidder in bidders:
            self.desk.send(lot_terms.lot, bidding.Admit(key=f"admit-{bidder}", bidder=bidder))
        return lot_terms.lot

    def token(self, lot: str, code: str, role: str = BIDDER) -> str:
        terms_hash = self.engine.terms_hash(lot) or ""
        return self.issuer.issue(lot=lot, role=role, code=code, terms_hash=terms_hash, now=datetime.now(UTC))

    def bid(self, lot: str, bidder: str, amount: int, key: str, **more) -> tuple[int, dict]:
        body = {"amount": str(amount), **more}
        return self.ask("POST", f"/live/lots/{lot}/bids", body, token=self.token(lot, bidder), key=key)

    def ask(
        self, method: str, path: str, body: object = None, *, token: str = "", key: str = "", **headers
    ) -> tuple[int, dict]:
        """Send one request, and return its status and its JSON."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {"Authorization": f"Bearer {token}"} if token else {}
        given |= {"Idempotency-Key": key} if key else {}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        try:
            connection.request(method, path, data, given)
            response = connection.getresponse()
            text = response.read()
            self.headers = dict(response.getheaders())
            return response.status, json.loads(text) if text else {}
        finally:
            connection.close()

    def stream(self, lot: str, token: str, **headers) -> "Stream":
        return Stream(self.port, f"/live/lots/{lot}/events?token={token}", headers)


class Stream:
    """One open event stream; iterating gives (event, id, data)."""

    def __init__(self, port: int, path: str, headers: dict[str, str]) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._connection.request("GET", path, headers={n.replace("_", "-"): v for n, v in headers.items()})
        self._response = self._connection.getresponse()
        self.status = self._response.status

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        self._response.close()
        self._connection.close()

    def __iter__(self) -> Iterator[tuple[str, str, dict]]:
        fields: dict[str, str] = {}
        for raw in self._response:
            line = raw.decode().rstrip("\n")
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            else:
                yield fields["event"], fields.get("id", ""), json.loads(fields["data"])
                fields = {}

    def until(self, wanted: Callable[[str, dict], bool]) -> list[tuple[str, str, dict]]:
        """Read until something is as wanted, and return all of it but the server's time."""
        read = []
        for event, number, data in self:
            if event != "time":
                read.append((event, number, data))
            if wanted(event, data):
                break
        return read


def until(condition: Callable[[], object], *, seconds: float = 60) -> object:
    """Wait for a condition and return what it gave; fails when it never comes true."""
    pause, value = Event(), condition()
    for _ in range(int(seconds / 0.02)):
        if value:
            return value
        pause.wait(0.02)
        value = condition()
    raise AssertionError("what was waited for never came")
