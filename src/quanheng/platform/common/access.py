"""Default deny: a page is served only to the roles that `security/urls.toml` lists for it."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

import quanheng
from quanheng.platform.common import clock, drafts
from quanheng.platform.common.roles import Role

INVENTORY = Path(quanheng.__file__).parents[2] / "security" / "urls.toml"
PUBLIC, SIGNED_IN, DEMO = "public", "signed-in", "demo"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use one URL pattern. `object` says that it names a case: a stranger's is a 404.

    `roles` holds role codes, or `public`, `signed-in`, `demo` (the demonstration profile only).
    """

    name: str
    path: str
    methods: frozenset[str]
    roles: frozenset[str]
    object: bool

    def admits(self, role: Role) -> bool:
        if DEMO in self.roles:
            return bool(settings.PROFILE in {"demo", "test"})
        return (
            PUBLIC in self.roles
            or (SIGNED_IN in self.roles and role != Role.PUBLIC)
            or str(role) in self.roles
        )


@lru_cache(maxsize=1)
def inventory() -> dict[str, Rule]:
    """Return the rules by URL name."""
    rows = tomllib.loads(INVENTORY.read_text("utf-8"))["url"]
    known = {PUBLIC, SIGNED_IN, DEMO, *Role.values}
    for row in rows:
        if unknown := set(row["roles"]) - known:
            raise ValueError(f"urls.toml, {row['name']}: got roles {sorted(unknown)}, takes {sorted(known)}")
    return {
        row["name"]: Rule(
            row["name"],
            row["path"],
            frozenset(row["methods"]),
            frozenset(row["roles"]),
            row.get("object", False),
        )
        for row in rows
    }


class AccessMiddleware:
    """Hold every request against the inventory before its view runs."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        rule = inventory().get(request.resolver_match.view_name if request.resolver_match else "")
        if rule is None:
            raise Http404
        if request.method not in rule.methods | ({"HEAD", "OPTIONS"} if "GET" in rule.methods else set()):
            return HttpResponseNotAllowed(sorted(rule.methods))
        role: Role = request.actor.role  # type: ignore[attr-defined]  # set by IdentityMiddleware
        if rule.admits(role):
            return None
        if role == Role.PUBLIC and DEMO not in rule.roles:
            return to_sign_in(request)
        if rule.object or DEMO in rule.roles:
            raise Http404
        return render(request, "403.html", {"rule": rule}, status=403)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the sign-in page; what a sent form held is kept for its person first."""
    if request.method == "POST" and (token := drafts.read_token(request.POST.get("draft_token", ""))):
        drafts.save(person_id=token.person_id, page=token.page, data=request.POST, now=clock.now())
    page = request.path.removesuffix("draft/") if request.method == "POST" else request.get_full_path()
    target = f"{reverse('accounts:sign_in')}?{urlencode({'next': page})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect-To": target})
    return HttpResponseRedirect(target)
