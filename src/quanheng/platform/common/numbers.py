"""Published numbers: letters, year, five digits (`CG-2026-00012`), one row per letters and year."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models, transaction

SHANGHAI = ZoneInfo("Asia/Shanghai")


class NumberSequence(models.Model):
    letters = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "common"
        constraints = [
            models.UniqueConstraint(fields=["letters", "year"], name="one_sequence_per_letters_and_year")
        ]


@transaction.atomic
def next_number(letters: str, *, now: datetime) -> str:
    """Take the next number; the row's lock keeps it unique, a rolled-back act leaves no hole."""
    year = now.astimezone(SHANGHAI).year
    NumberSequence.objects.get_or_create(letters=letters, year=year)
    row = NumberSequence.objects.select_for_update().get(letters=letters, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{letters}-{year}-{row.last:05d}"
