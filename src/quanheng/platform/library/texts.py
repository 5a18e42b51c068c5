"""Text that people type: what can be seen is taken, what cannot be seen is named (`trust.md` 10)."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
JOINERS = frozenset("\u200c\u200d")
"""Two characters without a face of their own that some scripts cannot do without."""
BREAKS = frozenset("\n\r\t")


def printable_line(text: str) -> None:
    """Refuse a line with control, format or line-breaking characters, naming the first."""
    _require_seen(text, JOINERS)


def printable_text(text: str) -> None:
    """Refuse a text with control or format characters; line breaks and tabs are taken."""
    _require_seen(text, JOINERS | BREAKS)


def one_word(text: str) -> None:
    """Refuse a number of a work package that contains spaces or a slash."""
    if any(character.isspace() or character == "/" for character in text):
        raise ValidationError(
            _("got %(text)s, takes a number without spaces, such as 1.2"), code="word", params={"text": text}
        )


def _require_seen(text: str, taken: frozenset[str]) -> None:
    for place, character in enumerate(text, start=1):
        if unicodedata.category(character) in UNSEEN and character not in taken:
            raise ValidationError(
                _(
                    "got the invisible character %(code)s at place %(place)s, takes characters that can be seen"
                ),
                code="unseen",
                params={"code": f"U+{ord(character):04X}", "place": place},
            )
