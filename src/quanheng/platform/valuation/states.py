"""The life of a valuation engagement (`valuation.md` 10).

`lock` fixes what is valued, by which methods and with which weights, before any expert may answer; `open_opinions`
fixes the figures and runs of the methods, before anybody reads an answer.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role
from quanheng.platform.common.states import StateTable, move


class EngagementState(TextChoices):
    DRAFT = "draft", _("Draft")
    LOCKED = "locked", _("Basis locked")
    OPENED = "opened", _("Opinions opened")
    COMPUTED = "computed", _("Reconciled")
    SIGNED = "signed", _("Signed")
    SKIPPED = "skipped", _("Skipped")


S = EngagementState
LEAD, EXPERT = Role.LEAD, Role.EXPERT
RUNNING = (S.DRAFT, S.LOCKED, S.OPENED, S.COMPUTED)
READ = (S.OPENED, S.COMPUTED, S.SIGNED)
"""States in which opinions lie open."""

ENGAGEMENT_STATES = StateTable(
    EngagementState,
    [
        move("save_basis", S.DRAFT, S.DRAFT, LEAD, _("Edit basis")),
        move("lock", S.DRAFT, S.LOCKED, LEAD, _("Lock basis")),
        move("save_params", S.DRAFT, S.DRAFT, LEAD, _("Edit figures")),
        move("save_params", S.LOCKED, S.LOCKED, LEAD, _("Edit figures")),
        move("run_method", S.DRAFT, S.DRAFT, LEAD, _("Run method")),
        move("run_method", S.LOCKED, S.LOCKED, LEAD, _("Run method")),
        move("submit_opinion", S.LOCKED, S.LOCKED, EXPERT, _("Submit opinion of value")),
        move("open_opinions", S.LOCKED, S.OPENED, LEAD, _("Open opinions"), article="H-14.5"),
        move("rule_outlier", S.OPENED, S.OPENED, LEAD, _("Rule on outlier")),
        move("rule_outlier", S.COMPUTED, S.COMPUTED, LEAD, _("Rule on outlier")),
        move("reconcile", [S.OPENED, S.COMPUTED], S.COMPUTED, LEAD, _("Reconcile"), article="H-26.4"),
        move("sign", S.COMPUTED, S.SIGNED, LEAD, _("Sign valuation"), article="H-14.7"),
        move("skip", RUNNING, S.SKIPPED, LEAD, _("Skip valuation"), second=True),
        *(
            move("complete_sources", state, state, LEAD, _("Complete sources"))
            for state in (S.OPENED, S.COMPUTED)
        ),
        *(move("save_disclosures", state, state, LEAD, _("Edit disclosures")) for state in RUNNING),
    ],
    tones={
        S.DRAFT: "neutral",
        S.LOCKED: "wait",
        S.OPENED: "info",
        S.COMPUTED: "info",
        S.SIGNED: "ok",
        S.SKIPPED: "closed",
    },
    path=[S.DRAFT, S.LOCKED, S.OPENED, S.COMPUTED, S.SIGNED],
)
