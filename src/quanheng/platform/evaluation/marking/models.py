"""One score sheet per seat, and one mark per indicator of the seat's side."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.evaluation.marking.states import SHEET_STATES, MarkStatus, SheetState, Side


class Sheet(models.Model):
    """The marks of one seat under one version of the plan; final when submitted, uncounted when recused.

    `code` is what everybody but the expert calls the expert. `receipt` is the journal link of the submission.
    `late_reason` is the case manager's, who let a sheet be handed in after `due_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    evaluation = models.ForeignKey("evaluation.Evaluation", on_delete=models.PROTECT, related_name="sheets")
    plan = models.ForeignKey("evaluation.Plan", on_delete=models.PROTECT, related_name="sheets")
    seat = models.ForeignKey("experts.Seat", on_delete=models.PROTECT, related_name="sheets")
    code = models.CharField(max_length=8)
    role = models.CharField(max_length=12)
    side = models.CharField(max_length=16, choices=Side.choices)
    state = models.CharField(max_length=12, choices=SheetState.choices, default=SheetState.OPEN)
    opinion = models.TextField(_("Overall opinion"), max_length=4000, blank=True)
    recuse_reason = models.CharField(_("Reason"), max_length=400, blank=True)
    late_reason = models.CharField(_("Reason"), max_length=400, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "evaluation"
        ordering = ["code"]
        constraints = [
            SHEET_STATES.constraint("sheet_state"),
            models.UniqueConstraint(fields=["plan", "seat"], name="one_sheet_per_seat"),
            models.UniqueConstraint(fields=["plan", "code"], name="one_sheet_per_code"),
            models.CheckConstraint(
                condition=~models.Q(state=SheetState.SUBMITTED)
                | (models.Q(submitted_at__isnull=False) & ~models.Q(receipt="")),
                name="submitted_sheet_has_a_receipt",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=SheetState.RECUSED) | ~models.Q(recuse_reason=""),
                name="recused_sheet_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SheetMark(models.Model):
    """The points of one indicator, inside a worded band; or no points, with the reason."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="marks")
    indicator = models.CharField(max_length=60)
    status = models.CharField(max_length=12, choices=MarkStatus.choices)
    band = models.CharField(max_length=40, blank=True)
    points = models.DecimalField(_("Points"), max_digits=4, decimal_places=1, null=True)
    reason = models.CharField(_("Remark"), max_length=1000, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "evaluation"
        ordering = ["indicator", "round"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "indicator", "round"], name="one_mark_per_indicator"),
            models.CheckConstraint(
                condition=models.Q(status=MarkStatus.SCORED, points__range=(0, 100)) & ~models.Q(band="")
                | models.Q(status=MarkStatus.ABSTAINED, points=None, band="") & ~models.Q(reason=""),
                name="mark_has_points_or_a_reason",
            ),
        ]
