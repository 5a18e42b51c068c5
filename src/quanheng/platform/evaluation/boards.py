"""What the pages of a case share: header with acts, tabs, facts, record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.money import capital_amount
from quanheng.platform.common import approvals
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.headers import case_header
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import day, moment, money
from quanheng.platform.common.ui.parts import Action, CaseHeader, Tab, Text, TimelineLine
from quanheng.platform.evaluation import hooks, policies, selectors, wording
from quanheng.platform.evaluation.marking import selectors as marking
from quanheng.platform.evaluation.models import Evaluation, Plan, PlanState, Scope
from quanheng.platform.evaluation.services.contract import SCAN
from quanheng.platform.evaluation.states import BEFORE_CONTRACT, EVALUATION_STATES, EvaluationState
from quanheng.platform.experts import selectors as experts
from quanheng.platform.experts.states import RequestState

S = EvaluationState
ACTS: dict[str, tuple[str, Text]] = {
    "submit": ("submit", ""),
    "recall": ("recall", ""),
    "accept": ("accept", ""),
    "return": ("return", ""),
    "refuse": ("refuse", ""),
    "sign_contract": ("contract", _("Contract")),
    "lock_plan": ("plan", _("Edit plan")),
    "start_maturity": ("start_maturity", ""),
    "confirm_level": ("level", _("Propose level")),
    "certify_level": ("level", _("Propose level")),
    "request_evidence": ("request_evidence", ""),
    "complete_collection": ("information", _("Collect information")),
    "request_panel": ("panel", ""),
    "close_scoring": ("close_scoring", ""),
    "suspend": ("suspend", ""),
    "resume": ("resume", ""),
    "terminate": ("terminate", ""),
    "archive": ("archive", ""),
}
"""Verbs that begin on a page of this room, and the word on the button where it is not the verb's own."""

DANGEROUS = frozenset({"refuse", "terminate", "suspend"})
SECOND_PAGES = {"lock_plan": "lock_plan", "confirm_level": "confirm_level", "certify_level": "confirm_level"}
FIRST_LINES = 8
CHAPTERS: dict[str, Text] = {"valuation": _("Valuation"), "report": _("Report")}
Chapters = Mapping[str, tuple[str, str]]
"""What the rooms above have for a case: key → (address, English sentence)."""


def address(name: str, evaluation: Evaluation) -> str:
    """Return the address of a page of the case; empty where the room is not served."""
    try:
        return reverse(name if ":" in name else f"evaluation:{name}", args=[evaluation.number])
    except NoReverseMatch:
        return ""


# header ----------------------------------------------------------------------------------------------
def header(evaluation: Evaluation, actor: Actor, now: datetime) -> CaseHeader:
    acts = (
        *(replace(act, primary=True) for act in second_acts(evaluation, actor, now)),
        *own_acts(evaluation, actor),
        *(replace(act, primary=True) for act in notice_acts(evaluation, actor)),
    )
    first = tuple(replace(act, primary=act.primary and n == 0) for n, act in enumerate(acts))
    kind = _("Evaluation") if evaluation.case_kind == Scope.FULL else _("Grading only")
    return case_header(
        evaluation, kind=kind, table=EVALUATION_STATES, actor=actor, now=now, pages={}, extra=first
    )


def own_acts(evaluation: Evaluation, actor: Actor) -> list[Action]:
    """Return the acts that the table opens to this reader, in the order of `ACTS`."""
    if actor.role == Role.LEAD and not policies.is_lead(actor, evaluation):
        return []
    offered = {m.verb: m for m in EVALUATION_STATES.open_to(state=evaluation.state, role=actor.role)}
    return [
        Action(
            label or offered[verb].label,
            address(page, evaluation),
            primary=EVALUATION_STATES.leads_on(offered[verb], evaluation.state),
            danger=verb in DANGEROUS,
            reason=reason(verb, evaluation),
        )
        for verb, (page, label) in ACTS.items()
        if verb in offered and fits(verb, evaluation)
    ]


def fits(verb: str, evaluation: Evaluation) -> bool:
    """Say whether a verb belongs to this case: a grading is certified, a panel is requested once."""
    grading = evaluation.case_kind == Scope.GRADING
    if verb == "request_panel":
        request = experts.request_of(evaluation.id)
        return request is None or request.state in {RequestState.CLOSED, RequestState.FAILED}
    return not (verb == "confirm_level" and grading) and not (verb == "certify_level" and not grading)


def reason(verb: str, evaluation: Evaluation) -> Text:
    """Return why an act is not possible yet."""
    if verb == "close_scoring":
        return "; ".join(str(missing) for missing in marking.blockers(evaluation))
    return ""


