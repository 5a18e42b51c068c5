"""A pool, the experts in it, and what each of them claims and proves."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.cases import Case
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.experts.states import DRAWABLE, EXPERT_STATES, ExpertState


class Pool(models.Model):
    """The expert pool of an organisation: the province's, or an institution's own (M-6.6)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="expert_pool")
    name = models.CharField(_("Name"), max_length=80)
    created_at = models.DateTimeField()
    adjusted_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ExpertRole(models.TextChoices):
    TECHNICAL = "technical", _("Close-field peer")
    INDUSTRY = "industry", _("Industry expert")
    INVESTMENT = "investment", _("Investment expert")
    CUSTOMER = "customer", _("Potential customer")
    CHAIN = "chain", _("Supply-chain expert")
    LEGAL = "legal", _("Legal expert")
    FINANCE = "finance", _("Finance expert")


class Expert(Case):
    """A person in one pool. `confirmed_on` is the day on which the data were last confirmed."""

    letters = "ZJ"
    kind = "expert"

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="experts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert_records"
    )
    state = models.CharField(max_length=12, choices=ExpertState.choices, default=ExpertState.APPLIED)
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    employer_name = models.CharField(_("Employer"), max_length=120)
    disciplines = models.JSONField(_("Fields"), default=list)
    term_until = models.DateField(_("Term"), null=True)
    yearly_limit = models.PositiveSmallIntegerField(_("Cases per year"))
    confirmed_on = models.DateField(_("Data confirmed on"))
    identity_verified_at = models.DateTimeField(null=True)
    noticed_at = models.DateTimeField(null=True)
    consent_version = models.CharField(max_length=20)

    class Meta:
        ordering = ["number"]
        constraints = [
            EXPERT_STATES.constraint("expert_state"),
            models.UniqueConstraint(fields=["pool", "person"], name="one_record_per_pool_and_person"),
            models.CheckConstraint(
                condition=~models.Q(state__in=DRAWABLE)
                | models.Q(identity_verified_at__isnull=False, term_until__isnull=False),
                name="in_the_pool_with_identity_and_term",
            ),
        ]

    @property
    def display_title(self) -> str:
        return str(self.person)


class PoolRole(models.Model):
    """A role an expert stands for; `stages` are those he was found qualified for at admission."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("Expert role"), max_length=12, choices=ExpertRole.choices)
    stages = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["expert", "role"], name="one_row_per_expert_and_role")]


class ClaimState(models.TextChoices):
    STATED = "stated", _("Self-declared, not verified")
    VERIFIED = "verified", _("Verified")
    REJECTED = "rejected", _("Proof rejected")


class Claim(models.Model):
    """What an expert says of himself, with its proof and who verified it; counts only when verified (H-13.2).

    `since` counts, `until` does not; `expires` is the last day on which the claim holds. `enterprise` is a
    unified social credit code, `register` the address in a public register.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(_("Kind"), max_length=24)
    level = models.CharField(_("Rank"), max_length=20, blank=True)
    title = models.CharField(_("In words"), max_length=200)
    since = models.DateField(_("From"), null=True)
    until = models.DateField(_("Until"), null=True)
    track = models.CharField(_("Field invested in"), max_length=24, blank=True)
    industry = models.CharField(_("Industry"), max_length=24, blank=True)
    enterprise = models.CharField(_("Enterprise"), max_length=18, blank=True)
    ref = models.CharField(_("Document number"), max_length=60, blank=True)
    expires = models.DateField(_("Expires"), null=True)
    proof = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    register = models.CharField(_("Public register"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.STATED)
    verifier = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["expires"], name="claim_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None)
                | models.Q(since=None)
                | models.Q(until__gte=models.F("since")),
                name="claim_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ClaimState.VERIFIED)
                | (
                    models.Q(verifier__isnull=False, verified_at__isnull=False)
                    & (models.Q(proof__isnull=False) | ~models.Q(register=""))
                ),
                name="verified_claim_has_proof_and_verifier",
            ),
            models.CheckConstraint(
                condition=models.Q(verifier=None) | ~models.Q(verifier=models.F("owner")),
                name="nobody_verifies_own_claim",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ClaimState.REJECTED) | ~models.Q(note=""),
                name="rejected_claim_has_a_reason",
            ),
        ]
