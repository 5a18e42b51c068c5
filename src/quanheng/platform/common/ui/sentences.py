"""Sentences that methods and services leave behind as id and values, said in the reader's language."""

import re
from typing import Protocol, runtime_checkable

from django.utils.functional import Promise
from django.utils.translation import gettext


@runtime_checkable
class Worded(Protocol):
    """`quanheng.methods.result.Message`, `MethodError`, `Refused`, `Missing`: an English id and its values."""

    text: str
    values: dict[str, object]


def sentence(value: object) -> str:
    """Return `value` in the active language; values that are sentences themselves are translated first."""
    if isinstance(value, Worded):
        values = {
            key: sentence(item) if isinstance(item, Worded | Promise) else item
            for key, item in value.values.items()
        }
        text = gettext(value.text) if value.text else ""
        return text % values if values else text
    if isinstance(value, str):
        return gettext(value) if value else ""
    return "" if value is None else str(value)


def beside_label(value: object) -> str:
    """Return the sentence without the argument's name at its head: the field's label says it already."""
    return re.sub(r"^\w+\s*[:：]\s*", "", sentence(value))
