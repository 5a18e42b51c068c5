"""The small part of HTTP that the engine speaks, on bare ASGI."""

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit

from quanheng.methods.errors import MethodError
from quanheng.methods.result import Message
from quanheng.methods.trust.canonical import load_json

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PROBLEMS: Mapping[str, Message] = {
    "token": Message("Please reload the page: it may no longer speak to this lot."),
    "token_expired": Message("Please reload the page: it has been open for too long."),
    "foreign_origin": Message("Requests are taken from this site's own pages only."),
    "role": Message("This is not an act of your role in this lot."),
    "not_found": Message("There is no such lot."),
    "method": Message("This address does not take this kind of request."),
    "too_large": Message("The request is larger than %(limit)s bytes."),
    "key_missing": Message("The request has no key by which it could be repeated safely (Idempotency-Key)."),
    "exists": Message("The lot already exists with other terms."),
    "too_fast": Message("Too fast. Please wait %(seconds)s s."),
    "busy": Message("Very many bids are arriving. Please wait %(seconds)s s."),
    "unknown_outcome": Message(
        "It is being checked whether your request was received. It is safe to ask again with the same key."
    ),
}


class Problem(Exception):
    """An answer other than the one hoped for: status, code, and the values of its text."""

    def __init__(self, status: int, code: str, *, retry_after: int | None = None, **values: object) -> None:
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.values = values
        super().__init__(code)

    def data(self) -> dict[str, Any]:
        message = PROBLEMS[self.code]
        return {"code": self.code, "text": message % self.values, "message": message, "values": self.values}


@dataclass(frozen=True)
class Request:
    scope: Scope
    receive: Receive

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    @property
    def path(self) -> str:
        return str(self.scope["path"])

    @cached_property
    def headers(self) -> dict[str, str]:
        return {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in self.scope["headers"]
        }

    @cached_property
    def query(self) -> dict[str, str]:
        given = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        return {name: values[-1] for name, values in given.items()}

    async def body(self, limit: int) -> bytes:
        """Return the complete body; more than `limit` bytes are not read."""
        chunks, length, more = [], 0, True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise ConnectionResetError("the client went away in the middle of its request")
            chunks.append(message.get("body", b""))
            length += len(chunks[-1])
            more = message.get("more_body", False)
            if length > limit:
                raise Problem(413, "too_large", limit=limit)
        return b"".join(chunks)


def json_object(body: bytes, fields: frozenset[str] | None = None) -> dict[str, Any]:
    """Return a JSON object that has none but `fields`; anything else is a `MethodError` that names what is wrong."""
    data = load_json(body) if body else {}
    if not isinstance(data, dict):
        raise MethodError("body: got %(type)s, takes an object", type=type(data).__name__)
    for name in data:
        if fields is not None and name not in fields:
            raise MethodError("%(field)s: got a field that is not taken here", field=name)
    return data


def same_origin(headers: Mapping[str, str], origins: frozenset[str]) -> bool:
    """Whether a browser sent this from our own pages; programs send no Origin, and need a token anyway."""
    origin = headers.get("origin")
    return origin is None or origin in origins or urlsplit(origin).netloc == headers.get("host")


async def respond(
    send: Send, status: int, data: Any = None, headers: Mapping[str, str] | None = None
) -> None:
    body = b"" if data is None else json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    lines = {
        "content-type": "application/json; charset=utf-8",
        "content-length": str(len(body)),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        **(headers or {}),
    }
    await send({"type": "http.response.start", "status": status, "headers": encoded_headers(lines)})
    await send({"type": "http.response.body", "body": body})


def encoded_headers(lines: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in lines.items()]
