"""The pool: list, one expert with claims and their verification, application, steps of two persons."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods import experts as methods
from quanheng.methods.experts.qualification import STAGES
from quanheng.platform.common import approvals
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.files.services import Received, receive
from quanheng.platform.common.headers import case_header
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.pages import ActorView, ActView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui import lists
from quanheng.platform.common.ui.formats import day
from quanheng.platform.common.ui.parts import Action, Answer, TimelineLine
from quanheng.platform.experts import services, tables
from quanheng.platform.experts.forms import (
    ApplyForm,
    ClaimForm,
    NoteForm,
    OptionalReasonForm,
    PoolFilter,
    ReasonForm,
)
from quanheng.platform.experts.models import Claim, Expert
from quanheng.platform.experts.selectors import pools, screening
from quanheng.platform.experts.services import ClaimFacts
from quanheng.platform.experts.services.pool import NEED_REASON
from quanheng.platform.experts.states import EXPERT_STATES
from quanheng.platform.library.naming import named

EXPIRY_DAYS = 60


class PoolPage(ActorView):
    """`/experts/`: the experts of the own pool."""

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = PoolFilter(request.GET)
        rows = self.narrowed(pools.visible_to(self.actor), filters)
        page = lists.slice_of(request, rows, sorts=tables.SORTS)
        context = {
            "title": _("Expert pool"),
            "filters": filters,
            "filters_open": bool(request.GET.get("field") or request.GET.get("expiring")),
            "table": tables.pool_table(page, tables.field_names()),
        }
        return lists.answer(request, context)

    def narrowed(self, rows: QuerySet[Expert], filters: PoolFilter) -> QuerySet[Expert]:
        if not filters.is_valid():
            return rows
        chosen = filters.cleaned_data
        if text := chosen["q"]:
            rows = rows.filter(
                Q(person__name__icontains=text) | Q(number__icontains=text) | Q(employer_name__icontains=text)
            )
        rows = rows.filter(roles__role=chosen["role"]) if chosen["role"] else rows
        rows = rows.filter(state=chosen["state"]) if chosen["state"] else rows
        rows = pools.of_field(rows, chosen["field"]) if chosen["field"] else rows
        return pools.expiring(rows, self.now, EXPIRY_DAYS) if chosen["expiring"] else rows


class OwnRecordsPage(ActorView):
    """`/experts/mine/`: an expert's records, one a pool."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = lists.slice_of(request, pools.visible_to(self.actor))
        new = Action(_("Apply to a pool"), reverse("experts:new"), primary=True)
        table = tables.pool_table(page, tables.field_names(), mine=True)
        return lists.answer(request, {"title": _("My expert records"), "actions": [new], "table": table})


class ApplyPage(ActView):
    """`/experts/new/`: apply to a pool."""

    title = _("Apply to an expert pool")
    submit_label = _("Apply")
    done_message = _("You are entered as applicant. Add your claims and their proofs now.")

    def fetch(self) -> None:
        return None

    def form(self, case: Any, data: Any = None, files: Any = None) -> ApplyForm:
        return ApplyForm(data, pools=pools.pools())

    def consequences(self, case: Any) -> Sequence[Any]:
        return (
            _("The pool's managers verify your identity and every proof; only verified claims count."),
            _(
                "After a publicity of five working days two persons admit you. You may leave whenever no seat is running."
            ),
        )

    def act(self, case: Any, data: Mapping[str, Any]) -> str:
        expert = services.apply_to_pool(
            actor=self.actor,
            pool_id=data["pool"].id,
            roles=data["roles"],
            disciplines=data["disciplines"],
            employer_uscc=data["employer_uscc"],
            employer_name=data["employer_name"],
            consent=data["consent"],
            now=self.now,
        )
        return expert.get_absolute_url()


