"""What a report's page shows: header, sections, remarks, what is missing."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.headers import case_header, next_step
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui.parts import Action, CaseHeader, TaskRow, TimelineLine
from quanheng.platform.reports import policies
from quanheng.platform.reports.content.filling import compares_with_world
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.sections import NOVELTY, SECTIONS
from quanheng.platform.reports.states import REPORT_STATES, ReportState

PAGES = {
    "submit_report": "reports:submit",
    "approve": "reports:approve",
    "send_back": "reports:send_back",
    "agree": "reports:agree",
    "object_facts": "reports:object",
    "confirm": "reports:confirm",
    "sign": "reports:sign",
}
RUNNING = frozenset({ReportState.DRAFT, ReportState.REVIEW, ReportState.FEEDBACK, ReportState.SIGNING})
"""States in which the step that waits may stand in the case, which the report moves along."""
OF_MARKS = frozenset({"flags", "dissent"})
"""Sections that tell of single marks and experts."""
INTERNAL = frozenset(
    {
        "reports.commented",
        "reports.send_back",
        "reports.written",
        "reports.assembled",
        "reports.novelty_named",
    }
)
"""Entries of the institution's own review, with what its reviewer said."""


def header(report: Report, actor: Actor, now: datetime) -> CaseHeader:
    extra = (
        (Action(_("Assemble figures again"), f"/reports/{report.number}/assemble/"),)
        if writes(report, actor)
        else ()
    )
    found = case_header(
        report,
        kind=_("Evaluation report"),
        table=REPORT_STATES,
        actor=actor,
        now=now,
        pages=PAGES,
        reason=lambda verb: why_not(report, actor, verb),
    )
    waits = (found.next_sentence, found.due_sentence)
    if not found.next_sentence and report.state in RUNNING:
        waits = next_step(report.evaluation, now)
    return replace(found, next_sentence=waits[0], due_sentence=waits[1], actions=(*found.actions, *extra))


def why_not(report: Report, actor: Actor, verb: str) -> str | Promise:
    """Say why an act is not this person's, though of this role."""
    if verb in {"approve", "send_back"} and actor.person_id == report.author_id:
        return _("The author of a report does not review it: another person does")
    if verb == "sign" and actor.person_id in {report.author_id, report.reviewer_id}:
        return _("Author, reviewer and signer of one report are three persons")
    if (
        verb in {"submit_report", "confirm"}
        and actor.role == Role.LEAD
        and actor.person_id != report.author_id
    ):
        return _("Only the author writes this report")
    if verb == "confirm" and actor.person_id in report.signatures.values_list("person_id", flat=True):
        return _("This position has signed already")
    return ""


def writes(report: Report, actor: Actor) -> bool:
    return (
        actor.role == Role.LEAD and actor.person_id == report.author_id and report.state == ReportState.DRAFT
    )


def task_rows(report: Report) -> list[TaskRow]:
    """Return the sections to write, with what stands in each."""
    remarked = set(report.comments.values_list("section", flat=True)) | set(
        report.objections.filter(answered_at=None).values_list("section", flat=True)
    )
    return [
        TaskRow(
            gettext(s.title),
            status(report, s.id, remarked),
            f"/reports/{report.number}/edit/{s.id}/",
            gettext("optional") if not s.required else "",
        )
        for s in SECTIONS
    ] + ([novelty_row(report)] if compares_with_world(grade_code(report)) else [])


def novelty_row(report: Report) -> TaskRow:
    where = f"/reports/{report.number}/edit/{NOVELTY.id}/"
    return TaskRow(gettext(NOVELTY.title), "done" if report.novelty else "todo", where, gettext(NOVELTY.hint))


def grade_code(report: Report) -> str:
    return str((report.content.get("scoring") or {}).get("grade_code", ""))


def status(report: Report, section: str, remarked: set[str]) -> Literal["todo", "done", "fix"]:
    if not str(report.texts.get(section, "")).strip():
        return "todo"
    return "fix" if section in remarked and report.state == ReportState.DRAFT else "done"


def texts(report: Report, actor: Actor) -> list[tuple[str, str]]:
    """Return the free texts; what speaks of marks and of experts waits with them for the issue."""
    open_to = policies.reads_scores(actor, report)
    hidden = () if open_to else OF_MARKS
    shown = [section for section in SECTIONS if section.id not in hidden and report.texts.get(section.id)]
    found = [(gettext(section.title), str(report.texts[section.id])) for section in shown]
    if report.novelty and open_to:
        found.append((gettext(NOVELTY.title), " · ".join(map(str, report.novelty.values()))))
    return found


def story(report: Report, actor: Actor) -> list[TimelineLine]:
    hidden = () if policies.is_inside(actor) else INTERNAL
    return [
        TimelineLine(line.at, line.role.label, line.sentence, line.opinion)
        for line in timeline.lines(report, limit=20, without=hidden)
    ]
