"""Sign-in against `Person`."""

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from quanheng.platform.accounts.models import Person


class PersonBackend(BaseBackend):
    """A missing account costs the same hash as a present one, so that timing tells nothing."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: object,
    ) -> Person | None:  # type: ignore[override]  # our user model
        person = Person.objects.filter(username=username).first()
        if person is None:
            Person().set_password(password)
            return None
        return person if person.check_password(password or "") and person.is_active else None

    def get_user(self, user_id: object) -> Person | None:
        return Person.objects.filter(pk=user_id, is_active=True).first()
