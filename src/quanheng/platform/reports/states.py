"""The life of a report; the case behind it moves in machine E."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role
from quanheng.platform.common.states import StateTable, move


class ReportState(TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("Internal review")
    FEEDBACK = "feedback", _("Client feedback")
    SIGNING = "signing", _("Signing")
    VALID = "valid", _("Valid")
    SUPERSEDED = "superseded", _("Superseded")
    REVOKED = "revoked", _("Revoked")


S = ReportState

REPORT_STATES = StateTable(
    ReportState,
    [
        move("submit_report", S.DRAFT, S.REVIEW, Role.LEAD, _("Submit report")),
        move("approve", S.REVIEW, S.FEEDBACK, Role.REVIEWER, _("Approve")),
        move("send_back", S.REVIEW, S.DRAFT, Role.REVIEWER, _("Send back")),
        move("agree", S.FEEDBACK, S.SIGNING, [Role.OWNER, Role.SYSTEM], _("Agree")),
        move("object_facts", S.FEEDBACK, S.DRAFT, Role.OWNER, _("Object to facts")),
        move("confirm", S.SIGNING, S.SIGNING, [Role.EXPERT, Role.LEAD], _("Confirm with signature")),
        move("sign", S.SIGNING, S.VALID, Role.SIGNER, _("Sign and issue")),
        move("supersede", S.VALID, S.SUPERSEDED, Role.LEAD, _("Supersede"), second=True),
        move("revoke", S.VALID, S.REVOKED, Role.SUPERVISOR, _("Revoke"), second=True),
    ],
    tones={
        S.DRAFT: "neutral",
        S.REVIEW: "info",
        S.FEEDBACK: "wait",
        S.SIGNING: "info",
        S.VALID: "ok",
        S.SUPERSEDED: "closed",
        S.REVOKED: "bad",
    },
    path=[S.DRAFT, S.REVIEW, S.FEEDBACK, S.SIGNING, S.VALID],
)
