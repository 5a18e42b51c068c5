"""The inbox: who has a case, what is to be done, by when (待办 · 已办 · 我发起的)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import due_at
from quanheng.platform.common.cases import Case
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.roles import Role

__all__ = ["READ", "Recipient", "assign", "close", "done", "open_of", "open_of_many", "started", "todo"]

READ = "read"
"""Verb of an item that only tells: nobody waits for it, so it is never a case's next step."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is to act: a role, of one organisation (`None`: any that holds the role), or one person."""

    role: Role
    organisation_id: UUID | None = None
    person_id: UUID | None = None


def assign(
    case: Case,
    verb: str,
    *,
    what: str,
    to: Recipient,
    at: datetime,
    by: Actor,
    deadline: str = "",
    path: str = "",
) -> InboxItem:
    """Put a step into an inbox. `what` is an English message id; `deadline` a key of the scheme
    (`evaluation.accept`).
    """
    due, provisional = due_at(deadline, start=at, scheme=case.scheme) if deadline else (None, False)
    return InboxItem.objects.create(
        case_kind=case.kind,
        case_id=case.id,
        number=case.number,
        title=case.display_title[:200],
        verb=verb,
        what=what,
        path=path or case.get_absolute_url(),
        role=to.role,
        organisation_id=to.organisation_id,
        person_id=to.person_id,
        started_by=by.person_id,
        created_at=at,
        due_at=due,
        provisional=provisional,
    )


def close(case: Case, *verbs: str, by: Actor, at: datetime, person_id: UUID | None = None) -> None:
    """End the open steps of a case (all, or those `verbs`; of one person, if given) as done by `by`."""
    rows = InboxItem.objects.filter(case_kind=case.kind, case_id=case.id, closed_at=None)
    if verbs:
        rows = rows.filter(verb__in=verbs)
    if person_id:
        rows = rows.filter(person_id=person_id)
    rows.update(closed_at=at, done_by=by.person_id)


def mine(actor: Actor) -> Q:
    """Return the condition of what `actor` may see in the inbox, under the present identity."""
    own = Q(organisation_id=None) | Q(organisation_id=actor.organisation_id)
    return Q(role=actor.role) & own & (Q(person_id=None) | Q(person_id=actor.person_id))


def todo(actor: Actor) -> QuerySet[InboxItem]:
    return InboxItem.objects.filter(mine(actor), closed_at=None).order_by("due_at", "created_at")


def done(actor: Actor) -> QuerySet[InboxItem]:
    return InboxItem.objects.filter(done_by=actor.person_id, role=actor.role).order_by("-closed_at")


def started(actor: Actor) -> QuerySet[InboxItem]:
    return InboxItem.objects.filter(started_by=actor.person_id).order_by("-created_at")


def open_of(case: Case) -> QuerySet[InboxItem]:
    """Return the open steps of a case: they say who acts next and by when.

    Steps that a part of the case waits for (its panel, its report) carry the case's number and count as well.
    """
    own = Q(case_kind=case.kind, case_id=case.id) | Q(number=case.number)
    return InboxItem.objects.filter(own, closed_at=None).order_by("due_at", "created_at")


def open_of_many(case_kind: str, case_ids: Iterable[UUID]) -> QuerySet[InboxItem]:
    """Return the open steps of several cases at once, for the rows of a list; notices are left out."""
    rows = InboxItem.objects.filter(case_kind=case_kind, case_id__in=list(case_ids), closed_at=None)
    return rows.exclude(verb=READ).order_by(F("due_at").asc(nulls_last=True), "created_at")
