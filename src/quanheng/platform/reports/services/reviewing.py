"""The reviewer's and the client's turn."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from quanheng.platform.common import inbox, journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.inbox import Recipient
from quanheng.platform.common.roles import Role
from quanheng.platform.reports import policies, selectors
from quanheng.platform.reports.models import FactObjection, Report, ReviewComment
from quanheng.platform.reports.sections import TITLES
from quanheng.platform.reports.services.moving import moved
from quanheng.platform.reports.states import ReportState


@transaction.atomic
def comment(*, actor: Actor, number: str, section: str, text: str, now: datetime) -> ReviewComment:
    """Write the reviewer's remark on a section."""
    report = in_review(actor, number)
    require_section(section)
    if not text.strip():
        raise Refused("Comment: got nothing, takes what should change")
    row = ReviewComment.objects.create(
        report=report, section=section, text=text.strip(), written_by_id=person_of(actor), written_at=now
    )
    journal.record("reports.commented", report, actor=actor, at=now, body={"section_label": TITLES[section]})
    return row


@transaction.atomic
def approve_report(*, actor: Actor, number: str, now: datetime) -> Report:
    """Approve: the client may now read it and object to facts."""
    report = in_review(actor, number)
    report.reviewer_id = person_of(actor)
    return moved(
        report,
        "approve",
        actor=actor,
        now=now,
        what=noop("read the report and object to facts, if any"),
        path=f"/reports/{report.number}/",
    )


@transaction.atomic
def send_back_report(*, actor: Actor, number: str, reason: str, now: datetime) -> Report:
    """Send back to the author with the reason."""
    report = in_review(actor, number)
    if not reason.strip():
        raise Refused("reason: got nothing, takes what has to change")
    return moved(
        report,
        "send_back",
        actor=actor,
        now=now,
        body={"opinion": reason.strip()},
        what=noop("correct the report"),
        path=f"/reports/{report.number}/",
    )


@transaction.atomic
def agree_report(*, actor: Actor, number: str, now: datetime) -> Report:
    """Agree with the facts; what follows is signing."""
    report = with_client(actor, number)
    ask_signatures(report, actor=actor, now=now)
    return moved(
        report,
        "agree",
        actor=actor,
        now=now,
        what=noop("sign and issue the report"),
        path=f"/reports/{report.number}/",
    )


@transaction.atomic
def object_facts(*, actor: Actor, number: str, section: str, text: str, now: datetime) -> Report:
    """Object to facts (marks and names are not open to it); the author answers each objection."""
    report = with_client(actor, number)
    require_section(section)
    if not text.strip():
        raise Refused("Objection to facts: got nothing, takes what is factually wrong, and what is right")
    FactObjection.objects.create(
        report=report, section=section, text=text.strip(), raised_by_id=person_of(actor), raised_at=now
    )
    return moved(
        report,
        "object_facts",
        actor=actor,
        now=now,
        body={"section_label": TITLES[section]},
        what=noop("answer the objection to facts"),
        path=f"/reports/{report.number}/",
    )


def require_section(section: str) -> None:
    if section not in TITLES:
        raise Refused("section: got %(got)s, takes the sections of the report", got=section)


def in_review(actor: Actor, number: str) -> Report:
    report = selectors.get_for_update(actor, number)
    policies.require_reviewer(actor, report)
    if report.state != ReportState.REVIEW:
        raise Refused("The report is not in review")
    return report


def with_client(actor: Actor, number: str) -> Report:
    report = selectors.get_for_update(actor, number)
    policies.require_client(actor, report)
    if report.state != ReportState.FEEDBACK:
        raise Refused("The report is not open to objections now")
    return report


def ask_signatures(report: Report, *, actor: Actor, now: datetime) -> None:
    """Put the report before the panel chair and the case manager; the institution signs after them."""
    path = f"/reports/{report.number}/confirm/"
    chair = selectors.chair(report)
    people = {"confirm_lead": Recipient(Role.LEAD, report.evaluation.institution_id, report.author_id)}
    if chair is not None:
        people["confirm_chair"] = Recipient(Role.EXPERT, None, chair.expert.person_id)
    for verb, person in people.items():
        inbox.assign(
            report,
            verb,
            what=noop("read the report and sign it"),
            to=person,
            at=now,
            by=actor,
            deadline="evaluation.signing",
            path=path,
        )
