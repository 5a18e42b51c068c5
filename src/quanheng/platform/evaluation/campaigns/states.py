"""The life of a campaign: drafted, open for entries, closed with the entries that it has."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role
from quanheng.platform.common.states import StateTable, move


class CampaignState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for entries")
    CLOSED = "closed", _("Entries closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


C = CampaignState
CAMPAIGN_STATES = StateTable(
    CampaignState,
    [
        move("open_campaign", C.DRAFT, C.OPEN, Role.LEAD, _("Open the campaign"), article="H-2"),
        move("close_campaign", C.OPEN, C.CLOSED, Role.LEAD, _("Close the entries")),
        move(
            "withdraw_campaign",
            [C.DRAFT, C.OPEN, C.CLOSED],
            C.WITHDRAWN,
            Role.LEAD,
            _("Withdraw the campaign"),
        ),
        move("add_entry", C.DRAFT, C.DRAFT, Role.LEAD, _("Add an entry")),
        move("add_entry", C.OPEN, C.OPEN, Role.LEAD, _("Add an entry")),
        move("remove_entry", C.DRAFT, C.DRAFT, Role.LEAD, _("Remove an entry")),
        move("remove_entry", C.OPEN, C.OPEN, Role.LEAD, _("Remove an entry")),
        move("save_campaign", C.DRAFT, C.DRAFT, Role.LEAD, _("Edit the campaign")),
    ],
    tones={C.DRAFT: "neutral", C.OPEN: "info", C.CLOSED: "ok", C.WITHDRAWN: "closed"},
    path=(C.DRAFT, C.OPEN, C.CLOSED),
)
COMPARED_IN = frozenset({C.OPEN, C.CLOSED})
"""States in which the entries may be set beside each other."""
