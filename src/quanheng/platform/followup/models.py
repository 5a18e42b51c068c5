"""What became of an achievement: one report per due year after its deal (M-3.2, M-S2)."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.exchange.models import Deal
from quanheng.platform.library.models import Achievement


class FollowUp(models.Model):
    """A year of follow-up: due on a day, reported by the owner with figures and their basis."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="followups")
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="followups")
    year = models.PositiveSmallIntegerField(_("Years after closing"))
    due_on = models.DateField(_("Due"))
    revenue = models.DecimalField(_("Revenue"), max_digits=20, decimal_places=2, null=True)
    profit = models.DecimalField(_("Profit"), max_digits=20, decimal_places=2, null=True)
    jobs = models.PositiveIntegerField(_("Jobs created"), null=True)
    contracts = models.PositiveIntegerField(_("New contracts"), null=True)
    words = models.TextField(_("Effects and problems in words"), max_length=2000, blank=True)
    basis = models.CharField(_("Basis of the figures"), max_length=200, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reported_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "achievement__number"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "year"], name="one_followup_per_deal_and_year"),
            models.CheckConstraint(
                condition=models.Q(reported_at=None)
                | models.Q(revenue__isnull=False, reported_by__isnull=False) & ~models.Q(basis=""),
                name="reported_followup_has_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.achievement_id} +{self.year}"

    def is_due(self, now: datetime) -> bool:
        return self.due_on <= now.astimezone(SHANGHAI).date()

    def is_overdue(self, now: datetime) -> bool:
        return self.reported_at is None and self.due_on < now.astimezone(SHANGHAI).date()

    @property
    def stream(self) -> str:
        return self.achievement.stream
