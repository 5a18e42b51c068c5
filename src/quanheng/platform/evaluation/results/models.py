"""What was computed when scoring closed, with all that it was computed from."""

from uuid import uuid4

from django.db import models


class Result(models.Model):
    """The result of one plan's sheets. Pages and reports read this row; nothing is computed anew for them.

    `inputs` is a `methods.scoring.StoredEvaluation` as parsed JSON, from which anybody computes the result again;
    `summary` holds nodes, five values, flags and averages; `explanation` the steps, in both languages. `grade` is
    a code of the scheme's grades, empty where no conclusion is reached. `raw` is the score before rounding.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    evaluation = models.ForeignKey("evaluation.Evaluation", on_delete=models.PROTECT, related_name="results")
    plan = models.OneToOneField("evaluation.Plan", on_delete=models.PROTECT, related_name="result")
    inputs = models.JSONField()
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    raw = models.FloatField(null=True)
    grade = models.CharField(max_length=40, blank=True)
    competitive = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    authoritative = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    coverage = models.FloatField()
    summary = models.JSONField()
    explanation = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    class Meta:
        app_label = "evaluation"
        ordering = ["-computed_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(grade="") | models.Q(score__isnull=False), name="a_grade_has_a_score"
            )
        ]
