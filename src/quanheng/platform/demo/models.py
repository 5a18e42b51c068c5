"""What makes a database a demonstration's: the one row that says how it was filled."""

from django.db import models


class Scale(models.TextChoices):
    NONE = "none"
    SMALL = "small"
    FULL = "full"


class Province(models.Model):
    """How the demonstration was made. A database in which people work has no such row.

    `present` is the moment at which the story ends and the visitor's time begins. `none` is a demonstration that
    was begun empty.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    scale = models.CharField(max_length=8, choices=Scale.choices)
    seed = models.PositiveBigIntegerField()
    present = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_province")]

    def __str__(self) -> str:
        return f"{self.scale} {self.seed} {self.present:%Y-%m-%d}"

    @property
    def stream(self) -> str:
        return f"province/{self.pk}"
