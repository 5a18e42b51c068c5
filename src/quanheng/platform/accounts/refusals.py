"""The pages that ask a person to come back a little later."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.platform.accounts.throttle import WINDOW


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """Answer 429: when to come back, and which device need not wait."""
    context = {"retry_after": retry_after, "minutes": -(-retry_after // 60)}
    return render(
        request, "accounts/too_many.html", context, status=429, headers={"Retry-After": str(retry_after)}
    )


def busy(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/busy.html", {"retry_after": 2}, status=503, headers={"Retry-After": "2"})


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Answer for axes, which counts per account and address together."""
    return too_many(request, int(WINDOW.total_seconds()))
