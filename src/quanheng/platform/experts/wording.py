"""Sentences of the methods as JSON keeps them and as a reader reads them: id and values, nested."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise

from quanheng.methods.result import Message
from quanheng.platform.common.ui.sentences import sentence

Stored = str | dict[str, object]


def stored(text: object) -> Stored:
    """Return a message with its values, at any depth, as JSON data; a plain text stays one."""
    if not isinstance(text, Message):
        return str(text)
    values = {key: stored(value) if isinstance(value, str) else value for key, value in text.values.items()}
    return {"text": text.text, "values": values}


def english(label: str | Promise) -> str:
    """Return the message id of a label, as journals keep it."""
    with translation.override("en"):
        return str(label)


def told(data: object) -> str:
    """Return what was stored in the reader's language."""
    return sentence(_message(data))


def _message(data: object) -> object:
    if isinstance(data, Mapping):
        values = {
            key: _message(value) if isinstance(value, str | Mapping) and value else value
            for key, value in data["values"].items()
        }
        return Message(str(data["text"]), **values)
    return Message(str(data)) if data else ""
