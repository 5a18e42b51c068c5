"""Sign-in against `Person`."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from quanheng.platform.accounts import selectors
from quanheng.platform.accounts.models import Person


class PersonBackend(BaseBackend):
    """A missing account costs the same hash as a present one, so that timing tells nothing."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **kwargs: Any
    ) -> Person | None:
        person = selectors.person_named(username)
        if person is None:
            make_password(password)
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: Any) -> Person | None:
        return selectors.active_person(user_id)
