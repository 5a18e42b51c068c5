"""State machine E: an evaluation from draft to archive (`domain.md` 10)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role
from quanheng.platform.common.states import PREVIOUS, StateTable, move


class EvaluationState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Awaiting acceptance")
    RETURNED = "returned", _("Awaiting correction")
    ACCEPTED = "accepted", _("Accepted for evaluation")
    CONTRACTED = "contracted", _("Contract signed")
    PLANNED = "planned", _("Plan locked")
    MATURITY = "maturity", _("Grading maturity")
    COLLECTING = "collecting", _("Collecting information")
    DRAWING = "drawing", _("Drawing experts")
    SCORING = "scoring", _("Scoring")
    VALUING = "valuing", _("Valuing")
    REPORTING = "reporting", _("Writing report")
    INTERNAL_REVIEW = "internal_review", _("Internal review")
    FEEDBACK = "feedback", _("Client feedback")
    SIGNING = "signing", _("Signing")
    ISSUED = "issued", _("Issued")
    ARCHIVED = "archived", _("Archived")
    APPEALED = "appealed", _("Under appeal")
    SUSPENDED = "suspended", _("Suspended")
    REFUSED = "refused", _("Refused")
    TERMINATED = "terminated", _("Terminated")
    SUPERSEDED = "superseded", _("Superseded")
    REVOKED = "revoked", _("Revoked")


S = EvaluationState
OWNER, INTAKE, LEAD, REVIEWER, SIGNER = Role.OWNER, Role.INTAKE, Role.LEAD, Role.REVIEWER, Role.SIGNER
POOL, EXPERT, SUPERVISOR, SYSTEM = Role.POOL_MANAGER, Role.EXPERT, Role.SUPERVISOR, Role.SYSTEM
RUNNING = (
    S.ACCEPTED,
    S.CONTRACTED,
    S.PLANNED,
    S.MATURITY,
    S.COLLECTING,
    S.DRAWING,
    S.SCORING,
    S.VALUING,
    S.REPORTING,
    S.INTERNAL_REVIEW,
    S.FEEDBACK,
    S.SIGNING,
)
FINISHED = (S.REFUSED, S.TERMINATED, S.SUPERSEDED, S.REVOKED, S.ARCHIVED, S.ISSUED)
"""States in which another evaluation of the achievement may begin."""

BEFORE_CONTRACT = (S.DRAFT, S.SUBMITTED, S.RETURNED, S.REFUSED, S.ACCEPTED, S.TERMINATED, S.SUSPENDED)
BEFORE_LEVEL = (*BEFORE_CONTRACT, S.CONTRACTED, S.PLANNED, S.MATURITY)

EVALUATION_STATES = StateTable(
    EvaluationState,
    [
        move("submit", [S.DRAFT, S.RETURNED], S.SUBMITTED, OWNER, _("Submit")),
        move("accept", S.SUBMITTED, S.ACCEPTED, INTAKE, _("Accept for evaluation")),
        move("return", S.SUBMITTED, S.RETURNED, INTAKE, _("Return for correction")),
        move("refuse", S.SUBMITTED, S.REFUSED, INTAKE, _("Refuse")),
        move("recall", S.SUBMITTED, S.DRAFT, OWNER, _("Recall")),
        move("lapse", S.RETURNED, S.REFUSED, SYSTEM, _("Lapse")),
        move("sign_contract", S.ACCEPTED, S.CONTRACTED, [OWNER, LEAD], _("Sign contract")),
        move("terminate", S.ACCEPTED, S.TERMINATED, [OWNER, LEAD, SYSTEM], _("Terminate")),
        move("lock_plan", S.CONTRACTED, S.PLANNED, LEAD, _("Lock plan"), article="H-14.1", second=True),
        move("start_maturity", S.PLANNED, S.MATURITY, LEAD, _("Start grading")),
        move("request_evidence", S.MATURITY, S.MATURITY, LEAD, _("Request evidence")),
        move("confirm_level", S.MATURITY, S.COLLECTING, LEAD, _("Confirm level"), article="H-9", second=True),
        move("certify_level", S.MATURITY, S.ISSUED, LEAD, _("Certify level"), article="H-7.1", second=True),
        move(
            "complete_collection", S.COLLECTING, S.DRAWING, LEAD, _("Complete collection"), article="H-14.2"
        ),
        move("request_panel", S.DRAWING, S.DRAWING, LEAD, _("Request panel")),
        move("draw", S.DRAWING, S.DRAWING, POOL, _("Draw")),
        move("invite", S.DRAWING, S.DRAWING, POOL, _("Invite")),
        move("accept_seat", S.DRAWING, S.DRAWING, EXPERT, _("Accept seat")),
        move("seat_panel", S.DRAWING, S.SCORING, SYSTEM, _("Seat panel")),
        move("submit_sheet", S.SCORING, S.SCORING, EXPERT, _("Submit score sheet")),
        move("recuse", S.SCORING, S.SCORING, EXPERT, _("Recuse")),
        move("close_scoring", S.SCORING, S.VALUING, LEAD, _("Close scoring"), article="H-15.1"),
        move("submit_opinion", S.VALUING, S.VALUING, EXPERT, _("Submit opinion of value")),
        move("close_valuation", S.VALUING, S.REPORTING, LEAD, _("Close valuation"), article="H-14.5"),
        move("skip_valuation", S.VALUING, S.REPORTING, LEAD, _("Skip valuation"), second=True),
        move("submit_report", S.REPORTING, S.INTERNAL_REVIEW, LEAD, _("Submit report")),
        move("approve", S.INTERNAL_REVIEW, S.FEEDBACK, REVIEWER, _("Approve")),
        move("send_back", S.INTERNAL_REVIEW, S.REPORTING, REVIEWER, _("Send back")),
        move("agree", S.FEEDBACK, S.SIGNING, [OWNER, SYSTEM], _("Agree")),
        move("object_facts", S.FEEDBACK, S.REPORTING, OWNER, _("Object to facts")),
        move("sign", S.SIGNING, S.ISSUED, SIGNER, _("Sign and issue")),
        move("archive", S.ISSUED, S.ARCHIVED, LEAD, _("Archive")),
        move("appeal", [S.ISSUED, S.ARCHIVED], S.APPEALED, OWNER, _("Appeal")),
        move("supersede", [S.ISSUED, S.ARCHIVED], S.SUPERSEDED, LEAD, _("Supersede"), second=True),
        move("revoke", [S.ISSUED, S.ARCHIVED], S.REVOKED, SUPERVISOR, _("Revoke"), second=True),
        move("dismiss_appeal", S.APPEALED, PREVIOUS, SUPERVISOR, _("Dismiss appeal")),
        move("reevaluate", S.APPEALED, S.SUPERSEDED, SUPERVISOR, _("Evaluate again")),
        move("suspend", RUNNING, S.SUSPENDED, [SUPERVISOR, LEAD], _("Suspend")),
        move("resume", S.SUSPENDED, PREVIOUS, [SUPERVISOR, LEAD], _("Resume")),
        move("terminate", S.SUSPENDED, S.TERMINATED, [SUPERVISOR, LEAD, SYSTEM], _("Terminate")),
    ],
    tones=dict.fromkeys(map(str, RUNNING), "info")
    | {
        S.DRAFT: "neutral",
        S.SUBMITTED: "wait",
        S.RETURNED: "warn",
        S.REFUSED: "bad",
        S.SUSPENDED: "warn",
        S.APPEALED: "warn",
        S.ISSUED: "ok",
        S.ARCHIVED: "closed",
        S.TERMINATED: "closed",
        S.SUPERSEDED: "closed",
        S.REVOKED: "bad",
    },
    path=[
        S.SUBMITTED,
        S.ACCEPTED,
        S.CONTRACTED,
        S.PLANNED,
        S.MATURITY,
        S.COLLECTING,
        S.DRAWING,
        S.SCORING,
        S.VALUING,
        S.REPORTING,
        S.INTERNAL_REVIEW,
        S.FEEDBACK,
        S.SIGNING,
        S.ISSUED,
    ],
)
