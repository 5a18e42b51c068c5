"""The pages that ask a person to come back a little later."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.platform.accounts.throttle import WINDOW


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """Answer 429: when to come back, and which device need not wait."""
    return _later(request, "accounts/too_many.html", 429, retry_after)


def busy(request: HttpRequest) -> HttpResponse:
    return _later(request, "accounts/busy.html", 503, 2)


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Answer for axes, which counts per account and address together."""
    return too_many(request, int(WINDOW.total_seconds()))


def _later(request: HttpRequest, template: str, status: int, seconds: int) -> HttpResponse:
    response = render(request, template, {"minutes": -(-seconds // 60)}, status=status)
    response.headers["Retry-After"] = str(seconds)
    return response
