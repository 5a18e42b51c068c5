"""One request to an engine in another process."""

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from quanheng.live.errors import EngineUnreachable, LiveError
from quanheng.methods.trust.canonical import canonical_json


def ask(
    method: str, address: str, data: dict[str, Any], *, token: str, key: str = "", patience_s: float
) -> tuple[int, dict[str, Any]]:
    """Send JSON and return status (200, 404, 409) and JSON.

    Raises `EngineUnreachable` when there is no certain answer, `LiveError` when the request itself is wrong.
    """
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=patience_s)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key}
    try:
        connection.request(method, quote(parts.path), canonical_json(data), headers)
        response = connection.getresponse()
        status, answer = response.status, json.loads(response.read())
    except (OSError, HTTPException, ValueError) as error:
        raise EngineUnreachable("The bidding service gave no answer: %(reason)s", reason=error) from error
    finally:
        connection.close()
    if status in (429, 503):
        raise EngineUnreachable("The bidding service gave no answer: %(reason)s", reason=answer["text"])
    if status not in (200, 404, 409):
        raise LiveError(
            "The bidding service refused the request: %(reason)s", reason=answer.get("text", status)
        )
    return status, answer
