"""Saaty's scale in words: a comparison as a member reads it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.functional import Promise, lazystr
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.weighting.models import WeightingRound

Text = str | Promise
Items = Sequence[Mapping[str, str]]

DEGREES: dict[int, Text] = {
    2: _("between equally and moderately"),
    3: _("moderately"),
    4: _("between moderately and strongly"),
    5: _("strongly"),
    6: _("between strongly and very strongly"),
    7: _("very strongly"),
    8: _("between very strongly and absolutely"),
    9: _("absolutely"),
}
MARKS: dict[int, Text] = {
    1: _("equal"),
    3: _("moderate"),
    5: _("strong"),
    7: _("very strong"),
    9: _("absolute"),
}
"""The word on a step's button; the even steps lie between two words."""

METHODS = (
    noop("AHP group (geometric mean of judgements), eigenvector, RI Saaty 1980"),
    noop("AHP eigenvector, RI Saaty 1980"),
)
"""Names under which the results of this room are kept, for the catalogue."""


def title(items: Items, place: int) -> Promise:
    """Return the title of an indicator of a round by its place, counted from 1."""
    item = items[place - 1]
    return wording.both(item["title"], item["title_en"])


def side(row: WeightingRound) -> Text:
    return wording.SIDES[row.side]


def strength(step: str) -> int:
    """Return 1 to 9, whichever of the two is more important."""
    value = Fraction(step)
    return int(max(value, 1 / value))


class Said:
    """A step in words, read in one language."""

    def __init__(self, items: Items, first: int, second: int, step: str) -> None:
        self.items, self.first, self.second, self.step = items, first, second, step

    def __str__(self) -> str:
        if self.step == "1":
            return gettext("equally important (1)")
        more = self.first if Fraction(self.step) > 1 else self.second
        number = strength(self.step)
        values = {"more": title(self.items, more), "degree": DEGREES[number], "number": number}
        return gettext("%(more)s is more important: %(degree)s (%(number)s)") % values


def said(items: Items, first: int, second: int, step: str) -> Promise:
    return lazystr(Said(items, first, second, step))
