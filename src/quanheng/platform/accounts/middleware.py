"""Give each request its actor: the signed-in person's present identity, re-read from the database."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from quanheng.platform.accounts import selectors, services, sessions
from quanheng.platform.accounts.actors import PUBLIC, Actor
from quanheng.platform.common import clock
from quanheng.platform.common.roles import Role

SESSION_KEY = "identity"
SIGN_IN_KEY = "sign_in"
SEEN_EVERY = timedelta(minutes=1)
PRIVATE = "private, no-store"
"""No page of a signed-in person outlives the sign-in: neither in a proxy nor behind the back button."""


class IdentityMiddleware:
    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        request.actor = actor  # type: ignore[attr-defined]  # read by every view
        response = self.get_response(request)
        if actor.role != Role.PUBLIC:
            response.headers.setdefault("Cache-Control", PRIVATE)
        return response


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts; a right that was withdrawn or a sign-in that was ended counts from this request on."""
    if "_auth_user_id" not in request.session or not request.user.is_authenticated:
        return PUBLIC
    now = clock.now()
    identity = selectors.running_identity(
        person_id=request.user.id, identity_id=request.session.get(SESSION_KEY)
    )
    sign_in = selectors.sign_in(request.session.get(SIGN_IN_KEY), request.user.id)
    if identity is None or sign_in is None or sessions.has_expired(sign_in, Role(identity.role), now=now):
        request.session.flush()
        return PUBLIC
    if now - sign_in.seen_at > SEEN_EVERY:
        services.keep_signed_in(sign_in, now=now)
    return selectors.actor_for(identity)
