"""The inbox of a panel request: who is to act next, and that it was done."""

from datetime import datetime
from typing import cast

from quanheng.platform.common import inbox
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.cases import Case
from quanheng.platform.common.roles import Role
from quanheng.platform.experts.models import Expert, Invitation, PanelRequest


def as_case(request: PanelRequest) -> Case:
    """Return the request as what the inbox reads of a case: kind, id, number, title, scheme and address."""
    return cast("Case", request)


def ask_pool(
    request: PanelRequest, verb: str, *, what: str, by: Actor, at: datetime, deadline: str = ""
) -> None:
    """Put the next step into the inbox of the pool's managers."""
    to = inbox.Recipient(Role.POOL_MANAGER, request.pool.organisation_id)
    inbox.assign(as_case(request), verb, what=what, to=to, at=at, by=by, deadline=deadline)


def ask_expert(invitation: Invitation, expert: Expert, *, what: str, by: Actor, at: datetime) -> None:
    """Put an invitation into one person's inbox; it names case number and field, never the achievement."""
    inbox.assign(
        as_case(invitation.seat.request),
        f"answer {invitation.id.hex}",
        what=what,
        to=inbox.Recipient(Role.EXPERT, person_id=expert.person_id),
        at=at,
        by=by,
        deadline="evaluation.invitation",
        path=invitation.get_absolute_url(),
    )


def answered(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    inbox.close(as_case(invitation.seat.request), f"answer {invitation.id.hex}", by=by, at=at)


def done(request: PanelRequest, *verbs: str, by: Actor, at: datetime) -> None:
    inbox.close(as_case(request), *verbs, by=by, at=at)
