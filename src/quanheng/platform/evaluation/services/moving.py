"""Move a case along machine E, and say whose step is next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop as noop

from quanheng.platform.common import inbox, journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.inbox import Recipient
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import hooks, policies, selectors
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.evaluation.states import EVALUATION_STATES, EvaluationState

S = EvaluationState
INTERRUPTIONS = frozenset({S.SUSPENDED, S.APPEALED})


@dataclass(frozen=True, slots=True)
class Next:
    """The step that a state waits for: which verb, in words, of whom, by which deadline of the scheme."""

    verb: str
    what: str
    to: Callable[[Evaluation], Recipient]
    deadline: str = ""


def client(evaluation: Evaluation) -> Recipient:
    return Recipient(Role.OWNER, organisation_id=evaluation.client_id)


def lead(evaluation: Evaluation) -> Recipient:
    return Recipient(Role.LEAD, organisation_id=evaluation.institution_id, person_id=evaluation.lead_id)


def people(role: Role) -> Callable[[Evaluation], Recipient]:
    return lambda evaluation: Recipient(role, organisation_id=evaluation.institution_id)


def office(_evaluation: Evaluation) -> Recipient:
    return Recipient(Role.SUPERVISOR)


SIGN = noop("sign the contract")
NEXT: Mapping[str, tuple[Next, ...]] = {
    S.DRAFT: (Next("submit", noop("submit the commission"), client, "evaluation.draft_reminder"),),
    S.SUBMITTED: (
        Next(
            "accept",
            noop("accept, return or refuse the commission"),
            people(Role.INTAKE),
            "evaluation.accept",
        ),
    ),
    S.RETURNED: (Next("submit", noop("answer each item and submit again"), client, "evaluation.correct"),),
    S.ACCEPTED: (
        Next("sign_contract", SIGN, lead, "evaluation.contract"),
        Next("sign_contract", SIGN, client, "evaluation.contract"),
    ),
    S.CONTRACTED: (Next("lock_plan", noop("make the plan and propose its lock"), lead, "evaluation.plan"),),
    S.PLANNED: (Next("start_maturity", noop("start the grading"), lead),),
    S.MATURITY: (
        Next("confirm_level", noop("judge the evidence and propose the level"), lead, "evaluation.maturity"),
    ),
    S.COLLECTING: (
        Next("complete_collection", noop("collect the information"), lead, "evaluation.collection"),
    ),
    S.DRAWING: (Next("request_panel", noop("request the panel"), lead),),
    S.VALUING: (Next("close_valuation", noop("value the achievement"), lead, "evaluation.valuation"),),
    S.REPORTING: (Next("submit_report", noop("write the report"), lead, "evaluation.reporting"),),
    S.INTERNAL_REVIEW: (
        Next("approve", noop("review the report"), people(Role.REVIEWER), "evaluation.review"),
    ),
    S.FEEDBACK: (
        Next("agree", noop("read the report and object to facts, if any"), client, "evaluation.feedback"),
    ),
    S.SIGNING: (Next("sign", noop("sign and issue the report"), people(Role.SIGNER), "evaluation.signing"),),
    S.ISSUED: (Next("archive", noop("archive the case"), lead, "evaluation.archive"),),
    S.APPEALED: (Next("dismiss_appeal", noop("decide on the appeal"), office, "evaluation.appeal_decision"),),
    S.SUSPENDED: (Next("resume", noop("resume or terminate the case"), lead, "evaluation.suspension"),),
}
"""What each state waits for. Scoring is left out: `marking` asks each expert, and the case manager at the end."""

ASK_SECOND = noop("approve as second person")
VERBS = tuple(sorted({move.verb for _, move in EVALUATION_STATES.arrows()}))


def locked_for(verb: str, *, actor: Actor, number: str) -> Evaluation:
    """Return the case, locked, if `actor` may `verb` it now."""
    evaluation = selectors.get_for_update(actor, number)
    policies.require(actor, evaluation)
    EVALUATION_STATES.target(
        verb, state=evaluation.state, role=actor.role, previous=evaluation.previous_state
    )
    return evaluation


def moved(
    evaluation: Evaluation,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    kind: str,
    body: Mapping[str, object] | None = None,
    what: str = "",
    path: str = "",
    by: Role | None = None,
) -> Evaluation:
    """Give the case the state after `verb`: saved, journaled, the old steps ended and the next ones assigned.

    `what` and `path` replace words and address of the next step, for rooms that have a page for it; `by` is
    the role for whom another person completes the act.
    """
    before = evaluation.state
    role = by or policies.acting_role(actor, verb, evaluation)
    after = EVALUATION_STATES.target(verb, state=before, role=role, previous=evaluation.previous_state)
    evaluation.previous_state = place_kept(evaluation, after)
    evaluation.state = after
    evaluation.version += 1
    evaluation.save()
    journal.record(kind, evaluation, actor=actor, at=now, body=body)
    if after != before:
        inbox.close(evaluation, *VERBS, by=actor, at=now)
        ask_next(evaluation, by=actor, at=now, what=what, path=path)
        if listener := hooks.entering.get(after):
            listener(evaluation, actor, now)
    return evaluation


def place_kept(evaluation: Evaluation, after: str) -> str:
    """Return the state to come back to, or the last one on the straight path, where the case has left it."""
    before = evaluation.state
    if after in INTERRUPTIONS or (after not in EVALUATION_STATES.path and before in EVALUATION_STATES.path):
        return before
    return "" if after in EVALUATION_STATES.path else evaluation.previous_state


def ask_next(evaluation: Evaluation, *, by: Actor, at: datetime, what: str = "", path: str = "") -> None:
    """Put what the state waits for into the inboxes."""
    for step in NEXT.get(evaluation.state, ()):
        inbox.assign(
            evaluation,
            step.verb,
            what=what or step.what,
            to=step.to(evaluation),
            at=at,
            by=by,
            deadline=step.deadline,
            path=path,
        )


def ask_second(
    evaluation: Evaluation, verb: str, *, by: Actor, at: datetime, path: str, deadline: str = ""
) -> None:
    """Ask the reviewers and signers of the institution to complete a two-person act."""
    inbox.close(evaluation, verb, by=by, at=at)
    for role in (Role.REVIEWER, Role.SIGNER):
        to = Recipient(role, organisation_id=evaluation.institution_id)
        inbox.assign(evaluation, verb, what=ASK_SECOND, to=to, at=at, by=by, deadline=deadline, path=path)


def ask_lead_again(evaluation: Evaluation, verb: str, *, by: Actor, at: datetime) -> None:
    """Give a step back to the case manager: its second person did not approve."""
    inbox.close(evaluation, verb, by=by, at=at)
    ask_next(evaluation, by=by, at=at)
