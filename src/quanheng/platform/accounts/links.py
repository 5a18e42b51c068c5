"""The link by which a person sets a password: works once, for half an hour, and ends when the password changes."""

from uuid import UUID

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from quanheng.platform.accounts import selectors
from quanheng.platform.accounts.models import Person
from quanheng.platform.common.errors import Absent


def path_for(person: Person) -> str:
    return reverse("accounts:set_password", args=[person.id, default_token_generator.make_token(person)])


def person_of(person_id: UUID, token: str) -> Person:
    """Return whose link it is; a used, old or made-up one is `Absent`."""
    person = selectors.active_person(person_id)
    if person is None or not default_token_generator.check_token(person, token):
        raise Absent
    return person
