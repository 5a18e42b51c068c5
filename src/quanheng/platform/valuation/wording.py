"""Fixed sentences and the words of methods, families and disclosures."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quanheng.methods.result import Message

Text = str | Promise

SENTENCE_A = _(
    "Valuation opinion for reference in pricing; not binding, not a basis for decision, and not an asset appraisal "
    "report under the Asset Appraisal Law."
)
"""Stands on everything that shows a value (H-5.1)."""

SENTENCE_B = _(
    "Where the law requires an asset appraisal for this matter, a qualified appraisal agency is to be commissioned; "
    "the platform only keeps its evidence and issues no appraisal report."
)
"""Stands beside the value where a statutory appraisal is required."""

NO_INTERVAL = _(
    "No collective valuation interval can be formed: %(got)s opinions count, at least %(least)s are needed"
)

FAMILIES: Mapping[str, Text] = {
    "cost": _("Cost approach"),
    "income": _("Income approach"),
    "market": _("Market approach"),
}
STANDINGS: Mapping[str, Text] = {
    "required": _("Required"),
    "default": _("Default"),
    "with_reason": _("With reason"),
}
STANDING_TONES = {"required": "info", "default": "neutral", "with_reason": "wait"}

DISCLOSURES: Mapping[str, Text] = {
    "basis": _("Basis of the valuation (rules and documents)"),
    "not_used": _("Why other methods were not used"),
    "legal": _("Legal analysis"),
    "technical": _("Technical analysis"),
    "economic": _("Economic analysis"),
    "implementation": _("Status of implementation"),
    "special": _("Special matters"),
    "use_limits": _("Limits of use"),
}
"""The texts that a person writes; signing waits for all of them."""


def msgid(text: Text) -> str:
    """Return the English id of a text that is translated when it is read."""
    with translation.override("en"):
        return str(text)


def message_data(text: str) -> dict[str, Any]:
    """Return a sentence of the methods as JSON keeps it: id and values, so that both languages read it."""
    if not isinstance(text, Message):
        return {"text": text, "values": {}}
    values = {k: message_data(v) if isinstance(v, Message) else str(v) for k, v in text.values.items()}
    return {"text": text.text, "values": values}


def message_of(data: Mapping[str, Any]) -> Message:
    values = {k: message_of(v) if isinstance(v, Mapping) else v for k, v in data["values"].items()}
    return Message(data["text"], **values)