def second_acts(evaluation: Evaluation, actor: Actor, now: datetime) -> list[Action]:
    """Return the two-person acts that wait for this reader."""
    if not policies.is_second(actor, evaluation):
        return []
    waiting = approvals.open_of_kind(evaluation.kind, now=now).filter(case_id=evaluation.id)
    found = []
    for row in waiting:
        if row.proposed_by == actor.person_id:
            continue
        if page := SECOND_PAGES.get(row.verb):
            label = _("Decide on the plan") if row.verb == "lock_plan" else _("Decide on the level")
            found.append(Action(label, address(page, evaluation)))
        elif row.verb.startswith(SCAN):
            side = row.verb.removeprefix(f"{SCAN}_")
            path = reverse("evaluation:confirm_scan", args=[evaluation.number, side])
            found.append(Action(_("Compare the stamped copy"), path))
    return found


def notice_acts(evaluation: Evaluation, actor: Actor) -> list[Action]:
    if not selectors.notices(actor, evaluation).exists():
        return []
    return [Action(_("Noted"), address("read", evaluation))]


# tabs --------------------------------------------------------------------------------------------------
def tabs(evaluation: Evaluation, actor: Actor, told: Chapters, here: str) -> list[Tab]:
    """Return the parts of the case that exist by now for this reader; `told` are those of the rooms above."""
    scored = reached(evaluation, S.SCORING) and policies.follows_marks(actor)
    places = (
        ("overview", _("Overview"), address("evaluation", evaluation), True),
        ("contract", _("Contract"), address("contract", evaluation), evaluation.accepted_at is not None),
        ("plan", _("Plan"), address("plan", evaluation), contracted(evaluation)),
        ("maturity", _("Maturity"), address("maturity:matrix", evaluation), reached(evaluation, S.MATURITY)),
        (
            "information",
            _("Information"),
            address("information", evaluation),
            reached(evaluation, S.COLLECTING),
        ),
        ("panel", _("Experts"), address("panel", evaluation), reached(evaluation, S.DRAWING)),
        ("marks", _("Marks"), scores(evaluation), scored),
        *((key, label, told[key][0], True) for key, label in CHAPTERS.items()),
        ("history", _("Record"), address("history", evaluation), True),
    )
    return [Tab(label, url, key == here) for key, label, url, there in places if there and url]


def scores(evaluation: Evaluation) -> str:
    """Return the page of the scores: counts while marks come in, the result afterwards."""
    return address("result" if marking.revealed(evaluation) else "marks", evaluation)


def chapters(actor: Actor, evaluation: Evaluation) -> Chapters:
    """Return address and sentence of each room above for this case, both empty while it has none."""
    tellers = {key: hooks.chapters.get(key) for key in CHAPTERS}
    return {key: tell(actor, evaluation) if tell else ("", "") for key, tell in tellers.items()}


def contracted(evaluation: Evaluation) -> bool:
    return evaluation.client_signed_at is not None and evaluation.institution_signed_at is not None


def reached(evaluation: Evaluation, state: str) -> bool:
    """Say whether the case has been in `state`, on its straight path or before an interruption."""
    path = EVALUATION_STATES.path
    place = evaluation.state if evaluation.state in path else evaluation.previous_state
    if evaluation.state in {S.ARCHIVED, S.APPEALED, S.SUPERSEDED, S.REVOKED}:
        place = S.ISSUED
    if place not in path:
        return False
    full = evaluation.case_kind == Scope.FULL or state in {*BEFORE_CONTRACT, S.MATURITY}
    return full and path.index(place) >= path.index(state)


# facts -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the overview; `badge` is the authority of the rule behind it, as (status, clause)."""

    label: Text
    value: Text
    url: str = ""
    link: Text = ""
    badge: tuple[str, str] | None = None


def facts(evaluation: Evaluation, actor: Actor, told: Chapters) -> list[Fact]:
    """Return the case at a glance; `told` is what the rooms above say of it."""
    plan = selectors.plan_of(evaluation) if contracted(evaluation) else None
    achievement = evaluation.achievement
    found = [
        Fact(_("Client"), evaluation.client.name),
        Fact(_("Evaluation institution"), institution_line(evaluation)),
        Fact(
            _("Achievement"),
            f"{achievement.number} {achievement.title}",
            url=achievement.get_absolute_url(),
            link=_("View"),
        ),
        Fact(_("Purpose"), purpose_line(evaluation)),
        level_fact(evaluation),
    ]
    if evaluation.accepted_at:
        found.append(
            Fact(_("Contract"), contract_line(evaluation), address("contract", evaluation), _("View"))
        )
    if contracted(evaluation):
        found.append(plan_fact(evaluation, plan))
    if plan and reached(evaluation, S.COLLECTING):
        found.append(information_fact(evaluation, plan))
    if reached(evaluation, S.DRAWING):
        found.append(panel_fact(evaluation))
    if reached(evaluation, S.SCORING) and policies.follows_marks(actor):
        done, all_of = marking.counts(evaluation)
        value = gettext("%(done)s of %(all)s score sheets are in") % {"done": done, "all": all_of}
        found.append(Fact(_("Marks"), value, scores(evaluation), _("View")))
    for key, label in CHAPTERS.items():
        url, sentence = told[key]
        if sentence:
            found.append(Fact(label, gettext(sentence), url, _("View") if url else ""))
    return found