class ExpertPage(ActorView):
    """`/experts/<ZJ>/`: claims with proofs and expiries, qualification per role and stage, what happened."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        expert = pools.get(self.actor, number)
        manages = self.actor.role == Role.POOL_MANAGER
        context = {
            "expert": expert,
            "header": self.header(expert, manages=manages),
            "answers": self.answers(expert),
            "claims": tables.claim_table(
                pools.claims(expert), decide=manages, on=self.now.astimezone(SHANGHAI).date()
            ),
            "qualification": tables.qualification_table(self.qualification(expert)),
            "timeline": [
                TimelineLine(row.at, row.role.label, row.sentence, row.opinion)
                for row in timeline.lines(expert, limit=12)
            ],
        }
        return render(request, "experts/expert.html", context)

    def header(self, expert: Expert, *, manages: bool) -> Any:
        own = expert.person_id == self.actor.person_id
        extra: tuple[Action, ...] = ()
        if self.actor.role == Role.EXPERT:
            extra = (
                Action(_("Add a claim"), reverse("experts:new_claim", args=[expert.number]), primary=True),
            )
        offered = [
            m
            for m in EXPERT_STATES.open_to(state=expert.state, role=self.actor.role)
            if m.verb in VERBS and own != manages
        ]
        acts = tuple(
            Action(
                m.label,
                reverse("experts:move", args=[expert.number, m.verb]),
                primary=not extra and n == 0 and m.verb in WELCOME,
                danger=m.verb in GRAVE,
                reason=self.reason(expert, m.verb),
            )
            for n, m in enumerate(offered)
        )
        return case_header(
            expert,
            kind=_("Expert"),
            table=EXPERT_STATES,
            actor=self.actor,
            now=self.now,
            pages={},
            extra=(*extra, *acts),
        )

    def reason(self, expert: Expert, verb: str) -> Any:
        pending = approvals.pending(expert, verb, now=self.now)
        return (
            _("Proposed by you; a second person decides")
            if pending and pending.proposed_by == self.actor.person_id
            else ""
        )

    def answers(self, expert: Expert) -> list[Answer]:
        fields = tables.field_names()
        return [
            Answer(_("Expert pool"), expert.pool.name),
            Answer(_("Employer"), expert.employer_name),
            Answer(_("Field"), gettext(", ").join(fields.get(code, code) for code in expert.disciplines)),
            Answer(_("Identity"), _("Verified") if expert.identity_verified_at else _("Not verified")),
            Answer(_("Term"), day(expert.term_until)),
            Answer(_("Data confirmed on"), day(expert.confirmed_on)),
            Answer(_("Cases per year"), str(expert.yearly_limit)),
        ]

    def qualification(self, expert: Expert) -> list[tuple[str, str, list[dict[str, object]]]]:
        """Return every role at every stage it judges at; what must fit an achievement stays untested."""
        stack = stack_of("")
        profile = pools.profile(expert, self.now.astimezone(SHANGHAI).date())
        rules = stack.qualification_rules()
        return [
            (
                row.role,
                named(stack.stage(stage)),
                screening.reasons_of(methods.check_qualification(profile, row.role, stage, rules)),
            )
            for row in expert.roles.all()
            for stage in STAGES
            if any(row.role in rule.roles and stage in rule.stages for rule in rules)
        ]


WELCOME = frozenset({"open_notice", "admit", "reinstate", "renew"})
GRAVE = frozenset({"refuse", "suspend", "expel", "leave"})
VERBS = frozenset(
    {"open_notice", "admit", "refuse", "warn", "suspend", "reinstate", "expel", "leave", "renew"}
)


class MovePage(ActView):
    """`/experts/<ZJ>/<verb>/`: one step in the pool; of a two-person step first the proposal, then the decision."""

    done_message = _("Done")

    def fetch(self) -> Expert:
        expert = pools.get(self.actor, self.kwargs["number"])
        offered = {
            m.verb: m
            for m in EXPERT_STATES.open_to(state=expert.state, role=self.actor.role)
            if m.verb in VERBS
        }
        if self.kwargs["verb"] not in offered:
            raise Absent
        self.move = offered[self.kwargs["verb"]]
        self.title = self.submit_label = self.move.label
        self.two_person_note = (
            _("Two-person act: the first person proposes, another decides within 72 hours")
            if self.move.second
            else ""
        )
        return expert

    def form(self, case: Expert, data: Any = None, files: Any = None) -> forms.Form:
        return ReasonForm(data) if self.move.verb in NEED_REASON else OptionalReasonForm(data)

    def consequences(self, case: Expert) -> Sequence[Any]:
        return [CONSEQUENCES[self.move.verb]] if self.move.verb in CONSEQUENCES else []

    def act(self, case: Expert, data: Mapping[str, Any]) -> str:
        services.move_expert(
            actor=self.actor, number=case.number, verb=self.move.verb, reason=data["reason"], now=self.now
        )
        return case.get_absolute_url()


CONSEQUENCES: Mapping[str, Any] = {
    "open_notice": _("The admission is made public for five working days."),
    "admit": _("The expert may be drawn from now on, for a term of three years."),
    "suspend": _("The expert is drawn no more; running seats are vacated and filled by substitutes."),
    "expel": _("The expert leaves the pool for good; running seats are vacated and filled by substitutes."),
    "leave": _("You are drawn no more; your record stays as far as the law asks for it."),
}


class NewClaimPage(ActView):
    """`/experts/<ZJ>/claims/new/`: a claim with its proof, also from the phone's camera."""

    title = _("Add a claim")
    submit_label = _("Add")
    done_message = _("The claim is entered; it counts once it is verified")
    form_class = ClaimForm

    def fetch(self) -> Expert:
        return pools.get(self.actor, self.kwargs["number"])

    def act(self, case: Expert, data: Mapping[str, Any]) -> str:
        field = data["field"]
        facts = ClaimFacts(
            **{
                name: data[name]
                for name in (
                    "kind",
                    "title",
                    "level",
                    "since",
                    "until",
                    "enterprise",
                    "ref",
                    "expires",
                    "register",
                )
            },
            track=field if data["kind"].startswith("investment") else "",
            industry=field if data["kind"] == "industry_experience" else "",
        )
        services.add_claim(
            actor=self.actor, number=case.number, facts=facts, proof=self.proof(data["proof"]), now=self.now
        )
        return case.get_absolute_url()

    def proof(self, upload: Any) -> Received | None:
        return receive(uploaded_file=upload, name=upload.name, actor=self.actor) if upload else None


