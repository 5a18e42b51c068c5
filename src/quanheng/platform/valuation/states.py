"""The life of a valuation engagement (`valuation.md` 10)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role
from quanheng.platform.common.states import StateTable, move


class EngagementState(TextChoices):
    DRAFT = "draft", _("Draft")
    LOCKED = "locked", _("Inputs locked")
    OPENED = "opened", _("Opinions opened")
    COMPUTED = "computed", _("Computed")
    SIGNED = "signed", _("Signed")
    SUPERSEDED = "superseded", _("Superseded")


S = EngagementState

ENGAGEMENT_STATES = StateTable(
    EngagementState,
    [
        move("lock", S.DRAFT, S.LOCKED, Role.LEAD, _("Lock inputs")),
        move("submit_opinion", [S.DRAFT, S.LOCKED], S.LOCKED, Role.EXPERT, _("Submit opinion of value")),
        move("open_opinions", S.LOCKED, S.OPENED, [Role.LEAD, Role.SYSTEM], _("Open opinions")),
        move("reconcile", [S.OPENED, S.COMPUTED], S.COMPUTED, Role.LEAD, _("Reconcile")),
        move("sign", S.COMPUTED, S.SIGNED, Role.LEAD, _("Sign valuation")),
        move("supersede", S.SIGNED, S.SUPERSEDED, Role.LEAD, _("Supersede"), second=True),
    ],
    tones={
        S.DRAFT: "neutral",
        S.LOCKED: "info",
        S.OPENED: "info",
        S.COMPUTED: "info",
        S.SIGNED: "ok",
        S.SUPERSEDED: "closed",
    },
    path=[S.DRAFT, S.LOCKED, S.OPENED, S.COMPUTED, S.SIGNED],
)
