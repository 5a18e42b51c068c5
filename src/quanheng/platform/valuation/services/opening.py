"""A valuation begins by itself when its evaluation enters VALUING."""

from datetime import datetime

from django.db import transaction

from quanheng.platform.common import inbox, journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.library import selectors as library
from quanheng.platform.library.models import Achievement
from quanheng.platform.valuation.models import Engagement
from quanheng.platform.valuation.services.moving import ask
from quanheng.platform.valuation.sheets.catalogue import offers

PRESELECTED = 2


@transaction.atomic
def open_engagement(evaluation: Evaluation, actor: Actor, now: datetime) -> Engagement:
    """Open the engagement of a case with the level and stage found; the usual methods of the level stand chosen.

    Called by the evaluation as it enters VALUING; when it comes back there (resumed), the engagement stays.
    """
    found = Engagement.objects.filter(evaluation=evaluation).first()
    if found is not None:
        point_to(found, by=actor, at=now)
        return found
    achievement = library.by_id(evaluation.achievement_id)
    engagement: Engagement = Engagement.new(
        now=now,
        evaluation=evaluation,
        achievement=achievement,
        level=evaluation.level,
        stage=evaluation.stage,
        scheme=evaluation.scheme,
        purpose=evaluation.purpose_note,
        rights=rights_listed(achievement),
        methods=preselected(int(evaluation.level or 0)),
    )
    engagement.save()
    journal.record("valuation.opened", engagement, actor=actor, at=now, body={"level": engagement.level})
    ask(engagement, "lock", by=actor, at=now)
    point_to(engagement, by=actor, at=now)
    return engagement


def point_to(engagement: Engagement, *, by: Actor, at: datetime) -> None:
    """Let the step of the evaluation lead to the page where it is done."""
    case = engagement.evaluation
    step = inbox.open_of(case).filter(verb="close_valuation").first()
    if step is not None:
        inbox.close(case, "close_valuation", by=by, at=at)
        inbox.assign(
            case,
            "close_valuation",
            what=step.what,
            to=inbox.Recipient(Role(step.role), step.organisation_id, step.person_id),
            at=at,
            by=by,
            deadline="evaluation.valuation",
            path=engagement.get_absolute_url(),
        )


def rights_listed(achievement: Achievement) -> str:
    return "\n".join(
        " · ".join(filter(None, (r.title, r.number, r.holder))) for r in achievement.rights.all()
    )


def preselected(level: int) -> list[dict[str, str]]:
    """Return the first two usual methods and one of each required family, equally weighted."""
    usual = [offer for offer in offers(level) if offer.standing != "with_reason"]
    rows = usual[:PRESELECTED]
    families = {offer.sheet.approach for offer in rows}
    for offer in usual[PRESELECTED:]:
        if offer.standing == "required" and offer.sheet.approach not in families:
            rows.append(offer)
            families.add(offer.sheet.approach)
    share, rest = divmod(100, len(rows))
    weights = [share + (place < rest) for place in range(len(rows))]
    return [
        {"code": offer.code, "weight": f"{weight / 100:.2f}", "why": ""}
        for offer, weight in zip(rows, weights, strict=True)
    ]
