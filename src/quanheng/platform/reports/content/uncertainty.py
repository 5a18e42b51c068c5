"""How sure the grade is, as the report says it in a sentence: read from the printed steps, so that no figure is kept twice."""

from collections.abc import Sequence
from decimal import Decimal

from quanheng.platform.reports.content.facts import ExplanationLine, ScoringFacts
from quanheng.platform.reports.content.wording import WORDS, percent, points


def doubt_sentence(scoring: ScoringFacts) -> str:
    """Return score interval and grade probabilities above nought, in words; empty where nothing was drawn."""
    words = WORDS["doubt"]
    ends = _below(scoring.explanation, words["interval"])
    chances = [line for line in _below(scoring.explanation, words["chances"]) if Decimal(line.value) > 0]
    if len(ends) < len(("low", "middle", "high")):
        return ""
    said = str(words["sentence"]) % {
        "low": points(Decimal(ends[0].value)),
        "high": points(Decimal(ends[-1].value)),
    }
    listed = "、".join(f"{line.label} {percent(Decimal(line.value))}" for line in chances)
    return said + (str(words["grades"]) % {"grades": listed} if listed else "")


def _below(lines: Sequence[ExplanationLine], label: str) -> list[ExplanationLine]:
    """Return the lines under the first one with the label."""
    at = next((place for place, line in enumerate(lines) if line.depth == 1 and line.label == label), None)
    if at is None:
        return []
    below = lines[at + 1 :]
    end = next((place for place, line in enumerate(below) if line.depth <= 1), len(below))
    return list(below[:end])
