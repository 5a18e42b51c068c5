"""What may be read of campaigns, and by whom. A stranger's campaign does not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_noop as noop

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent, Missing
from quanheng.platform.common.roles import INSTITUTION
from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation.campaigns import yardstick
from quanheng.platform.evaluation.campaigns.models import Campaign, CampaignEntry
from quanheng.platform.evaluation.campaigns.states import COMPARED_IN
from quanheng.platform.evaluation.marking import selectors as marking
from quanheng.platform.evaluation.models import Evaluation, Plan, PlanState, Result, Scope
from quanheng.platform.evaluation.states import EvaluationState

if TYPE_CHECKING:
    from uuid import UUID

FEWEST = 3
"""Fewer concluded entries are not set beside each other (scoring.md 12)."""

OFFERED = 200
"""Candidates listed for an entry, the newest first."""

ENDED = frozenset(
    {
        EvaluationState.REFUSED,
        EvaluationState.TERMINATED,
        EvaluationState.SUPERSEDED,
        EvaluationState.REVOKED,
    }
)
"""States whose evaluation is, or may become, no conclusion."""

GONE = noop("the evaluation has ended: %(state)s")
WAITING = noop("not concluded yet")
NO_GRADE = noop("scoring reached no conclusion")
REPLANNED = noop("its plan has changed since it was entered: %(differences)s")
TOO_FEW = noop("The comparison opens with %(least)s concluded entries; the campaign has %(got)s")
NOT_OPEN = noop("The comparison opens with the campaign")


def visible_to(actor: Actor) -> QuerySet[Campaign]:
    """Return the campaigns of the institution; all that were opened, to who watches; no one else's."""
    rows = Campaign.objects.select_related("institution", "lead")
    if actor.role in INSTITUTION and actor.organisation_id:
        return rows.filter(institution_id=actor.organisation_id)
    if actor.role in evaluations.WATCHING:
        return rows.exclude(opened_at=None)
    return rows.none()


def listed(actor: Actor) -> QuerySet[Campaign]:
    """Return the visible campaigns with the number of their entries (`entered`)."""
    rows = visible_to(actor).annotate(entered=Count("entries", filter=Q(entries__removed_at=None)))
    return rows.order_by("-created_at", "-number")


def get(actor: Actor, number: str) -> Campaign:
    return _one(visible_to(actor).filter(number=number))


def get_for_update(actor: Actor, number: str) -> Campaign:
    """Return a visible campaign, locked for the rest of the transaction."""
    return _one(visible_to(actor).filter(number=number).order_by().select_for_update(of=("self",)))


# entries ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Standing:
    """An entry and its certified result; `bar` says why it cannot be compared (yet)."""

    entry: CampaignEntry
    result: Result | None
    bar: Missing | None

    @property
    def certified(self) -> Result:
        """Return the result of an entry that is compared."""
        if self.result is None:
            raise LookupError(f"{self.entry}: no result")
        return self.result


def entries(campaign: Campaign) -> QuerySet[CampaignEntry]:
    """Return the entries that are in, by their number."""
    rows = CampaignEntry.objects.filter(campaign=campaign, removed_at=None)
    return rows.select_related("evaluation__achievement", "evaluation__client", "evaluation__lead")


def removed(campaign: Campaign) -> QuerySet[CampaignEntry]:
    rows = CampaignEntry.objects.filter(campaign=campaign).exclude(removed_at=None)
    return rows.select_related("evaluation__achievement", "removed_by")


def entry_of(campaign: Campaign, evaluation_number: str) -> CampaignEntry:
    row = entries(campaign).filter(evaluation__number=evaluation_number).first()
    if row is None:
        raise Absent
    return row


def standings(campaign: Campaign) -> list[Standing]:
    """Return every entry with its stored result, in two queries; nothing of a scoring that still runs."""
    rows = list(entries(campaign))
    found = _results([row.evaluation_id for row in rows if marking.revealed(row.evaluation)])
    return [
        Standing(row, result := found.get(row.evaluation_id), _bar(campaign, row, result)) for row in rows
    ]


def compared(rows: Sequence[Standing]) -> list[Standing]:
    return [row for row in rows if row.bar is None]


def closed_because(campaign: Campaign, rows: Sequence[Standing]) -> Missing | None:
    """Return why the comparison is not open; nothing when it is."""
    if campaign.state not in COMPARED_IN:
        return Missing(NOT_OPEN)
    if (got := len(compared(rows))) < FEWEST:
        return Missing(TOO_FEW, values={"least": FEWEST, "got": got})
    return None


def candidates(actor: Actor, campaign: Campaign) -> QuerySet[Evaluation]:
    """Return the institution's evaluations whose locked plan is of the stage and which are not entered yet."""
    rows = evaluations.visible_to(actor).filter(institution_id=campaign.institution_id, case_kind=Scope.FULL)
    planned = Plan.objects.filter(state__in=evaluations.IN_FORCE, stage=campaign.stage)
    entered = CampaignEntry.objects.filter(campaign=campaign, removed_at=None)
    rows = rows.filter(id__in=planned.values("evaluation_id")).exclude(state__in=ENDED)
    return rows.exclude(id__in=entered.values("evaluation_id"))[:OFFERED]


def _results(ids: Sequence["UUID"]) -> dict["UUID", Result]:
    rows = Result.objects.filter(evaluation_id__in=ids, plan__state=PlanState.FROZEN)
    rows = rows.select_related("plan__evaluation").defer("inputs", "explanation")
    return {row.evaluation_id: row for row in rows}


def _bar(campaign: Campaign, entry: CampaignEntry, result: Result | None) -> Missing | None:
    if entry.evaluation.state in ENDED:
        return Missing(GONE, values={"state": EvaluationState(entry.evaluation.state).label})
    if result is None:
        return Missing(WAITING)
    if not result.grade:
        return Missing(NO_GRADE)
    if result.plan_id == entry.plan_id:
        return None
    found = yardstick.differences(campaign.measure, yardstick.yardstick_of(result.plan))
    return Missing(REPLANNED, values={"differences": yardstick.in_words(found)}) if found else None


def _one(rows: QuerySet[Campaign]) -> Campaign:
    row = rows.first()
    if row is None:
        raise Absent
    return row
