"""Who may do what to a report. Author, reviewer and signer of one report are three persons."""

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.reports import selectors
from quanheng.platform.reports.models import Report


def require_author(actor: Actor, report: Report) -> None:
    if actor.role != Role.LEAD or actor.person_id != report.author_id:
        raise Refused("Only the author writes this report")


def require_reviewer(actor: Actor, report: Report) -> None:
    if actor.role != Role.REVIEWER:
        raise Refused("Only a reviewer of the institution reviews the report")
    if actor.person_id == report.author_id:
        raise Refused("The author of a report does not review it: another person does")


def require_client(actor: Actor, report: Report) -> None:
    if actor.role != Role.OWNER or actor.organisation_id != report.evaluation.client_id:
        raise Refused("Only the client of the commission may do this")


def require_chair(actor: Actor, report: Report) -> None:
    chair = selectors.chair(report)
    if actor.role != Role.EXPERT or chair is None or chair.expert.person_id != actor.person_id:
        raise Refused("Only the chair of the panel signs for it")


def reads_scores(actor: Actor, report: Report) -> bool:
    """Say whether `actor` reads more than facts: a client does once the report is issued (`domain.md` 10)."""
    return actor.role != Role.OWNER or report.state in selectors.ISSUED


def is_inside(actor: Actor) -> bool:
    """Say whether `actor` reads how the institution came to its report: its people, and who watches."""
    return actor.role not in {Role.OWNER, Role.EXPERT}


def require_signer(actor: Actor, report: Report) -> None:
    if actor.role != Role.SIGNER:
        raise Refused("Only a signer of the institution signs the report")
    if actor.person_id in {report.author_id, report.reviewer_id}:
        raise Refused("Author, reviewer and signer of one report are three persons")
