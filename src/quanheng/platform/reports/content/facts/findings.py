"""The level with what holds it, the evidence, and the information collected."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quanheng.platform.reports.content.facts.subject import ExplanationLine, FigureFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFacts:
    """A level of the scale by name, with the title of its stage."""

    number: int
    title: str
    stage_title: str
    project_wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFacts:
    """A node of the work breakdown in tree order. `weight` is the share among the graded packages (0 for groups).

    `level` is None for a group; `accepted` are the levels whose elements are all accepted, `gaps` the skipped ones.
    """

    code: str
    title: str
    parent: str = ""
    depth: int = 0
    weight: Decimal = Decimal(0)
    critical: bool = False
    level: int | None = None
    accepted: tuple[int, ...] = ()
    gaps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """A site visit (level 9)."""

    visited_on: date
    place: str
    visitors: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturityFacts:
    """The level and what holds it (H-6, H-8). `level` 0: level 1 is not reached, no stage, no staged evaluation.

    `index` is the readiness index, an aid that never decides. `scale` names the scale, `levels` its steps.
    """

    level: int
    level_title: str = ""
    characteristic: str = ""
    stage: str = ""
    stage_title: str = ""
    index: Decimal = Decimal(0)
    scale: str = ""
    rule: str = ""
    levels: tuple[LevelFacts, ...] = ()
    packages: tuple[PackageFacts, ...] = ()
    project_accepted: tuple[int, ...] = ()
    visits: tuple[VisitFacts, ...] = ()
    figures: tuple[FigureFacts, ...] = ()
    warnings: tuple[str, ...] = ()
    explanation: tuple[ExplanationLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFacts:
    """A file for one element of one level. `package` is the code, empty for the whole project.

    `verdict` is accepted, not_accepted, pending or invalidated; `reason` says why where it is not accepted.
    """

    level: int
    element: str
    title: str
    sha256: str
    verdict: str
    package: str = ""
    file: str = ""
    issuer: str = ""
    issued_on: date | None = None
    document_number: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationFacts:
    """An item of the stage's information list: found, or the gap explained (H-14.2, H-20.1, H-26.2)."""

    title: str
    source: str = ""
    dated: date | None = None
    finding: str = ""
    gap_reason: str = ""
    clause: str = ""