class ClaimDecision(ActView):
    """One claim beside its proof, for another person than the expert."""

    template_name = "experts/claim.html"
    other: ClassVar[str]

    def fetch(self) -> Claim:
        row = pools.claim(self.actor, UUID(str(self.kwargs["claim_id"])))
        if row.expert.number != self.kwargs["number"]:
            raise Absent
        return row

    def context(self, case: Claim) -> Mapping[str, Any]:
        table = tables.claim_table([case], decide=False, on=self.now.astimezone(SHANGHAI).date())
        other = reverse(f"experts:{self.other}", args=[case.expert.number, case.id])
        return {
            "case": case.expert,
            "claim": case,
            "table": table,
            "other_url": other,
            "back_url": case.expert.get_absolute_url(),
        }


class VerifyClaimPage(ClaimDecision):
    title = _("Verify a claim")
    submit_label = _("The proof carries the claim")
    done_message = _("The claim counts from now on")
    form_class = NoteForm
    other = "reject_claim"

    def act(self, case: Claim, data: Mapping[str, Any]) -> str:
        services.verify_claim(actor=self.actor, claim_id=case.id, note=data["note"], now=self.now)
        return case.expert.get_absolute_url()


class RejectClaimPage(ClaimDecision):
    title = _("Reject a proof")
    submit_label = _("The proof does not carry the claim")
    form_class = ReasonForm
    danger = True
    other = "verify_claim"

    def act(self, case: Claim, data: Mapping[str, Any]) -> str:
        services.reject_claim(actor=self.actor, claim_id=case.id, reason=data["reason"], now=self.now)
        return case.expert.get_absolute_url()
