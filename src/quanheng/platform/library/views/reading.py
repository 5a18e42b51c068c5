"""Pages that only read: the list, one achievement, its record, its print, the receipt."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import inbox
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.headers import next_step, state_tag
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui import lists
from quanheng.platform.common.ui.parts import Action, Tab, TaskRow
from quanheng.platform.library import naming, selectors, tables
from quanheng.platform.library.forms.filters import FilterForm
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.sections import PAGES, title
from quanheng.platform.library.states import ACHIEVEMENT_STATES, AchievementState
from quanheng.platform.library.views import pages

OWN, LIBRARY = "own", "library"


class ListPage(ActorView):
    """`/achievements/`: what the own organisation holds, and what of the library this person may see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        scope = request.GET.get("scope", OWN if self.actor.role == Role.OWNER else LIBRARY)
        scope = scope if self.actor.role == Role.OWNER else LIBRARY
        rows = (
            selectors.own(self.actor)
            if scope == OWN
            else selectors.visible_to(self.actor).exclude(state=AchievementState.DRAFT)
        )
        asked = request.GET.copy()
        asked["scope"] = scope
        filters = FilterForm(asked, stack=stack_of(""))
        page = lists.slice_of(request, filters.narrow(rows), sorts=tables.SORTS)
        return lists.answer(
            request, {"title": _("Achievements"), "filters": filters, **self.around(scope, page)}
        )

    def around(self, scope: str, page: lists.Slice[Achievement]) -> dict[str, Any]:
        if self.actor.role != Role.OWNER:
            return {"table": tables.achievement_table(page, empty=_("No achievement of the library fits"))}
        new = reverse("library:new")
        here = reverse("library:list")
        empty = (
            _("Your organisation has no achievement that fits")
            if scope == OWN
            else _("No achievement of the library fits")
        )
        table = tables.achievement_table(
            page, empty=empty, empty_url=new, empty_label=_("Register an achievement")
        )
        return {
            "table": table,
            "actions": [Action(_("Register an achievement"), new, primary=True)],
            "tabs": [
                Tab(_("Held by us"), f"{here}?scope={OWN}", scope == OWN),
                Tab(_("The library"), f"{here}?scope={LIBRARY}", scope == LIBRARY),
            ],
        }


class AchievementPage(ActorView):
    """`/achievements/<CG>/`: the task list of a draft for its owner, else the dossier as far as the reader may see it."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        achievement = selectors.get(self.actor, number)
        whole = selectors.reads_dossier(self.actor, achievement)
        deals = selectors.deals_with_holder(self.actor, achievement)
        context = {
            "achievement": achievement,
            "header": pages.header(achievement, self.actor, self.now),
            "tabs": pages.tabs(achievement, self.actor, "overview"),
            "timeline": pages.record(achievement, limit=pages.FIRST_LINES) if deals else (),
            "label": pages.self_declared(achievement),
            "maturity": naming.maturity(achievement, stack_of(achievement.scheme)),
        }
        if achievement.state == AchievementState.DRAFT and self.actor.role == Role.OWNER:
            return render(request, "library/draft.html", context | {"tasks": self.tasks(achievement)})
        return render(
            request,
            "library/achievement.html",
            context | {"parts": tables.dossier(achievement, masked=not whole, contact=deals)},
        )

    def tasks(self, achievement: Achievement) -> list[TaskRow]:
        statuses = selectors.section_statuses(achievement, self.actor.person_id)
        return [
            TaskRow(
                title(row.section),
                row.status,
                reverse(PAGES[row.section], args=[achievement.number]),
                self.note(row),
            )
            for row in statuses
        ]

    def note(self, row: selectors.SectionStatus) -> tables.Text:
        if row.note:
            return row.note
        return _("Typed text is kept as a draft") if row.unsaved else ""


class HistoryPage(ActorView):
    """The whole record, for those who deal with the holder."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        achievement = selectors.get(self.actor, number)
        if not selectors.deals_with_holder(self.actor, achievement):
            raise Absent
        context = {
            "achievement": achievement,
            "header": pages.header(achievement, self.actor, self.now),
            "tabs": pages.tabs(achievement, self.actor, "history"),
            "lines": pages.record(achievement),
        }
        return render(request, "library/history.html", context)


class PrintPage(ActorView):
    """The dossier on paper."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        achievement = selectors.get(self.actor, number)
        whole = selectors.reads_dossier(self.actor, achievement)
        papers = (
            tables.evidence_table(achievement, selectors.evidence(achievement), removable=False)
            if whole
            else None
        )
        context = {
            "achievement": achievement,
            "title": achievement.title,
            "tag": state_tag(ACHIEVEMENT_STATES, achievement.state),
            "parts": tables.dossier(
                achievement,
                masked=not whole,
                contact=selectors.deals_with_holder(self.actor, achievement),
            ),
            "papers": papers,
            "label": pages.self_declared(achievement),
            "maturity": naming.maturity(achievement, stack_of(achievement.scheme)),
            "now": self.now,
        }
        return render(request, "library/print.html", context)


class ReceiptPage(ActorView):
    """What was handed in, who acts next and by when."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        achievement = selectors.get_own(self.actor, number)
        if achievement.submitted_at is None:
            raise Absent
        due = next_step(achievement, self.now)[1]
        context = {
            "achievement": achievement,
            "title": _("Receipt"),
            "tag": state_tag(ACHIEVEMENT_STATES, achievement.state),
            "due_sentence": due,
            "recallable": achievement.state == AchievementState.SUBMITTED,
            "step": inbox.open_of(achievement).first(),
            "actions": [a for a in pages.next_actions(achievement, self.actor) if not a.reason],
            "label": pages.self_declared(achievement),
        }
        return render(request, "library/receipt.html", context)


def readable(actor: Any, number: str) -> Achievement:
    """Return an achievement whose whole dossier `actor` reads (else `Absent`)."""
    achievement = selectors.get(actor, number)
    if not selectors.reads_dossier(actor, achievement):
        raise Absent
    return achievement
