"""Rounds as the case manager and the institution see them: list, opening, one round, its end, its adoption."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import drafts
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.exporting.responses import table_response
from quanheng.platform.common.headers import due_sentence, state_tag
from quanheng.platform.common.pages import ActorView, ActView, Text
from quanheng.platform.common.roles import INSTITUTION
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.parts import Action, Answer
from quanheng.platform.evaluation import boards, plans, policies, wording
from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation.models import Evaluation, Plan, PlanState, Scope
from quanheng.platform.evaluation.services.planning import EDITED_IN
from quanheng.platform.evaluation.views.pages import CasePage
from quanheng.platform.evaluation.weighting import links, pages, rules, selectors, services, tables, words
from quanheng.platform.evaluation.weighting.forms import OpenForm, ReasonForm
from quanheng.platform.evaluation.weighting.models import WeightingRound
from quanheng.platform.evaluation.weighting.states import ROUND_STATES, RoundState


def draft_plan(case: Evaluation) -> Plan | None:
    """Return the plan draft whose weights may still be found; a grading has none."""
    plan = evaluations.working_plan(case)
    running = case.state in EDITED_IN and case.case_kind == Scope.FULL
    return plan if running and plan and plan.state == PlanState.DRAFT else None


class RoundsPage(CasePage, ActorView):
    """`…/weighting/`: every round of the case, and the way to another one."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        case = self.fetch()
        may_open = policies.is_lead(self.actor, case) and draft_plan(case) is not None
        new = boards.address("open_weighting", case) if may_open else ""
        label = _("Open a weighting round") if may_open else ""
        context = self.frame(case, "plan") | {
            "table": tables.round_table(
                list(selectors.of_case(self.actor, case)), empty_url=new, empty_label=label
            ),
            "new_url": new,
            "plan_url": boards.address("plan", case),
            "unsaved": policies.is_lead(self.actor, case) and self.unsaved(case),
        }
        return render(request, "evaluation/weighting/rounds.html", context)

    def unsaved(self, case: Evaluation) -> bool:
        full = case.case_kind == Scope.FULL and case.state in EDITED_IN
        return full and evaluations.last_plan(case) is None


class OpenPage(CasePage, ActView):
    """`…/weighting/new/`: which side, who, what they are asked."""

    title = _("Open a weighting round")
    submit_label = _("Open the round")
    done_message = _("The members have the comparison in their inboxes")
    template_name = "evaluation/weighting/open.html"

    def form(self, case: Evaluation, data: Any = None, files: Any = None) -> forms.Form:
        sides = {code: str(label) for code, label, bar in self.sides(case) if not bar}
        people = selectors.candidates(case)
        initial = {"side": next(iter(sides), ""), "instruction": INSTRUCTION}
        return OpenForm(data, sides=sides, people=people, initial=initial)

    def sides(self, case: Evaluation) -> list[tuple[str, Text, Text]]:
        """Return the sides with the number of their indicators, and why one cannot be compared now."""
        plan = draft_plan(case)
        if plan is None:
            return []
        busy = {row.side for row in selectors.open_rounds(plan)}
        found: list[tuple[str, Text, Text]] = []
        for side in plans.SIDES:
            size = len(selectors.weights_now(plan, side))
            values = {"side": wording.SIDES[side], "count": size, "pairs": len(rules.pairs(size))}
            label = gettext("%(side)s: %(count)s indicators, %(pairs)s pairs") % values
            found.append((side, label, self.bar(size, busy=side in busy)))
        return found

    def bar(self, size: int, *, busy: bool) -> Text:
        if busy:
            return _("The indicators of this side are being compared already")
        if not rules.FEWEST <= size <= rules.MOST:
            values = {"got": size, "least": rules.FEWEST, "most": rules.MOST}
            text = gettext(
                "The side has %(got)s indicators with a weight; a round takes %(least)s to %(most)s"
            )
            return text % values
        return ""

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        days = stack_of(case.scheme).deadline(services.DEADLINE).days
        return [
            gettext("Each member is asked through the inbox and has %(days)s working days.") % {"days": days},
            _("Nobody, not even you, sees the answers before the round is closed."),
            _("The plan cannot be proposed for its lock while the round is open."),
        ]

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        sides = self.sides(case)
        return {
            "back_url": links.rounds(case.number),
            "barred": [(label, bar) for _code, label, bar in sides if bar],
            "possible": any(not bar for _code, _label, bar in sides),
            "no_draft": draft_plan(case) is None,
        }

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        row = services.open_round(
            actor=self.actor,
            number=case.number,
            side=data["side"],
            members=[
                one.person.id for one in selectors.candidates(case) if str(one.person.id) in data["members"]
            ],
            instruction=data["instruction"],
            now=self.now,
        )
        return links.one(case.number, row.number)


INSTRUCTION = _(
    "Say for each pair which of the two indicators matters more for this achievement and how much more. "
    "Judge by the purpose of the evaluation, not by how well the achievement will do."
)


class RoundCase(CasePage):
    """A page of one round: a stranger's does not exist."""

    @property
    def round_number(self) -> int:
        return int(self.kwargs["round"])

    def row(self) -> WeightingRound:
        return selectors.get(self.actor, self.kwargs["number"], self.round_number)

    @property
    def inside(self) -> bool:
        return self.actor.role in INSTITUTION


