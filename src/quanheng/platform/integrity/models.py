"""Who promised what, and which institutions may evaluate."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.models import Organisation


class UndertakingKind(models.TextChoices):
    TRUTH = "truth", _("Undertaking of truth")
    NO_CLASSIFIED = "no_classified", _("No classified content")
    AVOIDANCE = "avoidance", _("Avoidance declaration")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality pledge")


class Undertaking(models.Model):
    """A text that a person signed for a case, word for word as it stood."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=UndertakingKind.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    case_kind = models.CharField(max_length=24)
    case_id = models.UUIDField()
    case_number = models.CharField(max_length=20)
    text_version = models.CharField(max_length=20)
    text = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at"]
        indexes = [models.Index(fields=["case_kind", "case_id"])]


class InstitutionState(models.TextChoices):
    ADMITTED = "admitted", _("Admitted")
    SUSPENDED = "suspended", _("Suspended")


class Institution(models.Model):
    """An evaluation institution's standing: admitted, or suspended with a reason (M-5, M-8)."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, primary_key=True, related_name="institution"
    )
    fields = models.JSONField(_("Fields"), default=list)
    state = models.CharField(_("State"), max_length=12, choices=InstitutionState.choices)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    admitted_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="suspended") | ~models.Q(reason=""), name="suspension_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)
