"""What the platform answers when it says no: sentences a person can act on. Nothing is changed then."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext


class Refused(Exception):
    """An act that may not happen now, by this person, or in this state.

    `text` is an English message id with `%(name)s` places filled from `values`; `str()` is the sentence
    in the reader's language.
    """

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text, values)
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return gettext(self.text) % self.values if self.values else gettext(self.text)


@dataclass(frozen=True, slots=True)
class Missing:
    """One part that is not there yet: what it is and the page (section) where it is added."""

    text: str
    section: str = ""
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.text) % self.values if self.values else gettext(self.text)


class Incomplete(Refused):
    """Parts are missing; `missing` names all of them at once."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("%(count)s parts are missing", count=len(missing))
        self.missing = tuple(missing)


class Absent(Exception):
    """No such object for this person: foreign and absent are the same (answered 404)."""


class Conflict(Refused):
    """Somebody else changed the same thing first; what was typed is kept (answered 409)."""
