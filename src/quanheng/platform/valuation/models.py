"""A valuation engagement: figures with their sources, runs of methods, opinions, rulings, conclusion."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.cases import Case
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.experts.models import Seat
from quanheng.platform.library.models import Achievement, Evidence
from quanheng.platform.valuation.states import ENGAGEMENT_STATES, EngagementState

PERSON = settings.AUTH_USER_MODEL


class ValueType(models.TextChoices):
    MARKET = "market", _("Fair market value")
    INVESTMENT = "investment", _("Investment value")
    IN_USE = "in_use", _("Value in use")
    COST = "cost", _("Cost floor")


class Engagement(Case):
    """The valuation of one evaluation.

    `methods` are the chosen ones, `{code, weight, why}`, their weights of 1 fixed with `lock`; `families` gives the
    reason where a required family of methods has none, `disclosures` the texts of the disclosure list by item.
    `result` is what was signed. A value falls with its evaluation: superseded or revoked, it is told no more.
    """

    letters = "GZ"
    kind = "engagement"

    state = models.CharField(max_length=12, choices=EngagementState.choices, default=EngagementState.DRAFT)
    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="engagement")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="engagements")
    level = models.PositiveSmallIntegerField(_("Maturity level"))
    stage = models.CharField(_("Stage"), max_length=12)
    purpose = models.CharField(_("Purpose of the valuation"), max_length=400, blank=True)
    users = models.CharField(_("Intended users"), max_length=200, blank=True)
    value_type = models.CharField(_("Type of value"), max_length=12, choices=ValueType.choices, blank=True)
    value_definition = models.CharField(_("Definition of this type of value"), max_length=400, blank=True)
    valuation_date = models.DateField(_("Valuation date"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    rights = models.TextField(_("Rights valued"), max_length=2000, blank=True)
    territory = models.CharField(_("Territory"), max_length=120, blank=True)
    assumptions = models.TextField(_("Assumptions and limits"), max_length=2000, blank=True)
    statutory = models.BooleanField(_("A statutory appraisal is required by law"), default=False)
    methods = models.JSONField(default=list)
    families = models.JSONField(default=dict)
    disclosures = models.JSONField(default=dict)
    locked_at = models.DateTimeField(null=True)
    opinions_due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    skip_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-number"]
        constraints = [
            ENGAGEMENT_STATES.constraint("engagement_state"),
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 13)), name="nothing_below_level_1_is_valued"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="signed")
                | models.Q(signed_at__isnull=False, signed_by__isnull=False),
                name="signed_by_a_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["locked", "opened", "computed", "signed"])
                | models.Q(
                    locked_at__isnull=False, valuation_date__isnull=False, opinions_due_at__isnull=False
                ),
                name="locked_engagement_has_a_basis",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["opened", "computed", "signed"])
                | models.Q(opened_at__isnull=False),
                name="opened_engagement_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="skipped") | ~models.Q(skip_reason=""), name="skipped_for_a_reason"
            ),
        ]

    @property
    def display_title(self) -> str:
        return self.achievement.title


class Param(models.Model):
    """A figure as typed; without source and date it cannot stand in a signed value.

    `method` is the code of its sheet, `name` its place there (`deals.2` for the second row). `value` holds numbers
    as strings: yuan, fractions of 1, years. Figures are replaced as long as they may change; runs are not.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="params")
    method = models.CharField(max_length=24)
    name = models.CharField(max_length=60)
    value = models.JSONField()
    unit = models.CharField(max_length=24, blank=True)
    source = models.CharField(_("Source"), max_length=200, blank=True)
    as_of = models.DateField(_("Date"), null=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["method", "id"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "method", "name"], name="one_param_per_name")
        ]

    @property
    def sourced(self) -> bool:
        return bool(self.source.strip()) and self.as_of is not None


class MethodRun(models.Model):
    """One run of a method: inputs, value, explanation. Never changed; a new run stands beside the old.

    `fingerprint` covers code, inputs and engine version: the same inputs give the same one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="runs")
    code = models.CharField(max_length=24)
    inputs = models.JSONField()
    value = models.DecimalField(max_digits=20, decimal_places=2)
    low = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    method = models.CharField(max_length=200)
    explanation = models.JSONField()
    warnings = models.JSONField(default=list)
    engine = models.CharField(max_length=12)
    fingerprint = models.CharField(max_length=64)
    why_chosen = models.CharField(_("Why this method"), max_length=400, blank=True)
    run_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()

    class Meta:
        ordering = ["run_at"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "fingerprint"], name="one_run_per_inputs")
        ]


class ExpertOpinion(models.Model):
    """A sealed opinion of value: read by nobody but its author until all are opened at once.

    `sealed` is the encrypted answer, while `submitted_at` is empty a draft of it; `digest` is the commitment told to
    the author. The plain columns are empty until the opening.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="opinions")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="opinions")
    round = models.PositiveSmallIntegerField(default=1)
    sealed = models.BinaryField(null=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    submitted_at = models.DateTimeField(null=True)
    p10 = models.DecimalField(_("Low (P10)"), max_digits=20, decimal_places=2, null=True)
    p50 = models.DecimalField(_("Middle (P50)"), max_digits=20, decimal_places=2, null=True)
    p90 = models.DecimalField(_("High (P90)"), max_digits=20, decimal_places=2, null=True)
    reason = models.TextField(_("Reason"), blank=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["seat__role", "seat__place"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "seat", "round"], name="one_opinion_per_seat_and_round"
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at=None)
                | (models.Q(sealed__isnull=False) & ~models.Q(digest="")),
                name="submitted_opinion_is_sealed",
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at__isnull=False)
                | models.Q(p10=None, p50=None, p90=None, reason=""),
                name="opinion_is_closed_until_opened",
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at=None)
                | models.Q(
                    submitted_at__isnull=False, p10__gt=0, p50__gte=models.F("p10"), p90__gte=models.F("p50")
                ),
                name="opinion_in_order",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("valuation:opinion", args=[self.id])

    @property
    def code(self) -> str:
        """What others call the expert in this case."""
        return self.seat.code


class OutlierRuling(models.Model):
    """A person's signed decision on a flagged opinion; a flag alone excludes nobody."""

    class Decision(models.TextChoices):
        KEEP = "keep", _("Keep")
        EXCLUDE = "exclude", _("Exclude")

    opinion = models.OneToOneField(ExpertOpinion, on_delete=models.PROTECT, related_name="ruling")
    decision = models.CharField(_("Decision"), max_length=8, choices=Decision.choices)
    reason = models.CharField(_("Reason"), max_length=400)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="ruling_has_a_reason")]


class Reconciliation(models.Model):
    """The runs joined by their preset weights; a later one stands beside the earlier."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="reconciliations")
    runs = models.JSONField()
    value = models.DecimalField(max_digits=20, decimal_places=2)
    low = models.DecimalField(max_digits=20, decimal_places=2)
    high = models.DecimalField(max_digits=20, decimal_places=2)
    explanation = models.JSONField()
    warnings = models.JSONField(default=list)
    reason = models.CharField(_("Reason"), max_length=400)
    note = models.CharField(_("Note on the differences"), max_length=400, blank=True)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="reconciliation_has_a_reason")
        ]
