"""Turn what services raise into pages: absent → 404, refused → 409 with what to do, too often → 429 with when."""

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.limits import Exhausted


class RefusalMiddleware:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Absent):
            return render(request, "404.html", status=404)
        if isinstance(error, Refused):
            return render(
                request, "409.html", {"problem": error, "missing": getattr(error, "missing", ())}, status=409
            )
        if isinstance(error, Http404):
            return render(request, "404.html", status=404)
        if isinstance(error, Exhausted):
            response = render(request, "429.html", {"retry_after": error.retry_after}, status=429)
            response.headers["Retry-After"] = str(error.retry_after)
            return response
        return None
