"""Hand a dossier in, take it back, enter it into the library or return it (`information.md` 2)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.integrity import services as integrity
from quanheng.platform.library import selectors
from quanheng.platform.library.dossier import Declarations
from quanheng.platform.library.models import Achievement, EvaluationWay
from quanheng.platform.library.sections import TITLES
from quanheng.platform.library.services.moving import locked_for, moved

REASON_LENGTH = 1000


@transaction.atomic
def submit_achievement(
    *, actor: Actor, number: str, declarations: Declarations, now: datetime
) -> Achievement:
    """Hand a draft in for the library's review and sign both undertakings (M-G3, M-S1).

    Raises `Incomplete` with every missing part at once; nothing is changed and nothing signed then.
    """
    achievement = locked_for("submit", actor=actor, number=number)
    if missing := [*selectors.missing_parts(achievement), *_undeclared(achievement, declarations)]:
        raise Incomplete(missing)
    for kind in ("truth", "no_classified"):
        integrity.sign_undertaking(actor=actor, case_ref=achievement.ref, kind=kind, now=now)
    achievement.submitted_at, achievement.corrections = now, {}
    achievement.evaluation_way = declarations.way
    achievement.duplicates_answer = declarations.duplicates_answer.strip()
    moved(achievement, "submit", actor=actor, now=now).save()
    way = EvaluationWay(declarations.way)
    body = {"way": str(way), "opinion": achievement.duplicates_answer}
    journal.record("library.submitted", achievement, actor=actor, at=now, body=body)
    return achievement


@transaction.atomic
def recall_achievement(*, actor: Actor, number: str, now: datetime) -> Achievement:
    """Take a dossier back before the office has decided; it is a draft again."""
    achievement = locked_for("recall", actor=actor, number=number)
    moved(achievement, "recall", actor=actor, now=now).save()
    journal.record("library.recalled", achievement, actor=actor, at=now)
    return achievement


@transaction.atomic
def publish_achievement(*, actor: Actor, number: str, now: datetime) -> Achievement:
    """Enter a dossier into the library."""
    achievement = locked_for("publish", actor=actor, number=number)
    achievement.published_at = achievement.published_at or now
    moved(achievement, "publish", actor=actor, now=now).save()
    journal.record("library.published", achievement, actor=actor, at=now)
    return achievement


@transaction.atomic
def return_achievement(
    *, actor: Actor, number: str, reasons: Mapping[str, str], now: datetime
) -> Achievement:
    """Return a dossier to its owner with a reason for each section that needs correction."""
    achievement = locked_for("return", actor=actor, number=number)
    given = {section: text.strip() for section, text in reasons.items() if text.strip()}
    if not given:
        raise Refused("A dossier is returned with a reason for at least one section")
    if any(section not in TITLES or len(text) > REASON_LENGTH for section, text in given.items()):
        raise Refused(
            "Reasons: takes the sections of the dossier, at most %(length)s characters each",
            length=REASON_LENGTH,
        )
    achievement.corrections = given
    moved(achievement, "return", actor=actor, now=now).save()
    body = {"count": len(given), "opinion": "\n".join(given.values())}
    journal.record("library.returned", achievement, actor=actor, at=now, body=body)
    return achievement


def _undeclared(achievement: Achievement, declarations: Declarations) -> list[Missing]:
    """Return what the check page still lacks: declarations, the way of evaluation, an answer about duplicates."""
    unanswered = not declarations.duplicates_answer.strip() and bool(selectors.duplicates(achievement))
    checks = (
        (declarations.truth, _("The undertaking of truth is not given")),
        (declarations.no_classified, _("It is not declared that nothing is classified")),
        (
            declarations.way in EvaluationWay.values,
            _("Neither an evaluation nor a self-declaration is chosen"),
        ),
        (not unanswered, _("The achievement looks like another one; say why it is not the same")),
    )
    return [Missing(text, "declarations") for given, text in checks if not given]
