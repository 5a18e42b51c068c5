"""One hash over the province: every row of every table, but for what neither seed nor day determine."""

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from quanheng.methods.trust.canonical import canonical_json

NOT_COUNTED = frozenset({"sessions", "contenttypes", "auth", "axes", "django_tasks_db"})
"""Apps whose rows come from visitors or from Django itself."""
LEFT_OUT: frozenset[str] = frozenset()
"""Columns that neither seed nor day determine."""


def fingerprint() -> str:
    digest = hashlib.sha256()
    for model in tables():
        digest.update(model._meta.label.encode())  # noqa: SLF001  # Django's own way to a table's name
        for row in rows(model):
            digest.update(row)
    return digest.hexdigest()


def tables() -> list[type[models.Model]]:
    found = [model for model in apps.get_models() if model._meta.app_label not in NOT_COUNTED]  # noqa: SLF001  # as above
    return sorted(found, key=lambda model: model._meta.label)  # noqa: SLF001  # as above


def rows(model: type[models.Model]) -> Iterator[bytes]:
    """Give the rows of a table in the order of their keys, as canonical text."""
    label = model._meta.label  # noqa: SLF001  # as above
    columns = [
        field.attname
        for field in model._meta.concrete_fields  # noqa: SLF001  # as above
        if f"{label}.{field.name}" not in LEFT_OUT
    ]
    for values in model._default_manager.order_by("pk").values_list(*columns).iterator():  # noqa: SLF001  # as above
        yield repr([plain(value) for value in values]).encode()


def plain(value: object) -> object:
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    if isinstance(value, dict | list):
        return canonical_json(value)
    return str(value)
