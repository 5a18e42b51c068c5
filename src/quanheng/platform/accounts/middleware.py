"""Give each request its actor: the signed-in person's present identity, re-read from the database."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from quanheng.platform.accounts import selectors
from quanheng.platform.accounts.actors import PUBLIC, Actor

SESSION_KEY = "identity"


class IdentityMiddleware:
    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request)  # type: ignore[attr-defined]  # read by every view
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts; a right that was withdrawn ends with the next request."""
    person_id = request.session.get("_auth_user_id")
    if person_id is None:
        return PUBLIC
    identity = selectors.running_identity(person_id=UUID(person_id), identity_id=request.session.get(SESSION_KEY))
    if identity is None:
        return PUBLIC
    return selectors.actor_for(identity)
