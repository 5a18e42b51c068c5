"""One hash over the province: every row of every table, but for what neither seed nor day determine.

Three things come from keys that the cryptographic library draws by itself: sealed opinions of value, the signed
files of reports, and therefore the hashes that the journal writes of them and its links after them.
"""

import hashlib
import re
from collections.abc import Collection, Iterator

from django.apps import apps
from django.db import models

from quanheng.platform.common.files.models import StoredFile
from quanheng.platform.demo import selectors

NOT_COUNTED = frozenset({"sessions", "contenttypes", "auth", "axes", "django_tasks_database"})
"""Apps whose rows come from visitors or from Django itself."""
LEFT_OUT = frozenset(
    {
        "common.JournalEntry.link",
        "common.JournalEntry.bytes",
        "common.JournalStream.link",
        "valuation.ExpertOpinion.sealed",
        "accounts.Person.password",
    }
)
"""Columns that hold keys' work, or what follows from it; the parts of the journal's entries are counted."""


def fingerprint() -> str:
    digest, drawn = hashlib.sha256(), selectors.made_by_keys()
    for model in tables():
        digest.update(label_of(model).encode())
        for row in rows(model, drawn):
            digest.update(row)
    return digest.hexdigest()


def tables() -> list[type[models.Model]]:
    found = [model for model in apps.get_models() if label_of(model).partition(".")[0] not in NOT_COUNTED]
    return sorted(found, key=label_of)


def label_of(model: type[models.Model]) -> str:
    return model._meta.label  # noqa: SLF001  # Django's own way to a table's name


def rows(model: type[models.Model], drawn: Collection[str]) -> Iterator[bytes]:
    """Give the rows of a table in the order of their keys, as text; `drawn` hashes are blanked."""
    fields = model._meta.concrete_fields  # noqa: SLF001  # Django's own way to the columns
    columns = [f.attname for f in fields if f"{label_of(model)}.{f.name}" not in LEFT_OUT]
    found = model._default_manager.order_by("pk")  # noqa: SLF001  # as above
    if model is StoredFile:
        found = found.exclude(pk__in=drawn)
    blanks = re.compile("|".join(sorted(drawn)) or r"(?!)")
    for values in found.values_list(*columns).iterator():
        yield blanks.sub("", repr([plain(value) for value in values])).encode()


def plain(value: object) -> object:
    """Return what is the same in both databases: bytes as hex, mappings in the order of their names."""
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    if isinstance(value, dict):
        return {str(key): plain(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value)
