"""Whom and what a report is about, and on which rules it rests."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation; `uscc` is its unified social credit code, or empty."""

    name: str
    uscc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedUse:
    """A use that the stage permits (H-15, H-21, H-27), in the words of the pack; `text` is the article's sentence."""

    title: str
    text: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementFacts:
    """What is evaluated. `source` is the title of the stage's source, `source_note` who recommended it and where."""

    title: str
    number: str = ""
    category: str = ""
    field: str = ""
    keywords: tuple[str, ...] = ()
    abstract: str = ""
    need: str = ""
    application: str = ""
    source: str = ""
    source_note: str = ""
    contributors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RightFacts:
    """A right and its holder; `share` in percent of the whole."""

    kind: str
    title: str
    holder: str
    number: str = ""
    holder_uscc: str = ""
    share: Decimal | None = None
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterFacts:
    """A measured figure beside the strongest like achievement on the market (H-2.6); values are text with their digits."""

    name: str
    value: str
    unit: str = ""
    condition: str = ""
    comparator: str = ""
    comparator_value: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """A pack of the scheme as it was pinned; `status`: official, secondary or proposal."""

    name: str
    title: str
    version: str
    status: str
    effective_from: date | None = None
    effective_to: date | None = None
    official: int = 0
    secondary: int = 0
    proposal: int = 0
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisFacts:
    """The rules that the case ran on, lowest pack first, and the documents that its rows cite.

    `fingerprint` covers the whole stack. `documents` are titles with numbers; one cited by number only says so.
    """

    packs: tuple[PackFacts, ...] = ()
    fingerprint: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedIndicator:
    """An indicator of the stage that the plan left out, and why (H-12, H-18, H-24)."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """The locked evaluation plan; `competitive_share` is the weight of the competitive side in the total."""

    version: int = 1
    fingerprint: str = ""
    locked_on: date | None = None
    competitive_share: Decimal = Decimal("0.5")
    team: str = ""
    removed: tuple[RemovedIndicator, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationLine:
    """One step of an explanation, parents before children; `depth` from 0. All texts are ready to print."""

    depth: int
    label: str
    value: str = ""
    unit: str = ""
    rule: str = ""
    contribution: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFacts:
    """A figure with its source: the papers' figures of levels 11-13, or those of the valuation.

    What the valuer `decided` (a timing, a way) rests on no paper and has no source.
    """

    title: str
    value: str
    unit: str = ""
    source: str = ""
    as_of: str = ""
    decided: bool = False
