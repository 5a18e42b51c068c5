"""A campaign (活动) and its entries. What is compared are stored results; nothing here changes one of them."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.cases import Case
from quanheng.platform.evaluation.campaigns.states import CAMPAIGN_STATES, CampaignState

PERSON = settings.AUTH_USER_MODEL


class CampaignKind(models.TextChoices):
    """Other ways to evaluate of H-2 and M-4 that set entries beside each other."""

    COMPETITION = "competition", _("Competition")
    HORSE_RACE = "horse_race", _("Horse race")


class Campaign(Case):
    """A competition of one institution in one stage, run by one case manager.

    `yardstick` is what every entry is measured by: tree, rules and titles of the first entry's locked plan,
    `from` its number; `None` before there is one. Once the campaign is open it stays, whoever leaves.
    """

    letters = "HD"
    kind = "campaign"

    state = models.CharField(max_length=12, choices=CampaignState.choices, default=CampaignState.DRAFT)
    title = models.CharField(_("Title"), max_length=200)
    campaign_kind = models.CharField(_("Kind of campaign"), max_length=20, choices=CampaignKind.choices)
    stage = models.CharField(_("Stage"), max_length=12)
    rules = models.TextField(_("Rules of the campaign"))
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="campaigns")
    lead = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    yardstick = models.JSONField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closing_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        app_label = "evaluation"
        ordering = ["-created_at", "-number"]
        constraints = [
            CAMPAIGN_STATES.constraint("campaign_state"),
            models.CheckConstraint(
                condition=~models.Q(state__in=[CampaignState.OPEN, CampaignState.CLOSED])
                | models.Q(opened_at__isnull=False, yardstick__isnull=False),
                name="an_open_campaign_has_a_yardstick",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CampaignState.CLOSED) | models.Q(closed_at__isnull=False),
                name="a_closed_campaign_has_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CampaignState.WITHDRAWN) | ~models.Q(closing_reason=""),
                name="a_withdrawn_campaign_has_a_reason",
            ),
        ]

    @property
    def measure(self) -> dict[str, Any]:
        """Return the yardstick of a campaign that has one."""
        if self.yardstick is None:
            raise LookupError(f"{self.number}: no entry has brought a yardstick yet")
        found: dict[str, Any] = self.yardstick
        return found


class CampaignEntry(models.Model):
    """An evaluation in a campaign. `plan` is the plan whose indicators, weights and rules were found to fit."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="entries")
    evaluation = models.ForeignKey("evaluation.Evaluation", on_delete=models.PROTECT, related_name="entries")
    plan = models.ForeignKey("evaluation.Plan", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    reason = models.CharField(_("Reason"), max_length=1000, blank=True)

    class Meta:
        app_label = "evaluation"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "place"], name="one_entry_per_place"),
            models.UniqueConstraint(
                fields=["campaign", "evaluation"],
                condition=models.Q(removed_at=None),
                name="an_evaluation_enters_a_campaign_once",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at=None)
                | (models.Q(removed_by__isnull=False) & ~models.Q(reason="")),
                name="a_removed_entry_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign.number} {self.place}"
