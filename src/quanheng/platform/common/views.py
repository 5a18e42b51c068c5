"""Small pages of the platform itself: money in words, reading tools, language, scheme packs, health."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from quanheng import schemes as packs
from quanheng.methods.errors import MethodError
from quanheng.methods.money import capital_amount, parse_amount
from quanheng.platform.common import scheme_pages

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
READING = {"large", "contrast"}
YEAR = 365 * 24 * 3600


def money_words(request: HttpRequest) -> HttpResponse:
    """Answer the amount typed in 元 or 万元 in Chinese capital figures, as text under the box."""
    text = str(request.GET.get("amount") or next(iter(request.GET.values()), ""))
    if not text.strip():
        return HttpResponse("")
    try:
        return HttpResponse(capital_amount(parse_amount(text, request.GET.get("unit", "元"))))
    except MethodError as error:
        return HttpResponse(_(error.text) % error.values if error.values else _(error.text))


def back(request: HttpRequest) -> HttpResponse:
    """Go back to the page the form stood on, never off this site."""
    target = request.POST.get("next") or request.headers.get("Referer", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    return HttpResponseRedirect(target)


def reading(request: HttpRequest) -> HttpResponse:
    """Switch large text or high contrast on or off."""
    chosen = set(request.COOKIES.get("reading", "").split()) & READING
    response = back(request)
    response.set_cookie(
        "reading",
        " ".join(sorted(chosen ^ ({request.POST.get("tool", "")} & READING))),
        max_age=YEAR,
        samesite="Lax",
        secure=settings.STRICT,
    )
    return response


def language(request: HttpRequest) -> HttpResponse:
    """Switch between Chinese and English; the same address answers in both."""
    code = request.POST.get("language", "")
    response = back(request)
    if code in dict(settings.LANGUAGES):
        translation.activate(code)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", secure=settings.STRICT
        )
    return response


def health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"state": "ok", "profile": settings.PROFILE})


def schemes(request: HttpRequest) -> HttpResponse:
    return render(request, "common/schemes.html", {"stack": packs.default_stack()})


def scheme(request: HttpRequest, name: str) -> HttpResponse:
    if name not in packs.shipped_packs():
        raise Http404
    pack = packs.shipped(name)
    return render(request, "common/scheme.html", {"pack": pack, "sections": scheme_pages.sections(pack)})


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say of a request that is larger than a form may be what to do; say nothing to one that is forged."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "413.html", status=413)
    return bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
