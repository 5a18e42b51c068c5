"""What goes into the journal: message ids, not the words of the language that happens to be on."""

from django.utils import translation
from django.utils.functional import Promise

from quanheng.platform.common.roles import Role


def msgid(label: str | Promise) -> str:
    with translation.override("en"):
        return str(label)


def role_label(role: Role | str) -> str:
    return msgid(Role(role).label)
