"""An evaluation case and what is fixed in it: plan, information, result. Sheets stand in `marking`."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.cases import Case
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.evaluation.campaigns.models import Campaign, CampaignEntry
from quanheng.platform.evaluation.marking.models import Sheet, SheetMark
from quanheng.platform.evaluation.results.models import Result
from quanheng.platform.evaluation.states import (
    BEFORE_CONTRACT,
    BEFORE_LEVEL,
    EVALUATION_STATES,
    FINISHED,
    EvaluationState,
)
from quanheng.platform.evaluation.weighting.models import PairSheet, WeightingRound
from quanheng.platform.library.models import Achievement

__all__ = [
    "Campaign",
    "CampaignEntry",
    "Evaluation",
    "FeeBasis",
    "InformationItem",
    "PairSheet",
    "Plan",
    "PlanState",
    "Result",
    "Scope",
    "Sheet",
    "SheetMark",
    "WeightingRound",
]

PERSON = settings.AUTH_USER_MODEL


class Scope(models.TextChoices):
    FULL = "full", _("Evaluation")
    GRADING = "grading", _("Grading only")


class FeeBasis(models.TextChoices):
    """What the fee follows. A fee that follows the result is refused: nobody is paid for a conclusion."""

    FIXED = "fixed", _("A fixed sum")
    EFFORT = "effort", _("The days worked")
    RESULT = "result", _("Level, score or value of the result")


class Evaluation(Case):
    """A commission and its way to a report.

    `corrections` lists the items returned, `{item, reason, answer}`. `closing_reason` says why the case was
    refused, suspended or terminated. A side signs the contract by a typed word or by a scan of the stamped copy.
    """

    letters = "PJ"
    kind = "evaluation"

    state = models.CharField(max_length=16, choices=EvaluationState.choices, default=EvaluationState.DRAFT)
    case_kind = models.CharField(_("Scope"), max_length=8, choices=Scope.choices, default=Scope.FULL)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="evaluations")
    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="commissions")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evaluations")
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(_("Purpose"), max_length=40)
    purpose_note = models.CharField(_("Purpose in words"), max_length=400, blank=True)
    wanted_on = models.DateField(_("Wanted by"), null=True)
    equity_need = models.BooleanField(_("Looks for equity finance"), default=False)
    expected_stage = models.CharField(_("Expected stage"), max_length=12, blank=True)
    level = models.PositiveSmallIntegerField(_("Maturity level"), null=True)
    stage = models.CharField(_("Stage"), max_length=12, blank=True)
    corrections = models.JSONField(default=list)
    closing_reason = models.TextField(blank=True)
    fee = models.DecimalField(_("Fee"), max_digits=20, decimal_places=2, null=True)
    fee_basis = models.CharField(_("The fee follows"), max_length=8, choices=FeeBasis.choices, blank=True)
    scope_note = models.TextField(_("Scope of the commission"), blank=True)
    finish_on = models.DateField(_("Report due on"), null=True)
    secrecy = models.TextField(_("Secrecy"), blank=True)
    liability = models.TextField(_("Liability"), blank=True)
    client_scan = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    institution_scan = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    client_signed_at = models.DateTimeField(null=True)
    institution_signed_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-number"]
        constraints = [
            EVALUATION_STATES.constraint("evaluation_state"),
            models.UniqueConstraint(
                fields=["achievement", "case_kind"],
                condition=~models.Q(state__in=FINISHED),
                name="one_running_evaluation",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=BEFORE_CONTRACT)
                | models.Q(client_signed_at__isnull=False, institution_signed_at__isnull=False),
                name="contract_signed_by_both",
            ),
            models.CheckConstraint(
                condition=models.Q(client_signed_at=None, institution_signed_at=None)
                | (
                    models.Q(fee__isnull=False, fee__gte=0, fee_basis__in=["fixed", "effort"])
                    & ~models.Q(scope_note="")
                ),
                name="signed_contract_has_terms",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=BEFORE_LEVEL)
                | models.Q(level__isnull=False, level__range=(1, 13)),
                name="nothing_is_scored_without_a_level",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[EvaluationState.REFUSED, EvaluationState.TERMINATED])
                | ~models.Q(closing_reason=""),
                name="closed_without_report_has_a_reason",
            ),
        ]

    @property
    def display_title(self) -> str:
        return self.achievement.title


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed")
    LOCKED = "locked", _("Locked")
    FROZEN = "frozen", _("Frozen")
    VOIDED = "voided", _("Voided")


class Plan(models.Model):
    """One version of the evaluation plan; frozen with the confirmed level, sheets rest on its fingerprint.

    `indicators` are those marked, each with its weight in points of 100 on its side; `removed` those left out,
    with reasons. `scheme` and `fingerprint` are set when a second person locks it. `reason` says why this version
    follows another one.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.DRAFT)
    stage = models.CharField(max_length=12)
    purpose = models.CharField(max_length=40)
    indicators = models.JSONField(default=list)
    removed = models.JSONField(default=list)
    competitive_share = models.DecimalField(
        _("Weight of the competitive side (%)"), max_digits=5, decimal_places=2
    )
    seats = models.JSONField(default=dict)
    information = models.JSONField(default=list)
    methods = models.JSONField(default=list)
    uses = models.JSONField(default=list)
    team = models.TextField(_("Team"), blank=True)
    timetable = models.TextField(_("Timetable"), blank=True)
    reason = models.CharField(max_length=400, blank=True)
    scheme = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    proposed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    locked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "version"], name="one_plan_per_version"),
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=models.Q(state__in=["draft", "proposed"]),
                name="one_plan_in_the_making",
            ),
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=models.Q(state__in=["locked", "frozen"]),
                name="one_plan_in_force",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["locked", "frozen"])
                | (models.Q(locked_at__isnull=False) & ~models.Q(fingerprint="")),
                name="locked_plan_has_fingerprint",
            ),
            models.CheckConstraint(
                condition=models.Q(locked_by=None) | ~models.Q(locked_by=models.F("proposed_by")),
                name="nobody_locks_the_own_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation.number} v{self.version}"


class InformationItem(models.Model):
    """One item of the stage's information list: found, with source and date, or a gap explained (H-14.2)."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="information")
    item = models.CharField(max_length=60)
    source = models.CharField(_("Source of information"), max_length=200, blank=True)
    dated = models.DateField(_("Date"), null=True)
    finding = models.TextField(_("Finding"), blank=True)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    gap_reason = models.CharField(_("Why there is none"), max_length=400, blank=True)
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["item"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "item"], name="one_entry_per_information_item"),
            models.CheckConstraint(
                condition=~models.Q(gap_reason="")
                | (models.Q(dated__isnull=False) & ~models.Q(source="") & ~models.Q(finding="")),
                name="information_is_found_or_explained",
            ),
        ]

    def __str__(self) -> str:
        return self.item
