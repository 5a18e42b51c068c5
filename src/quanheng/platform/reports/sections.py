"""The free texts of a report: what its author writes. Figures are fields of the case and are never typed."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as noop


@dataclass(frozen=True, slots=True)
class Section:
    """A text section: `required` ones block submission while they are empty."""

    id: str
    title: str
    hint: str
    required: bool = True


SECTIONS = (
    Section(
        "summary",
        noop("Summary"),
        noop("Need, application and contribution in a few sentences; no counts of papers or titles"),
    ),
    Section(
        "answer_1", noop("First open question of the stage"), noop("Answered from the evidence and the marks")
    ),
    Section(
        "answer_2",
        noop("Second open question of the stage"),
        noop("Answered from the evidence and the marks"),
    ),
    Section(
        "answer_3", noop("Third open question of the stage"), noop("Answered from the evidence and the marks")
    ),
    Section(
        "competitive",
        noop("Competitive conclusion"),
        noop("Novelty, feasibility and lead against named comparators"),
    ),
    Section(
        "authoritative",
        noop("Authoritative conclusion"),
        noop("Technical value, market potential and commercial risk"),
    ),
    Section("risks", noop("Risks"), noop("One risk per line, the most serious first")),
    Section(
        "limits",
        noop("Assumptions and limits"),
        noop("What was not examined, and what would change the conclusion"),
    ),
    Section(
        "flags",
        noop("Answers to the flags"),
        noop("What people found when they looked at each flag of the result"),
        required=False,
    ),
    Section("dissent", noop("Dissent"), noop("Dissenting opinions, by expert code"), required=False),
)
NOVELTY = Section(
    "novelty",
    noop("Novelty search report"),
    noop("A grade that compares with the world rests on one"),
    required=False,
)
"""Typed as institution, number and day and not as a text; asked for where the grade compares with the world."""
TITLES = {section.id: section.title for section in SECTIONS}
