"""What the sections of a dossier hold, as typed values: forms and imports make them, services take them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Basics:
    """`own_level` is the owner's own view of the level (1–13); it decides which sources fit (H-11, H-17, H-23)."""

    title: str
    category: str
    field_code: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    need: str = ""
    application: str = ""
    own_level: int | None = None
    source: str = ""
    source_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRow:
    """One holder's share (percent) of one right; a right of several holders takes several rows."""

    kind: str
    title: str
    holder: str
    holder_uscc: str
    share: Decimal
    number: str = ""
    legal_status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorRow:
    name: str
    organisation_name: str
    organisation_uscc: str = ""
    inventor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRow:
    """A node of the work breakdown. `weight` in percent of the whole; `id` is the stored row it changes."""

    code: str
    title: str
    weight: Decimal
    parent_code: str = ""
    critical: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRow:
    name: str
    value: str
    unit: str = ""
    condition: str = ""
    comparator: str = ""
    comparator_value: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """`expected_price` in yuan, `None`: to be negotiated."""

    ways: tuple[str, ...]
    visibility: str
    expected_price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePlace:
    """Where a file belongs: a leaf of the breakdown (`None`: the whole project), a level, an element of the scheme."""

    package_code: str | None
    level: int
    element: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePaper:
    """What the paper says of itself."""

    title: str = ""
    issuer: str = ""
    issued_on: date | None = None
    document_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """What is declared when a dossier is handed in; `way` is an `EvaluationWay`."""

    truth: bool
    no_classified: bool
    way: str
    duplicates_answer: str = ""
