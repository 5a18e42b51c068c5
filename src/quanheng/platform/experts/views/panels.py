"""Panels: the list, one request from screening to seats, and the public record of its draw."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import approvals
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.headers import next_step, state_tag, steps
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui import lists
from quanheng.platform.common.ui.formats import moment
from quanheng.platform.common.ui.parts import Action, Answer, CaseHeader, Tab, TimelineLine
from quanheng.platform.experts import tables
from quanheng.platform.experts.models import Draw, PanelRequest
from quanheng.platform.experts.naming import role_name
from quanheng.platform.experts.selectors import panels
from quanheng.platform.experts.states import REQUEST_STATES, RequestState
from quanheng.platform.experts.steps import as_case
from quanheng.platform.library.naming import named

OVERVIEW, PEOPLE, DRAW = "overview", "candidates", "draw"
WALK_COLUMNS = 4
OUTCOME_LINES = 50
TIMELINE_LINES = 20


class PanelsPage(ActorView):
    """`/draws/`: the panels this person may see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = lists.slice_of(request, panels.visible_to(self.actor))
        return lists.answer(
            request,
            {"title": _("Panels and draws"), "table": tables.request_table(page, tables.field_names())},
        )


class NewDrawPage(ActorView):
    """`/draws/new/?case=PJ…`: from the case to its request."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(
            panels.get_by_case(self.actor, request.GET.get("case", "")).get_absolute_url()
        )


class PanelPage(ActorView):
    """`/draws/<uuid>/`: as much of a panel as the reader's role may know (`experts.md` 8)."""

    def get(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        panel = panels.get(self.actor, request_id)
        draw, inside = panels.draw_of(panel), self.actor.role in {Role.POOL_MANAGER, *panels.OVERSEERS}
        tabs = self.tabs(panel, draw, inside=inside)
        current = next((name for name, tab in tabs.items() if tab.current), OVERVIEW)
        progress = panels.progress(panel)
        context: dict[str, Any] = {
            "panel": panel,
            "header": self.header(panel),
            "tabs": tuple(tabs.values()) if len(tabs) > 1 else (),
            "current": current,
            "answers": self.answers(panel),
            "progress": progress,
            "short": [role_name(role) for role in progress.short],
            "draw": draw,
        }
        if draw and current == DRAW:
            context |= {"frozen": self.frozen(draw), "walk": self.walk(draw) if draw.seed else None}
        if inside:
            context |= self.inside(panel, current)
        return render(request, "experts/panel.html", context)

    def tabs(self, panel: PanelRequest, draw: Draw | None, *, inside: bool) -> dict[str, Tab]:
        """Return the parts of the page: the draw once a list is frozen, the people for those who work on it."""
        here, chosen = panel.get_absolute_url(), self.request.GET.get("part", OVERVIEW)
        names = {OVERVIEW: _("Overview")}
        names |= {PEOPLE: _("Candidates")} if inside and panel.screened_at else {}
        names |= {DRAW: _("Draw")} if draw else {}
        return {name: Tab(label, f"{here}?part={name}", name == chosen) for name, label in names.items()}

    def inside(self, panel: PanelRequest, current: str) -> dict[str, Any]:
        """Return what the pool's managers see with names, and overseers by code."""
        names = self.actor.role == Role.POOL_MANAGER
        rows = list(panels.eligibilities(panel))
        lines = timeline.lines(panel, limit=TIMELINE_LINES)
        known = {
            "timeline": [TimelineLine(row.at, row.role.label, row.sentence, row.opinion) for row in lines]
        }
        if current == PEOPLE:
            role = self.request.GET.get("role", "")
            shown = [row for row in rows if role in {"", row.role}]
            page = lists.slice_of(self.request, shown)
            open_ = panel.state in {RequestState.DRAFT, RequestState.SCREENED}
            links = [Action(_("All"), f"?part={PEOPLE}", primary=not role)]
            links += [
                Action(role_name(r), f"?part={PEOPLE}&role={r}", primary=r == role) for r in panel.quotas
            ]
            people = tables.people_table(page, panel, names=names, exceptions=names and open_)
            return known | {"people": people, "role_links": links}
        if current == DRAW:
            return known
        per_seat = stack_of(panel.scheme).number("panel.candidates_per_seat")
        seats = list(panels.all_seats(panel))
        return known | {
            "roles": tables.roles_table(panel, rows, per_seat) if rows else None,
            "seats": tables.seat_table(seats, names=names) if seats else None,
        }

    def header(self, panel: PanelRequest) -> CaseHeader:
        works = self.actor.role in {Role.POOL_MANAGER, *panels.OVERSEERS}
        sentence, due = next_step(as_case(panel), self.now) if works else ("", "")
        return CaseHeader(
            kind=_("Panel"),
            number=panel.case_number,
            title=gettext(", ").join(tables.field_names().get(code, code) for code in panel.fields)
            or panel.case_number,
            tag=state_tag(REQUEST_STATES, panel.state),
            next_sentence=sentence,
            due_sentence=due,
            steps=steps(REQUEST_STATES, as_case(panel)),
            actions=self.actions(panel),
        )

    def actions(self, panel: PanelRequest) -> Sequence[Action]:
        """Return the acts of the table that have a page, and those that belong to an open list."""
        if self.actor.role not in {Role.POOL_MANAGER, Role.SUPERVISOR}:
            return ()
        verbs = [
            m for m in REQUEST_STATES.open_to(state=panel.state, role=self.actor.role) if m.verb in PAGES
        ]
        if panel.state == RequestState.SCREENED:
            verbs.sort(key=lambda m: m.verb != "freeze")
        acts = [
            Action(
                m.label,
                reverse(PAGES[m.verb], args=[panel.id]),
                primary=n == 0 and m.verb != "fail",
                reason=self.reason(panel, m.verb),
                danger=m.verb == "fail",
            )
            for n, m in enumerate(verbs)
        ]
        if (
            panel.state == RequestState.FROZEN
            and self.actor.role == Role.POOL_MANAGER
            and not self.proposal(panel)
        ):
            acts = [
                Action(_("Put the draw up"), reverse("experts:propose_draw", args=[panel.id]), primary=True),
                *acts[1:],
            ]
        if (
            panel.state in {RequestState.DRAFT, RequestState.SCREENED}
            and self.actor.role == Role.POOL_MANAGER
        ):
            acts += [
                Action(_("Enterprises"), reverse("experts:enterprises", args=[panel.id])),
                Action(_("Further fields"), reverse("experts:widen", args=[panel.id])),
            ]
        return acts

    def proposal(self, panel: PanelRequest) -> Any:
        return approvals.pending(panel.ref, "draw", now=self.now)

    def reason(self, panel: PanelRequest, verb: str) -> Any:
        if verb != "draw":
            return ""
        proposal = self.proposal(panel)
        if proposal is None:
            return _("An expert pool manager puts the draw up first")
        return (
            _("You put the draw up; another person witnesses it")
            if proposal.proposed_by == self.actor.person_id
            else ""
        )

    def answers(self, panel: PanelRequest) -> list[Answer]:
        stage = named(stack_of(panel.scheme).stage(panel.stage))
        quotas = gettext(", ").join(f"{role_name(role)} {quota}" for role, quota in panel.quotas.items())
        return [
            Answer(_("Evaluation institution"), panel.institution.name),
            Answer(_("Stage"), stage),
            Answer(_("Seats"), quotas),
            Answer(_("Seats per institution"), str(panel.institution_limit)),
            Answer(_("Expert pool"), panel.pool.name),
        ]

    def frozen(self, draw: Draw) -> list[Answer]:
        """Return what was published with the list, and with the draw."""
        rows = [
            Answer(_("Root hash"), draw.root),
            Answer(_("Algorithm"), draw.algorithm),
            Answer(_("Commitment to the secret"), ", ".join(draw.commitments.values())),
            Answer(_("Source of the random value"), draw.public_source),
            Answer(_("Frozen at"), moment(draw.frozen_at)),
            Answer(_("Not drawn before"), moment(draw.draw_at)),
        ]
        if draw.seed:
            rows += [
                Answer(_("Random value"), draw.public_value),
                Answer(_("Random seed"), draw.seed),
                Answer(_("Drawn at"), moment(draw.drawn_at)),
            ]
        return rows

    def walk(self, draw: Draw) -> Any:
        lines = [line.split("|") for line in draw.record["log"]]
        walk = [line for line in lines if len(line) == WALK_COLUMNS]
        return tables.walk_table(lists.slice_of(self.request, walk, size=OUTCOME_LINES))


PAGES = {
    "screen": "experts:screen",
    "freeze": "experts:freeze",
    "draw": "experts:run_draw",
    "invite": "experts:invite",
    "fail": "experts:fail",
}


class RecordPage(ActorView):
    """`/draws/<uuid>/record.json`: the public record, which `quanheng verify draw` re-runs; no name is in it."""

    def get(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        draw = panels.draw_of(panels.get(self.actor, request_id))
        if draw is None or not draw.seed:
            raise Absent
        text = json.dumps(draw.record, ensure_ascii=False, indent=1, sort_keys=True)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = (
            content_disposition_header(as_attachment=True, filename=f"draw-{draw.root[:12]}.json")
            or "attachment"
        )
        response["Cache-Control"] = "private, no-store"
        return response
