"""What the rooms get from a stack: the rows of the sheets as typed, frozen values.

Titles come in two languages: `title` as the policy has it, `title_en` in the field's standard terms. `status`
and `clause` say how much authority a value has; weights, counts and deadlines are proposals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Item:
    """A member of a list. `parent` is the id of the item it belongs to, `maps_to` what it leads to elsewhere."""

    id: str
    title: str
    title_en: str
    clause: str
    status: str
    parent: str = ""
    kind: str = ""
    text: str = ""
    text_en: str = ""
    maps_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """An evidence element (举证要素) of annex 1.

    `alternatives`: any one of these kinds satisfies it. `open_ended`: the level's list ends in 等, more may be
    added. `site_visit`: needs a visit record with date, place, visitors and photographs.
    """

    id: str
    level: int
    title: str
    title_en: str
    alternatives: tuple[str, ...]
    alternatives_en: tuple[str, ...]
    open_ended: bool
    site_visit: bool
    clause: str
    status: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that ties the papers of levels 11-13 to the level's check point; `paper` is the element it is read from."""

    id: str
    level: int
    title: str
    title_en: str
    unit: str
    paper: str


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level of the 13-level scale (H-6) with its check points and evidence elements (H-A1)."""

    number: int
    name: str
    name_en: str
    stage: str
    project_wide: bool
    characteristic: str
    characteristic_en: str
    check_points: str
    check_points_en: str
    open_ended: bool
    elements: tuple[Element, ...]
    figures: tuple[Figure, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class BandTemplate:
    """A worded band of a rated indicator; both ends inclusive, in points with one decimal."""

    id: str
    label: str
    label_en: str
    low: Decimal
    high: Decimal
    wording: str
    wording_en: str
    status: str


@dataclass(frozen=True, slots=True)
class IndicatorTemplate:
    """An indicator of one stage. The indicator is the guide's, its weight, shares and bands are proposals.

    `role` is the side that marks it: competitive or authoritative. `kind` is the usual way to score it, `kinds`
    all that fit: `lead` and `measured` need comparators or anchors. `default_weight` of a side sums to 100.
    `facts` must be stated with it (market share: scope, period, source).
    """

    id: str
    title: str
    title_en: str
    role: str
    kind: str
    kinds: tuple[str, ...]
    question: str
    question_en: str
    default_weight: Decimal
    weight_status: str
    values: Mapping[str, float]
    bands: tuple[BandTemplate, ...]
    facts: tuple[str, ...]
    counts: str
    status: str
    clause: str


@dataclass(frozen=True, slots=True)
class InfoItem:
    """An item of the information checklist. `kind`: literature, patents, report, hearing, interview, database or consultation."""

    id: str
    title: str
    title_en: str
    kind: str
    clause: str
    status: str


@dataclass(frozen=True, slots=True)
class Use:
    """A use that a report of the stage may be put to; `purposes` are the single ones the article names."""

    id: str
    title: str
    title_en: str
    text: str
    text_en: str
    purposes: tuple[Item, ...]
    clause: str
    status: str


@dataclass(frozen=True, slots=True)
class StageTemplate:
    """All that the guide says about one stage (H-10 to H-27).

    `questions`: what is still open and the report answers. `sources`: where achievements come from; the last, `other`,
    takes a text. `seats`: expert role → count. `topics`: what the information is analysed for.
    """

    code: str
    title: str
    title_en: str
    clause: str
    levels: tuple[int, ...]
    questions: tuple[Item, ...]
    sources: tuple[Item, ...]
    competitive: tuple[IndicatorTemplate, ...]
    authoritative: tuple[IndicatorTemplate, ...]
    competitive_raters: tuple[str, ...]
    authoritative_raters: tuple[str, ...]
    seats: Mapping[str, int]
    information: tuple[InfoItem, ...]
    topics: tuple[Item, ...]
    valuers: tuple[str, ...]
    methods_default: tuple[str, ...]
    methods_required: tuple[str, ...]
    methods_with_reason: tuple[str, ...]
    uses: tuple[Use, ...]
    steps: tuple[Item, ...]

    @property
    def indicators(self) -> tuple[IndicatorTemplate, ...]:
        """Both sides, competitive first."""
        return self.competitive + self.authoritative

    def raters(self, side: str) -> tuple[str, ...]:
        """Return the expert roles that mark a side."""
        return self.competitive_raters if side == "competitive" else self.authoritative_raters

    def allows(self, use: str) -> bool:
        """Say whether a report of this stage names the use or purpose."""
        return any(
            use == entry.id or any(use == purpose.id for purpose in entry.purposes) for entry in self.uses
        )


@dataclass(frozen=True, slots=True)
class Deadline:
    """Days for a step; the start day never counts. `kind`: workday or calendar."""

    key: str
    days: int
    kind: str
    title: str
    title_en: str
    clause: str
    status: str


@dataclass(frozen=True, slots=True)
class Guard:
    """A legal guard of the trade. `effect`: block refuses with clause and remedy, warn wants a typed reason, confirm a second look."""

    id: str
    trade: tuple[str, ...]
    title: str
    title_en: str
    effect: str
    law: tuple[str, ...]
    remedy: str
    remedy_en: str
    clause: str
    status: str
    verify: bool


@dataclass(frozen=True, slots=True)
class FiveValue:
    """One of the five values (M-1) with what it looks for and what may show it."""

    id: str
    title: str
    title_en: str
    text: str
    text_en: str
    emphases: tuple[Item, ...]
    evidence: tuple[Item, ...]
    clause: str


class Grade(NamedTuple):
    """A grade and the lowest score that reaches it."""

    code: str
    label: str
    label_en: str
    lower: Decimal


class Notice(NamedTuple):
    """A fixed sentence in both languages."""

    zh: str
    en: str
