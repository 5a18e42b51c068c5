"""Facts between a person and a key (organisation, person, work …) from which conflicts follow."""

from datetime import date

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

# An open end in the unique index, where SQLite would otherwise take every NULL for another day.
NO_DAY = models.Value(date.min, output_field=models.DateField())


class RelationKind(models.TextChoices):
    EMPLOYMENT = "employment", _("Employment")
    ADJUNCT = "adjunct", _("Part-time post or advice")
    HOLDING = "holding", _("Shares or financial interest")
    WORK = "work", _("Joint paper, patent or application")
    TEAM = "team", _("Same project team")
    SUPERVISION = "supervision", _("Supervisor or student")
    KIN = "kin", _("Family")
    ACQUAINTANCE = "acquaintance", _("Close acquaintance or dispute")
    APPLICATION = "application", _("Application in the same batch")
    EXCLUDED = "excluded", _("Excluded by the applicant")
    RECOMMENDED = "recommended", _("Recommended by the applicant")
    REVIEWED = "reviewed", _("Reviewed before")
    INTEREST = "interest", _("Takes part in the trade")
    SANCTION = "sanction", _("Sanctioned")
    PART_OF = "part_of", _("Part of")


class RelationState(models.TextChoices):
    ASSERTED = "asserted", _("Asserted")
    CONFIRMED = "confirmed", _("Confirmed")
    DISPUTED = "disputed", _("Disputed")


class Relation(models.Model):
    """One row as `methods.experts.Relation` reads it.

    `a` is a person's id (of `part_of`: the part's credit code); `b` the key: a credit code, a person's id,
    a number of a work, team, batch or achievement. Read by the conflict engine only (`trust.md` 7).
    """

    kind = models.CharField(max_length=12, choices=RelationKind.choices)
    a = models.CharField(max_length=64)
    b = models.CharField(max_length=64)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    level = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=60)
    source_record = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=RelationState.choices, default=RelationState.ASSERTED)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["kind", "b", "a"], name="relation_by_key"),
            models.Index(fields=["kind", "a", "b"], name="relation_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None)
                | models.Q(since=None)
                | models.Q(until__gte=models.F("since")),
                name="relation_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=RelationKind.values), name="relation_kind"),
            models.UniqueConstraint(
                "kind",
                "a",
                "b",
                Coalesce("since", NO_DAY),
                Coalesce("until", NO_DAY),
                name="one_row_per_relation",
            ),
        ]
