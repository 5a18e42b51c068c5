"""Everything that stands in a report, as plain frozen values: what a room or a dossier fills, and nothing else.

Texts are finished Chinese sentences, amounts Decimal yuan, weights and shares fractions of 1 unless a field says
points. Scores keep the digits they were computed with; documents round them when they print. People stand by their
code; a name only where the person has consented. Empty texts and empty tuples mean "not there": `missing_contents`
says which of them keep a report from being signed.
"""

from quanheng.platform.reports.content.facts.findings import (
    EvidenceFacts,
    InformationFacts,
    LevelFacts,
    MaturityFacts,
    PackageFacts,
    VisitFacts,
)
from quanheng.platform.reports.content.facts.people import (
    DeclarationFacts,
    DissentFacts,
    DrawFacts,
    SeatFacts,
    SignatureFacts,
)
from quanheng.platform.reports.content.facts.report import ReportFacts
from quanheng.platform.reports.content.facts.scores import (
    AnswerFacts,
    FlagFacts,
    GradeVote,
    IndicatorFacts,
    MarkFacts,
    RiskFacts,
    ScoringFacts,
    ValueFacts,
)
from quanheng.platform.reports.content.facts.subject import (
    AchievementFacts,
    AllowedUse,
    BasisFacts,
    ExplanationLine,
    FigureFacts,
    PackFacts,
    ParameterFacts,
    Party,
    PlanFacts,
    RemovedIndicator,
    RightFacts,
)
from quanheng.platform.reports.content.facts.worth import (
    MethodFacts,
    OpinionFacts,
    SensitivityFacts,
    ValuationFacts,
)

__all__ = [
    "AchievementFacts",
    "AllowedUse",
    "AnswerFacts",
    "BasisFacts",
    "DeclarationFacts",
    "DissentFacts",
    "DrawFacts",
    "EvidenceFacts",
    "ExplanationLine",
    "FigureFacts",
    "FlagFacts",
    "GradeVote",
    "IndicatorFacts",
    "InformationFacts",
    "LevelFacts",
    "MarkFacts",
    "MaturityFacts",
    "MethodFacts",
    "OpinionFacts",
    "PackFacts",
    "PackageFacts",
    "ParameterFacts",
    "Party",
    "PlanFacts",
    "RemovedIndicator",
    "ReportFacts",
    "RightFacts",
    "RiskFacts",
    "ScoringFacts",
    "SeatFacts",
    "SensitivityFacts",
    "SignatureFacts",
    "ValuationFacts",
    "ValueFacts",
    "VisitFacts",
]