class RoundPage(RoundCase, ActorView):
    """`…/weighting/<n>/`: who is in; after the closing what the group and each member weighs."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        case, row = self.fetch(), self.row()
        rows = selectors.sheets(row)
        names = pages.member_names(rows, inside=self.inside)
        revealed = row.state in selectors.REVEALED
        lead = policies.is_lead(self.actor, case)
        context = self.frame(case, "plan") | {
            "round": row,
            "tag": state_tag(ROUND_STATES, row.state),
            "answers": self.answers(row),
            "done": sum(sheet.submitted_at is not None for sheet in rows),
            "total": len(rows),
            "members": tables.member_table(rows, names, revealed=revealed) if revealed or lead else None,
            "own": selectors.find_own_sheet(self.actor, row),
            "actions": self.actions(case, row),
            "revealed": revealed,
        }
        if origin := self.origin(row):
            context |= {"origin": origin, "origin_line": pages.origin_line(origin)}
        if revealed:
            context |= self.result(row)
        return render(request, "evaluation/weighting/round.html", context)

    def answers(self, row: WeightingRound) -> list[Answer]:
        due = due_sentence(row.due_at, self.now) if row.state == RoundState.OPEN else ""
        found = [
            Answer(_("Side"), words.side(row)),
            Answer(
                _("Indicators"), wording.joined(words.title(row.items, n + 1) for n in range(len(row.items)))
            ),
            Answer(_("What the members are asked, and why"), row.instruction),
        ]
        if due:
            found.append(Answer(_("Due"), due))
        if row.reason:
            found.append(Answer(_("Why it was cancelled"), gettext(row.reason)))
        return found

    def origin(self, row: WeightingRound) -> selectors.Origin | None:
        """Return what the plan says of this round, if its weights came from it last."""
        origin = selectors.origins(row.plan).get(row.side)
        return origin if origin and origin.round.id == row.id else None

    def result(self, row: WeightingRound) -> dict[str, Any]:
        counted = selectors.counted(row)
        names = pages.member_names(counted, inside=self.inside)
        return {
            "chart": tables.weight_chart(row, counted, names),
            "ratio": pages.ratio(row.outcome["ratio"]),
            "method": gettext(row.outcome["method"]),
            "counted": len(counted),
            "explanation": pages.explanation(row.outcome["explanation"], row.items, names),
        }

    def actions(self, case: Evaluation, row: WeightingRound) -> list[Action]:
        """Return what the case manager may do with the round now."""
        if not policies.is_lead(self.actor, case) or row.plan.state != PlanState.DRAFT:
            return []
        at = case.number, row.number
        if row.state == RoundState.OPEN:
            left = selectors.blockers(row, selectors.sheets(row), self.now)
            reason = "; ".join(str(missing) for missing in left)
            return [
                Action(
                    _("Close the weighting round"),
                    links.act("close_weighting", *at),
                    primary=not left,
                    reason=reason,
                ),
                Action(_("Cancel the weighting round"), links.act("cancel_weighting", *at), danger=True),
            ]
        if row.state in selectors.REVEALED and case.state in EDITED_IN and not self.in_the_plan(row):
            return [Action(_("Adopt the weights"), links.act("adopt_weights", *at), primary=True)]
        return []

    def in_the_plan(self, row: WeightingRound) -> bool:
        """Say whether the plan draft has the weights of this round already."""
        origin = self.origin(row)
        return origin is not None and not origin.changed


class ExportPage(RoundCase, ActorView):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = self.row()
        counted = selectors.counted(row)
        names = pages.member_names(counted, inside=self.inside)
        rows = tables.export_rows(row, counted, names)
        name = f"{row.evaluation.number}-weights-{row.number}"
        return table_response(request, name, tables.EXPORT, rows, request.GET.get("format", "xlsx"))


class RoundAct(RoundCase, ActView):
    """An act of the case manager on one round."""

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        row = self.row()
        return {"back_url": links.one(case.number, row.number), "round": row}


class ClosePage(RoundAct):
    title = _("Close the weighting round")
    submit_label = _("Close and compute the weights")
    done_message = _("The weights of the group are computed")

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        rows = selectors.sheets(self.row())
        counted = sum(sheet.submitted_at is not None for sheet in rows)
        values = {"counted": counted, "left": len(rows) - counted}
        return [
            gettext("%(counted)s sheets are counted, %(left)s are left out; nobody can hand in any more.")
            % values,
            _("The institution sees the group's weights and each member's own, by name."),
            _("The plan does not change yet: adopting the weights is a step of its own."),
        ]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.close_round(
            actor=self.actor, number=case.number, round_number=self.round_number, now=self.now
        )
        return links.one(case.number, self.round_number)


class CancelPage(RoundAct):
    title = _("Cancel the weighting round")
    submit_label = _("Cancel the weighting round")
    done_message = _("The round is cancelled")
    form_class = ReasonForm
    danger = True

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [_("What the members have compared is never shown and enters no weight.")]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.cancel_round(
            actor=self.actor,
            number=case.number,
            round_number=self.round_number,
            reason=data["reason"],
            now=self.now,
        )
        return links.one(case.number, self.round_number)


class AdoptPage(RoundAct):
    title = _("Adopt the weights")
    submit_label = _("Adopt into the plan draft")
    done_message = _("The plan draft has the weights of the group")
    template_name = "evaluation/weighting/adopt.html"

    def fetch(self) -> Evaluation:
        case = super().fetch()
        if self.row().state not in selectors.REVEALED:
            raise Absent
        return case

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [
            _("The weights below are written into the plan draft and make exactly 100.0."),
            _("The plan says where they come from; a later change by hand is said as well."),
        ]

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        return {**super().context(case), "table": tables.adoption_table(self.row())}

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        if drafts.load(self.actor.person_id, boards.address("plan", case)):
            raise Refused("The plan page holds changes that you have not saved; save them first, then adopt")
        services.adopt_weights(
            actor=self.actor, number=case.number, round_number=self.round_number, now=self.now
        )
        return boards.address("plan", case)
