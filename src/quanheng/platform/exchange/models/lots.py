"""A lot as the platform keeps it: the terms it was opened under, and the result that the engine reported."""

from django.conf import settings
from django.db import models

from quanheng.platform.common.cases import Case
from quanheng.platform.exchange.models.listings import Listing


class Lot(Case):
    """What is bid for, and what the engine reported of it.

    `announced_at` says that the engine has the lot and its bidders; until then the times may still change.
    """

    letters = "BD"
    kind = "lot"

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="lots")
    terms = models.JSONField()
    terms_sha256 = models.CharField(max_length=64)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    result = models.CharField(max_length=20, blank=True)
    winner_code = models.CharField(max_length=4, blank=True)
    price_fen = models.BigIntegerField(null=True)
    log_head = models.CharField(max_length=64, blank=True)
    announced_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing"], condition=models.Q(result=""), name="one_running_lot"
            ),
            models.CheckConstraint(
                condition=~models.Q(result="sold") | (~models.Q(winner_code="") & models.Q(price_fen__gt=0)),
                name="sold_has_winner_and_price",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="lot_closes_after_it_opens"
            ),
        ]

    @property
    def display_title(self) -> str:
        return self.listing.display_title


class EngineCursor(models.Model):
    """How far the results of the engine have been read; each is recorded once."""

    name = models.CharField(max_length=12, primary_key=True)
    number = models.BigIntegerField(default=0)
