"""The workbench: figures left, value and steps right, computed by the server as they are typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quanheng.methods.errors import MethodError
from quanheng.methods.money import capital_amount
from quanheng.methods.result import Step
from quanheng.platform.common import drafts
from quanheng.platform.common.errors import Conflict, Missing, Refused
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.problems import problems_of
from quanheng.platform.common.ui import formats
from quanheng.platform.common.ui.parts import Reason, Tab, Table, Tag
from quanheng.platform.common.ui.problems import form_reasons, reasons
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.library import selectors as library
from quanheng.platform.valuation import links, policies, selectors, services, tables, wording
from quanheng.platform.valuation.forms.sheet import SheetAnswers
from quanheng.platform.valuation.models import Engagement, MethodRun
from quanheng.platform.valuation.runs import Outcome, outcome_of
from quanheng.platform.valuation.sheets.catalogue import SHEETS, offers, sheet_of
from quanheng.platform.valuation.sheets.specs import Sheet, Text
from quanheng.platform.valuation.states import ENGAGEMENT_STATES, EngagementState
from quanheng.platform.valuation.views import frame

NOTE_FROM, ALARM_FROM = 2, 10
OLD_MONTHS = 12
ROUND_FROM = Decimal(10_000_000)


@dataclass(frozen=True, slots=True)
class Panel:
    """The right side of the workbench: what the figures give now, and what is wrong or missing."""

    sheet: Sheet
    value: Decimal | None = None
    headline: Decimal | None = None
    words: str = ""
    steps: Step | None = None
    warnings: tuple[str, ...] = ()
    problems: tuple[Reason, ...] = ()
    moves: Table | None = None
    others: tuple[str, ...] = ()
    far: bool = False
    unsourced: tuple[Text, ...] = ()
    old: tuple[str, ...] = ()
    kept: MethodRun | None = None


def panel_of(engagement: Engagement, answers: SheetAnswers) -> Panel:
    """Return the panel for what stands in the form; a form with errors shows them and the value kept before."""
    sheet = answers.sheet
    kept = selectors.current_run(engagement, sheet)
    if answers.bound and not answers.is_valid():
        return Panel(sheet, problems=form_reasons(answers.forms), kept=kept)
    outcome = outcome_of(sheet, answers.stored())
    common: dict[str, Any] = {
        "unsourced": tuple(answers.unsourced()),
        "old": tuple(old_sources(engagement, answers)),
        "kept": kept,
    }
    if outcome.result is None:
        return Panel(sheet, problems=problems_in(outcome), **common)
    value = outcome.value or Decimal(0)
    others, far = compared(engagement, sheet, value)
    return Panel(
        sheet,
        value=value,
        headline=three_figures(value),
        words=capital_amount(value) if value >= 0 else "",
        steps=outcome.result.explanation,
        warnings=tuple(sentence(warning) for warning in outcome.result.warnings),
        moves=tables.sensitivity(outcome.moves) if outcome.moves else None,
        others=others,
        far=far,
        **common,
    )


def problems_in(outcome: Outcome) -> tuple[Reason, ...]:
    if outcome.error is not None:
        section = f"#id_{outcome.field}" if outcome.field else ""
        return reasons([Missing(outcome.error.text, section, dict(outcome.error.values))])
    return reasons(outcome.missing)


def three_figures(value: Decimal) -> Decimal:
    """Return a value of ten million yuan or more with three significant figures, others as they are."""
    if abs(value) < ROUND_FROM:
        return value
    return Decimal(f"{value:.2e}")


def compared(engagement: Engagement, sheet: Sheet, value: Decimal) -> tuple[tuple[str, ...], bool]:
    """Return how the value stands to those of the other methods, and whether one is ten times off."""
    lines, far = [], False
    for code, run in selectors.current_runs(engagement).items():
        if code == sheet.code or run.value <= 0 or value <= 0:
            continue
        ratio = max(value, run.value) / min(value, run.value)
        far = far or ratio > ALARM_FROM
        text = _("%(method)s: %(value)s, %(ratio)s times apart")
        if ratio > NOTE_FROM:
            text = _("%(method)s: %(value)s, %(ratio)s times apart (above 2 a note is needed)")
        amount = formats.wan(run.value)
        lines.append(text % {"method": SHEETS[code].label, "value": amount, "ratio": f"{ratio:.2f}"})
    return tuple(lines), far


def old_sources(engagement: Engagement, answers: SheetAnswers) -> list[str]:
    """Return the figures whose source is more than a year older than the valuation date."""
    day = engagement.valuation_date
    found = []
    for name, entry in answers.entries().items():
        spec = answers.sheet.spec(name.partition(".")[0])
        if day and spec and entry.value and entry.as_of and (age := months(entry.as_of, day)) > OLD_MONTHS:
            found.append(_t("%(figure)s: %(months)s months old") % {"figure": spec.label, "months": age})
    return found


def months(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


class SheetPage(ActorView):
    """One sheet. `POST` saves; with `recompute` it only computes, `…/recompute/` answers the panel alone."""

    approach = ""

    def sheet(self, engagement: Engagement) -> Sheet:
        if not self.approach:
            return selectors.stage_sheet(engagement)
        slug = self.request.GET.get("method", "")
        mine = [s for s in selectors.chosen_sheets(engagement) if s.approach == self.approach]
        return mine[0] if mine and not slug else sheet_of(self.approach, slug)

    def page_key(self, sheet: Sheet) -> str:
        path = self.request.path.removesuffix("draft/").removesuffix("recompute/")
        return f"{path}?method={sheet.slug}" if sheet.slug else path

    def answers(self, engagement: Engagement, sheet: Sheet, data: Any = None) -> SheetAnswers:
        return SheetAnswers(
            sheet,
            selectors.params(engagement, sheet.code),
            library.evidence(engagement.achievement),
            data,
            editable=policies.is_lead(self.actor, engagement) and self.verb(engagement) is not None,
            values_open=engagement.state in {EngagementState.DRAFT, EngagementState.LOCKED},
        )

    def verb(self, engagement: Engagement) -> str | None:
        """Return the verb that saving is in this state, None when nothing may be saved."""
        open_to = {m.verb for m in ENGAGEMENT_STATES.open_to(state=engagement.state, role=self.actor.role)}
        return next((verb for verb in ("save_params", "complete_sources") if verb in open_to), None)

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        engagement = selectors.working(self.actor, number)
        sheet = self.sheet(engagement)
        editable = self.answers(engagement, sheet).open
        draft = drafts.load(self.actor.person_id, self.page_key(sheet)) if editable else None
        data = drafts.as_post(draft) if draft else None
        answers = self.answers(engagement, sheet, data)
        return self.page(engagement, answers, draft=draft)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        engagement = selectors.working(self.actor, number)
        sheet = self.sheet(engagement)
        if request.path.endswith("/draft/"):
            return self.keep(engagement, sheet)
        answers = self.answers(engagement, sheet, request.POST)
        if request.path.endswith("/recompute/"):
            context = {"panel": panel_of(engagement, answers), "sentence_a": wording.SENTENCE_A}
            return render(request, "valuation/panel.html", context)
        if "recompute" in request.POST:
            return self.page(engagement, answers)
        if not answers.is_valid():
            return self.page(engagement, answers, status=422)
        try:
            services.save_params(
                actor=self.actor, number=number, code=sheet.code, entries=answers.entries(), now=self.now
            )
        except Refused as error:
            status = 409 if isinstance(error, Conflict) else 422
            return self.page(engagement, answers, problems=problems_of(error), status=status)
        drafts.discard(self.actor.person_id, self.page_key(sheet))
        self.run(engagement, sheet)
        return HttpResponseRedirect(links.sheet(number, sheet))

    def run(self, engagement: Engagement, sheet: Sheet) -> None:
        """Keep a run where the figures give one, and say what became of it."""
        if sheet.compute is None or self.verb(engagement) != "save_params":
            messages.success(self.request, _t("Saved"))
            return
        try:
            services.run_method(actor=self.actor, number=engagement.number, code=sheet.code, now=self.now)
        except (Refused, MethodError) as error:
            first = sentence(problems_of(error)[0])
            messages.info(self.request, _t("Saved. No value is kept yet: %(reason)s") % {"reason": first})
        else:
            messages.success(self.request, _t("Saved; the value is kept"))

    def keep(self, engagement: Engagement, sheet: Sheet) -> HttpResponse:
        """Keep what is typed so far; nothing is checked, nothing is lost."""
        if self.actor.person_id is None:
            return HttpResponse(status=401)
        version = self.request.POST.get("draft_version", "")
        try:
            draft = drafts.save(
                person_id=self.actor.person_id,
                page=self.page_key(sheet),
                data=self.request.POST,
                now=self.now,
                version=int(version) if version.isdigit() and version != "0" else None,
            )
        except Conflict as error:
            return JsonResponse({"problem": str(error)}, status=409)
        return JsonResponse({"saved_at": draft.saved_at.isoformat(), "version": draft.version})

    def page(
        self,
        engagement: Engagement,
        answers: SheetAnswers,
        *,
        draft: drafts.Draft | None = None,
        problems: Sequence[Missing] = (),
        status: int = 200,
    ) -> HttpResponse:
        sheet, person = answers.sheet, self.actor.person_id
        key = self.page_key(sheet)
        path, _mark, query = key.partition("?")
        current = self.approach or "figures"
        context = frame.page(engagement, self.actor, self.now, current) | {
            "answers": answers,
            "sheet": sheet,
            "panel": panel_of(engagement, answers),
            "methods": method_tabs(engagement, self.approach, sheet),
            "standing": standing(engagement, sheet),
            "editable": answers.form.fields
            and policies.is_lead(self.actor, engagement)
            and self.verb(engagement),
            "fixed": not answers.open,
            "page_url": key,
            "draft_url": f"{path}draft/?{query}" if query else f"{path}draft/",
            "recompute_url": f"{path}recompute/?{query}" if query else f"{path}recompute/",
            "draft_token": drafts.token(person, key) if person else "",
            "version": draft.version if draft else 0,
            "saved_at": draft.saved_at if draft else None,
            "restored": draft is not None,
            "problems": problems,
            "wrong": answers.forms if status != 200 else None,
        }
        return render(self.request, "valuation/sheet.html", context, status=status)


def method_tabs(engagement: Engagement, approach: str, sheet: Sheet) -> list[Tab]:
    """Return the methods of the approach, where it has more than one."""
    mine = [row for row in SHEETS.values() if row.approach == approach]
    if len(mine) < 2:
        return []
    return [
        Tab(row.label, links.sheet(engagement.number, row), current=row.code == sheet.code) for row in mine
    ]


def standing(engagement: Engagement, sheet: Sheet) -> dict[str, Any]:
    """Return how the method stands at this level, its weight, and whether it is chosen at all."""
    offer = next((row for row in offers(engagement.level) if row.code == sheet.code), None)
    chosen = next((row for row in engagement.methods if row["code"] == sheet.code), None)
    if offer is None:
        return {}
    return {
        "tag": standing_tag(offer.standing),
        "weight": Decimal(chosen["weight"]) * 100 if chosen else None,
        "why": chosen["why"] if chosen else "",
    }


def standing_tag(code: str) -> Tag:
    return Tag(wording.STANDINGS[code], wording.STANDING_TONES[code])


class FiguresPage(SheetPage):
    approach = ""


class CostPage(SheetPage):
    approach = "cost"


class IncomePage(SheetPage):
    approach = "income"


class MarketPage(SheetPage):
    approach = "market"
