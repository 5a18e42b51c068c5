"""What may be read of evaluations, and by whom. A stranger's evaluation does not exist."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from quanheng.platform.accounts import selectors as accounts
from quanheng.platform.accounts.models import Person
from quanheng.platform.common import inbox
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.evaluation.models import (
    Evaluation,
    InformationItem,
    Plan,
    PlanState,
    Result,
)
from quanheng.platform.evaluation.states import FINISHED, EvaluationState
from quanheng.platform.library.models import Achievement

WATCHING = frozenset({Role.SUPERVISOR, Role.AUDITOR})
NOT_SENT = Q(state=EvaluationState.DRAFT)
IN_FORCE = (PlanState.LOCKED, PlanState.FROZEN)
IN_THE_MAKING = (PlanState.DRAFT, PlanState.PROPOSED)


def visible_to(actor: Actor) -> QuerySet[Evaluation]:
    """Return the cases of the actor's organisation as client or institution; all that were sent, to who watches."""
    rows = Evaluation.objects.select_related("achievement", "client", "institution", "lead")
    if actor.role == Role.OWNER and actor.organisation_id:
        return rows.filter(client_id=actor.organisation_id)
    if actor.role in INSTITUTION and actor.organisation_id:
        return rows.filter(institution_id=actor.organisation_id).exclude(NOT_SENT)
    return rows.exclude(NOT_SENT) if actor.role in WATCHING else rows.none()


def get(actor: Actor, number: str) -> Evaluation:
    return _one(visible_to(actor).filter(number=number))


def get_for_update(actor: Actor, number: str) -> Evaluation:
    """Return a visible case, locked for the rest of the transaction."""
    return _locked(visible_to(actor).filter(number=number))


def for_update_by_id(actor: Actor, evaluation_id: UUID) -> Evaluation:
    """Return a case for a verb of a room above, locked; the system finds every case."""
    rows = Evaluation.objects.all() if actor.role == Role.SYSTEM else visible_to(actor)
    return _locked(rows.filter(id=evaluation_id))


def by_id(evaluation_id: UUID) -> Evaluation:
    """Return a case for a room above that already holds the right to it."""
    return _one(
        Evaluation.objects.select_related("achievement", "client", "institution").filter(id=evaluation_id)
    )


def of_achievement(actor: Actor, achievement: Achievement) -> QuerySet[Evaluation]:
    return visible_to(actor).filter(achievement=achievement)


def running(achievement_id: UUID, case_kind: str = "") -> Evaluation | None:
    """Return the case that now runs on an achievement, if there is one."""
    rows = Evaluation.objects.filter(achievement_id=achievement_id).exclude(state__in=FINISHED)
    return (rows.filter(case_kind=case_kind) if case_kind else rows).first()


def running_on(achievement_ids: Collection[UUID], case_kind: str) -> dict[UUID, Evaluation]:
    """Return the cases of a kind that now run on these achievements, by achievement."""
    rows = Evaluation.objects.filter(achievement_id__in=achievement_ids, case_kind=case_kind)
    return {row.achievement_id: row for row in rows.exclude(state__in=FINISHED)}


# what a case holds -----------------------------------------------------------------------------
def plans(evaluation: Evaluation) -> QuerySet[Plan]:
    return Plan.objects.filter(evaluation=evaluation).select_related("proposed_by", "locked_by")


def plan_of(evaluation: Evaluation) -> Plan | None:
    """Return the plan in force: the locked one, or the one frozen with the level."""
    return plans(evaluation).filter(state__in=IN_FORCE).first()


def working_plan(evaluation: Evaluation) -> Plan | None:
    """Return the version that is being made, or waits for its second person."""
    return plans(evaluation).filter(state__in=IN_THE_MAKING).first()


def plan_version(evaluation: Evaluation, version: int) -> Plan:
    row = plans(evaluation).filter(version=version).first()
    if row is None:
        raise Absent
    return row


def last_plan(evaluation: Evaluation) -> Plan | None:
    return plans(evaluation).order_by("-version").first()


def result_of(evaluation: Evaluation) -> Result | None:
    return Result.objects.filter(evaluation=evaluation, plan__state=PlanState.FROZEN).first()


def information(evaluation: Evaluation) -> dict[str, InformationItem]:
    rows = InformationItem.objects.filter(evaluation=evaluation).select_related("attachment", "entered_by")
    return {row.item: row for row in rows}


def notices(actor: Actor, evaluation: Evaluation) -> QuerySet[InboxItem]:
    """Return what the case told this reader and was not noted yet."""
    return inbox.todo(actor).filter(case_kind=evaluation.kind, case_id=evaluation.id, verb=inbox.READ)


# people and institutions --------------------------------------------------------------------------
def leads(organisation_id: UUID) -> list[Person]:
    """Return the people who may be made case manager of a case of the institution."""
    return list({row.person_id: row.person for row in accounts.holders(Role.LEAD, organisation_id)}.values())


def open_cases(institutions: list[UUID]) -> dict[UUID, int]:
    """Return how many cases run at each institution."""
    rows = Evaluation.objects.filter(institution_id__in=institutions)
    rows = rows.exclude(state__in=[*FINISHED, EvaluationState.DRAFT])
    return dict(rows.order_by().values_list("institution_id").annotate(Count("id")))


def _one(rows: QuerySet[Evaluation]) -> Evaluation:
    row = rows.first()
    if row is None:
        raise Absent
    return row


def _locked(rows: QuerySet[Evaluation]) -> Evaluation:
    return _one(rows.select_related("achievement").order_by().select_for_update(of=("self",)))
