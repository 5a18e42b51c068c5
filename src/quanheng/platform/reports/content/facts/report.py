"""One report, complete."""

from dataclasses import dataclass, field
from datetime import date

from quanheng.platform.reports.content.facts.findings import EvidenceFacts, InformationFacts, MaturityFacts
from quanheng.platform.reports.content.facts.people import (
    DeclarationFacts,
    DissentFacts,
    DrawFacts,
    SeatFacts,
    SignatureFacts,
)
from quanheng.platform.reports.content.facts.scores import AnswerFacts, GradeVote, RiskFacts, ScoringFacts
from quanheng.platform.reports.content.facts.subject import (
    AchievementFacts,
    AllowedUse,
    BasisFacts,
    ParameterFacts,
    Party,
    PlanFacts,
    RightFacts,
)
from quanheng.platform.reports.content.facts.worth import ValuationFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """One report, complete. See the package's text for units and for what empty means.

    `mark` is a watermark of the frame: "", draft, demo, withdrawn, revoked, superseded. `summary` speaks of quality,
    performance and contribution (M-P1). `notice` is the sentence of H-5.1, `not_an_appraisal` the fixed words
    that this is no asset appraisal report. `valuation_skipped` is the reason where there is no valuation.
    `novelty` names the novelty search report behind a grade that compares with the world. `verify_address` is the full address behind the QR code, `file_sha256` the hash of an issued file, if known.
    """

    number: str
    achievement: AchievementFacts
    client: Party
    institution: Party
    lead: str
    purpose: str
    notice: str
    not_an_appraisal: str
    version: int = 1
    mark: str = ""
    purpose_note: str = ""
    case_number: str = ""
    commissioned_on: date | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    uses: tuple[AllowedUse, ...] = ()
    rights: tuple[RightFacts, ...] = ()
    parameters: tuple[ParameterFacts, ...] = ()
    basis: BasisFacts = field(default_factory=BasisFacts)
    plan: PlanFacts = field(default_factory=PlanFacts)
    evidence: tuple[EvidenceFacts, ...] = ()
    maturity: MaturityFacts | None = None
    information: tuple[InformationFacts, ...] = ()
    scoring: ScoringFacts | None = None
    summary: str = ""
    competitive: str = ""
    authoritative: str = ""
    answers: tuple[AnswerFacts, ...] = ()
    risks: tuple[RiskFacts, ...] = ()
    vote: GradeVote | None = None
    novelty: str = ""
    valuation: ValuationFacts | None = None
    valuation_skipped: str = ""
    panel: tuple[SeatFacts, ...] = ()
    declarations: tuple[DeclarationFacts, ...] = ()
    draw: DrawFacts | None = None
    dissent: tuple[DissentFacts, ...] = ()
    limits: tuple[str, ...] = ()
    signatures: tuple[SignatureFacts, ...] = ()
    verify_address: str = ""
    file_sha256: str = ""
