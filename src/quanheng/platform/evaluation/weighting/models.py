"""A weighting round (赋权小组): its indicators, its members' sheets, what came out and what became of it."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.evaluation.marking.states import Side
from quanheng.platform.evaluation.weighting.states import (
    PAIR_SHEET_STATES,
    ROUND_STATES,
    PairSheetState,
    RoundState,
)

PERSON = settings.AUTH_USER_MODEL


class WeightingRound(models.Model):
    """One comparison in pairs of the indicators of one side of one plan draft.

    `items` are the indicators as they were when the round was opened, `{id, title, title_en}`; pairs name them by
    place, counted from 1. `result` is what the closing computed and is never computed anew: weights, ratio,
    members, explanation, and the rounded points by indicator. `reason` says why it was cancelled.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    evaluation = models.ForeignKey(
        "evaluation.Evaluation", on_delete=models.PROTECT, related_name="weighting_rounds"
    )
    plan = models.ForeignKey("evaluation.Plan", on_delete=models.PROTECT, related_name="weighting_rounds")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=16, choices=Side.choices)
    state = models.CharField(max_length=12, choices=RoundState.choices, default=RoundState.OPEN)
    items = models.JSONField()
    instruction = models.TextField(_("What the members are asked"), max_length=1000)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(_("Reason"), max_length=400, blank=True)
    result = models.JSONField(null=True)
    adopted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "evaluation"
        ordering = ["-number"]
        constraints = [
            ROUND_STATES.constraint("weighting_round_state"),
            models.UniqueConstraint(fields=["evaluation", "number"], name="one_weighting_round_per_number"),
            models.UniqueConstraint(
                fields=["plan", "side"],
                condition=models.Q(state=RoundState.OPEN),
                name="one_open_weighting_round_per_side",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[RoundState.CLOSED, RoundState.ADOPTED])
                | models.Q(closed_at__isnull=False, result__isnull=False),
                name="closed_weighting_round_has_a_result",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RoundState.ADOPTED)
                | models.Q(adopted_at__isnull=False, adopted_by__isnull=False),
                name="adopted_weights_have_a_name",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RoundState.CANCELLED) | ~models.Q(reason=""),
                name="cancelled_weighting_round_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation.number} {self.number}"

    @property
    def outcome(self) -> dict[str, Any]:
        """Return what the closing computed."""
        return computed(self.result, self)


class PairSheet(models.Model):
    """One member's comparisons. `answers`: pair by places (`"1-3"`) → step of the scale (`"5"`, `"1/5"`).

    `role` is the identity under which the member was asked. `result` is computed when the sheet is handed in.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(WeightingRound, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=PairSheetState.choices, default=PairSheetState.OPEN)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)

    class Meta:
        app_label = "evaluation"
        ordering = ["place"]
        constraints = [
            PAIR_SHEET_STATES.constraint("pair_sheet_state"),
            models.UniqueConstraint(fields=["round", "person"], name="one_pair_sheet_per_member"),
            models.UniqueConstraint(fields=["round", "place"], name="one_pair_sheet_per_place"),
            models.CheckConstraint(
                condition=~models.Q(state=PairSheetState.SUBMITTED)
                | models.Q(submitted_at__isnull=False, result__isnull=False),
                name="submitted_pair_sheet_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.place}"

    @property
    def outcome(self) -> dict[str, Any]:
        """Return the member's own weights and ratio, as they were handed in."""
        return computed(self.result, self)


def computed(result: dict[str, Any] | None, row: models.Model) -> dict[str, Any]:
    if result is None:
        raise LookupError(f"{row}: nothing is computed yet")
    return result