def institution_line(evaluation: Evaluation) -> str:
    lead = evaluation.lead
    return evaluation.institution.name + (f" · {Role.LEAD.label} {lead.name}" if lead else "")


def purpose_line(evaluation: Evaluation) -> str:
    parts = [str(wording.purpose_title(evaluation.purpose, evaluation.scheme)), evaluation.purpose_note]
    if evaluation.wanted_on:
        parts.append(gettext("wanted by %(day)s") % {"day": day(evaluation.wanted_on)})
    return " · ".join(filter(None, parts))


def level_fact(evaluation: Evaluation) -> Fact:
    """Return the confirmed level with its rule, or the stage that the owner expects."""
    if evaluation.level:
        value = f"{level_name(evaluation)} · {wording.stage_title(evaluation.stage, evaluation.scheme)}"
        url = address("maturity:result", evaluation)
        return Fact(_("Maturity level"), value, url, _("View") if url else "", badge=("official", "H-6"))
    stage = wording.stage_title(evaluation.expected_stage, evaluation.scheme)
    return Fact(_("Expected stage"), stage, badge=("official", "H-3.2"))


def level_name(evaluation: Evaluation) -> str:
    return level_words(evaluation.level or 0, evaluation.scheme)


def level_words(level: int, scheme: str) -> str:
    """Return 第6级 正样级, or Level 6 Qualified sample; level 0 has no name."""
    if level < 1:
        return gettext("Level 1 is not reached")
    title, number = str(wording.level_title(level, scheme)), gettext("Level %(level)s") % {"level": level}
    return title if title.startswith(number) else f"{number} {title}"


def contract_line(evaluation: Evaluation) -> str:
    if evaluation.fee is None:
        return gettext("The terms are not written yet")
    signed = [evaluation.client_signed_at, evaluation.institution_signed_at]
    state = gettext("signed by both sides") if all(signed) else gettext("not signed by both sides yet")
    return f"{money(evaluation.fee)} · {state}"


def fee_line(evaluation: Evaluation) -> str:
    """Return the fee in figures and capitals."""
    return "" if evaluation.fee is None else f"{money(evaluation.fee)} · {capital_amount(evaluation.fee)}"


def issued(evaluation: Evaluation) -> bool:
    return evaluation.state in {S.ISSUED, S.ARCHIVED}


def plan_fact(evaluation: Evaluation, plan: Plan | None) -> Fact:
    url = address("plan", evaluation)
    if plan is None:
        return Fact(_("Plan"), _("In the making"), url, _("View"))
    people = "/".join(person.name for person in (plan.proposed_by, plan.locked_by) if person)
    value = gettext("v%(version)s, %(state)s %(when)s %(people)s") % {
        "version": plan.version,
        "state": PlanState(plan.state).label,
        "when": moment(plan.locked_at),
        "people": people,
    }
    return Fact(_("Plan"), value, url, _("View"), badge=("official", clause_of(plan)))


def clause_of(plan: Plan) -> str:
    """Return the article that asks for the plan of its stage: its first step."""
    return stack_of(plan.scheme).stage(plan.stage).steps[0].clause


def information_fact(evaluation: Evaluation, plan: Plan) -> Fact:
    rows = selectors.information(evaluation).values()
    gaps = sum(bool(row.gap_reason) for row in rows)
    values = {"found": len(rows) - gaps, "gaps": gaps, "all": len(plan.information)}
    text = gettext("%(found)s of %(all)s items found, %(gaps)s gaps explained") % values
    return Fact(_("Information"), text, address("information", evaluation), _("View"))


def panel_fact(evaluation: Evaluation) -> Fact:
    """Return how far the panel is: seats by role and counts, never a name (`experts.md` 8)."""
    request = experts.request_of(evaluation.id)
    url = address("panel", evaluation)
    if request is None:
        return Fact(_("Experts"), _("The panel is not requested yet"), url, _("View"))
    progress = experts.progress(request)
    seats = wording.joined(f"{wording.role_label(role)} {count}" for role, count in progress.by_role.items())
    head = gettext("%(count)s seats: %(seats)s") % {"count": progress.seats, "seats": seats}
    return Fact(_("Experts"), f"{head} · {RequestState(request.state).label}", url, _("View"))


# record ------------------------------------------------------------------------------------------------
UNTOLD = frozenset(
    {
        "marking.sheet_read",
        "marking.submitted",
        "marking.recused",
        "marking.late_allowed",
        "evaluation.plan_sent_back",
        "evaluation.level_sent_back",
        "evaluation.report_sent_back",
    }
)
"""What the client is not told: single experts at work, and how the institution corrects itself."""


def record(evaluation: Evaluation, actor: Actor, *, limit: int | None = None) -> list[TimelineLine]:
    hidden = frozenset() if policies.follows_marks(actor) else UNTOLD
    if not marking.revealed(evaluation):
        hidden |= {"marking.sheet_read"}
    return [
        TimelineLine(line.at, line.role.label, line.sentence, line.opinion)
        for line in timeline.lines(evaluation, limit=limit, without=hidden)
    ]
