"""The questions that an expert answers before taking a seat, in plain words, with the rule behind each (`experts.md` 4)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = "2026-1"
CONSENT_VERSION = "2026-1"


@dataclass(frozen=True, slots=True)
class Question:
    """A question; a yes becomes a relation of `kind` and passes the seat on under `rule`.

    `side` is what the relation leads to: the holder's organisation, a person of the achievement, or the
    achievement itself.
    """

    key: str
    rule: str
    kind: str
    side: str
    text: str | Promise


QUESTIONS = (
    Question(
        "people",
        "C01",
        "interest",
        "project",
        _("Did I apply for, make, invent or own this achievement, or do I want to buy it?"),
    ),
    Question(
        "employment",
        "C02",
        "employment",
        "organisation",
        _("Do I work for one of these organisations, or for one that belongs to them?"),
    ),
    Question(
        "adjunct",
        "C03",
        "adjunct",
        "organisation",
        _("Did I work for or advise one of them in the last three years?"),
    ),
    Question(
        "work",
        "C04",
        "work",
        "person",
        _("Did I publish, invent or apply together with one of these people in the last five years?"),
    ),
    Question(
        "team",
        "C05",
        "team",
        "person",
        _("Was I on a project team or award application with one of them in the last five years?"),
    ),
    Question(
        "supervision", "C06", "supervision", "person", _("Was one of them ever my supervisor or my student?")
    ),
    Question("kin", "C07", "kin", "person", _("Is one of them my spouse, a relative, or living with me?")),
    Question(
        "holding",
        "C08",
        "holding",
        "organisation",
        _("Do I hold shares, posts, licences or claims in one of these organisations?"),
    ),
    Question(
        "acquaintance",
        "C12",
        "acquaintance",
        "person",
        _(
            "Is there anything else that could make others doubt my judgement: friendship, dispute, a future post?"
        ),
    ),
)
BY_KEY = {question.key: question for question in QUESTIONS}
