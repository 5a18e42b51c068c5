"""The accounts of the demonstration: one password for all, one click each."""

import unicodedata
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext

from quanheng.platform.accounts.models import Identity, Person
from quanheng.platform.accounts.services.wording import role_label
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.demo import selectors

PASSWORD = "yanyuan-2026-demo"  # noqa: S105  # printed for every visitor; the accounts exist in a demonstration only


def set_passwords() -> None:
    """Give everybody the demonstration's password: hashed once, since an honest hash takes a tenth of a second."""
    Person.objects.update(password=make_password(PASSWORD))


@transaction.atomic
def note_switch(*, actor: Actor, identity: Identity, now: datetime) -> None:
    """Put on record that a visitor took this account by one click instead of its password."""
    body = {"to_label": role_label(identity.role), "organisation": identity.organisation.uscc}
    journal.record("demo.switched", identity.person, actor=actor, at=now, body=body)


def accounts_table() -> list[str]:
    """Return the lines that the command prints: role, account, person and organisation, then the password."""
    rows = [
        (str(door.role.label), door.username, door.person, door.hint)
        for group in selectors.door_groups()
        for door in group.doors
    ]
    if not rows:
        return []
    widths = [max(width(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join([*(padded(cell, size) for cell, size in zip(row, widths, strict=False)), row[3]])
        for row in rows
    ]
    return [*lines, "", gettext("Password of every account: %(password)s") % {"password": PASSWORD}]


def width(text: str) -> int:
    """Return the columns of a terminal that the text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))
