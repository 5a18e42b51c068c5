"""The door of the engine: `/live/` on bare ASGI. Tokens instead of sessions, no database on the way of a bid."""

import asyncio
import json
import logging
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from quanheng.live import tokens
from quanheng.live.answers import answer_data
from quanheng.live.arrivals import Announcement, Submission
from quanheng.live.engine import Engine
from quanheng.live.errors import EngineUnreachable, LotExists, TokenRefused, UnknownLot
from quanheng.live.frames import own, snapshot
from quanheng.live.limits import Allowance
from quanheng.live.receipts import ReceiptSigner
from quanheng.live.stream import Listener, encoded
from quanheng.live.wire import (
    Problem,
    Receive,
    Request,
    Scope,
    Send,
    encoded_headers,
    json_object,
    respond,
    same_origin,
)
from quanheng.live.writer import Answer
from quanheng.methods.bidding import STAFF_COMMANDS, Command, command_from_data, instant_text, terms_from_data
from quanheng.methods.errors import MethodError

log = logging.getLogger(__name__)

_LOT = re.compile(r"/live/lots/(?P<lot>[^/]{1,32})(?:/(?P<what>bids|ceilings|seals|commands|events))?")
_BODY, _LONG_BODY = 4 * 1024, 128 * 1024
_STAFF_WORDS = frozenset(kind.do for kind in STAFF_COMMANDS)
_BIDDER_WORDS = frozenset({"cancel_ceiling", "withdraw_seal", "reveal", "exercise"})
_FORMS: dict[str, tuple[str, frozenset[str]]] = {
    "bids": ("bid", frozenset({"amount", "confirmed"})),
    "ceilings": ("ceiling", frozenset({"amount"})),
    "seals": ("seal", frozenset({"digest"})),
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`origins` are further origins of our own pages, behind a proxy that changes the host."""

    answer_s: float = 2.0
    heartbeat_s: float = 15.0
    bids_per_second: float = 10
    queue_limit: int = 4096
    origins: frozenset[str] = frozenset()


class Ingress:
    """The ASGI application under `/live/`."""

    def __init__(self, engine: Engine, keys_dir: Path, settings: Settings | None = None) -> None:
        self._engine = engine
        self._settings = settings or Settings()
        self._reader = tokens.TokenReader(keys_dir)
        self._signer = ReceiptSigner(keys_dir)
        self._allowance = Allowance(self._settings.bids_per_second)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            await self._route(request, send)
        except Problem as problem:
            wait = {} if problem.retry_after is None else {"retry-after": str(problem.retry_after)}
            await respond(send, problem.status, problem.data(), wait)
        except MethodError as error:
            data = {"code": "invalid", "text": str(error), "message": error.text}
            await respond(
                send, 422, data | {"values": {name: str(value) for name, value in error.values.items()}}
            )
        except ConnectionResetError:
            log.info("a client went away in the middle of its request")

    async def _route(self, request: Request, send: Send) -> None:
        if request.path == "/live/time" and request.method == "GET":
            await respond(send, 200, {"now": instant_text(self._engine.clock())})
            return
        found = _LOT.fullmatch(request.path)
        if found is None:
            raise Problem(404, "not_found")
        if not same_origin(request.headers, self._settings.origins):
            raise Problem(403, "foreign_origin")
        lot, what = found["lot"], found["what"] or ""
        match request.method, what:
            case "POST", "bids" | "ceilings" | "seals" | "commands":
                await self._act(request, send, lot, what)
            case "PUT", "":
                await self._announce(request, send, lot)
            case "GET", "":
                await self._look(request, send, lot)
            case "GET", "events":
                await self._stream(request, send, lot)
            case _:
                raise Problem(405, "method")

    async def _act(self, request: Request, send: Send, lot: str, what: str) -> None:
        """Stamp a complete request, check it, hand it to the writer, and answer after the commit."""
        body = await request.body(_LONG_BODY if what == "seals" else _BODY)
        with self._engine.entrance.stamp() as ticket:
            token = self._token(request, lot)
            command = self._command(request, token, what, body)
            self._hold_back(lot, token)
            submission = Submission(lot, command, ticket)
            self._engine.entrance.put(submission)
        answer = await self._answer(submission)
        bidder = token.code if token.role == tokens.BIDDER else ""
        status = {"ok": 200, "internal": 500}.get(answer.outcome, 409)
        await respond(send, status, answer_data(answer, bidder, self._signer))

    async def _announce(self, request: Request, send: Send, lot: str) -> None:
        body = await request.body(_LONG_BODY)
        token = self._read_token(request)
        if token.role != tokens.STAFF or token.lot != lot:
            raise Problem(403, "role")
        terms = terms_from_data(json_object(body))
        if terms.lot != lot:
            raise MethodError("lot: got %(lot)s, takes the number in the address", lot=terms.lot)
        with self._engine.entrance.stamp() as ticket:
            submission = Submission(lot, Announcement(terms, token.code), ticket)
            self._engine.entrance.put(submission)
        answer = await self._answer(submission)
        await respond(send, 200, answer_data(answer, "", self._signer))

    async def _look(self, request: Request, send: Send, lot: str) -> None:
        token = self._token(request, lot)
        state, frame_id = await asyncio.to_thread(self._engine.hub.look, lot)
        data: dict[str, Any] = snapshot(state, frame_id)
        tag = str(frame_id)
        if token.role == tokens.BIDDER:
            data["own"] = own(state, token.code)
            tag += "." + sha256(json.dumps(data["own"]).encode()).hexdigest()[:8]
        tag = f'"{tag}"'
        if request.headers.get("if-none-match") == tag:
            await respond(send, 304, headers={"etag": tag})
        else:
            await respond(send, 200, data | {"now": instant_text(self._engine.clock())}, {"etag": tag})

    async def _stream(self, request: Request, send: Send, lot: str) -> None:
        token = self._token(request, lot)
        bidder = token.code if token.role == tokens.BIDDER else ""
        listener = Listener(lot, bidder, asyncio.get_running_loop())
        await asyncio.to_thread(self._engine.hub.listen, listener, _after(request))
        headers = {
            "content-type": "text/event-stream",
            "cache-control": "no-store",
            "x-accel-buffering": "no",
        }
        await send({"type": "http.response.start", "status": 200, "headers": encoded_headers(headers)})
        gone = asyncio.ensure_future(_gone(request.receive))
        try:
            await self._pour(listener, gone, send)
        finally:
            gone.cancel()
            self._engine.hub.leave(listener)

    async def _pour(self, listener: Listener, gone: asyncio.Future[None], send: Send) -> None:
        """Send frames as they come, and the server's time when none came for a while."""
        waiting: asyncio.Future[bytes] = asyncio.ensure_future(listener.next())
        watched: set[asyncio.Future[Any]]
        try:
            while not gone.done():
                watched = {waiting, gone}
                done, _ = await asyncio.wait(
                    watched, timeout=self._settings.heartbeat_s, return_when=asyncio.FIRST_COMPLETED
                )
                if waiting in done:
                    chunk = waiting.result()
                    if not chunk:
                        break
                    waiting = asyncio.ensure_future(listener.next())
                elif gone in done:
                    break
                else:
                    chunk = encoded("time", {"now": instant_text(self._engine.clock())})
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            if not gone.done():
                await send({"type": "http.response.body", "body": b""})
        finally:
            waiting.cancel()

    async def _answer(self, submission: Submission) -> Answer:
        """Wait for the commit; what is not answered in time may still happen, and its key will tell."""
        try:
            return await asyncio.wait_for(
                asyncio.shield(asyncio.wrap_future(submission.answer)), self._settings.answer_s
            )
        except (TimeoutError, EngineUnreachable):
            raise Problem(503, "unknown_outcome", retry_after=1)
        except UnknownLot:
            raise Problem(404, "not_found")
        except LotExists:
            raise Problem(409, "exists")

    def _command(self, request: Request, token: tokens.LotToken, what: str, body: bytes) -> Command:
        key = request.headers.get("idempotency-key")
        if not key:
            raise Problem(422, "key_missing")
        data = json_object(body, _FORMS[what][1] if what in _FORMS else None)
        for name in ("key", "actor", "effective_at"):
            if name in data:
                raise MethodError("%(field)s: got a field that is not taken here", field=name)
        given = {**data, "key": key, "actor": token.code}
        if what in _FORMS:
            self._only(token, tokens.BIDDER)
            return command_from_data({**given, "do": _FORMS[what][0], "bidder": token.code})
        if token.role == tokens.STAFF and data.get("do") in _STAFF_WORDS:
            return command_from_data(given)
        self._only(token, tokens.BIDDER)
        if data.get("do") not in _BIDDER_WORDS or "bidder" in data:
            raise Problem(403, "role")
        return command_from_data({**given, "bidder": token.code})

    def _hold_back(self, lot: str, token: tokens.LotToken) -> None:
        """Turn away who is too fast, and everybody but staff when the queue of the lot is full."""
        if token.role == tokens.STAFF:
            return
        if seconds := self._allowance.wait((lot, token.code)):
            raise Problem(429, "too_fast", retry_after=seconds, seconds=seconds)
        if self._engine.entrance.length(lot) >= self._settings.queue_limit:
            raise Problem(429, "busy", retry_after=1, seconds=1)

    def _token(self, request: Request, lot: str) -> tokens.LotToken:
        """Return the token, when it speaks for this lot and its terms; a foreign lot is as absent as one that is not there."""
        token = self._read_token(request)
        terms_hash = self._engine.terms_hash(lot)
        if token.lot != lot or terms_hash is None:
            raise Problem(404, "not_found")
        if token.role != tokens.STAFF and token.terms_hash != terms_hash:
            raise Problem(401, "token")
        return token

    def _read_token(self, request: Request) -> tokens.LotToken:
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            text = request.query.get("token", "") if request.method == "GET" else ""
        try:
            return self._reader.read(text, now=self._engine.clock())
        except TokenRefused as error:
            raise Problem(401, "token_expired" if error.expired else "token")

    def _only(self, token: tokens.LotToken, role: str) -> None:
        if token.role != role:
            raise Problem(403, "role")


def _after(request: Request) -> int | None:
    """Return the last frame that a returning listener has seen."""
    text = request.headers.get("last-event-id") or request.query.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
