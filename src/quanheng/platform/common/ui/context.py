"""What every page knows: who acts, where they may go, how they read."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from quanheng.platform.common import inbox
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui import navigation
from quanheng.platform.common.ui.reading import Reading

HTML_LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}


def page(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame needs; counts and lists are asked for only when a template shows them."""
    actor = getattr(request, "actor", None)
    signed_in = actor is not None and actor.role != Role.PUBLIC
    return {
        "actor": actor,
        "signed_in": signed_in,
        "identities": SimpleLazyObject(lambda: _identities(request) if signed_in else []),
        "navigation": SimpleLazyObject(
            lambda: navigation.entries(actor.role if actor else Role.PUBLIC, request.path)
        ),
        "public_navigation": SimpleLazyObject(lambda: navigation.entries(Role.PUBLIC, request.path)),
        "inbox_count": SimpleLazyObject(lambda: inbox.todo(actor).count() if actor and signed_in else 0),
        "demo": settings.PROFILE == "demo",
        "reading": Reading.of(request),
        "language": HTML_LANGUAGES.get(get_language() or "", "zh-Hans"),
    }


def _identities(request: HttpRequest) -> list[Any]:
    """Return the running identities of the signed-in person, with their organisations."""
    person: Any = request.user
    return list(person.identities.filter(ended_at=None).select_related("organisation"))
