"""Journal rows. Entries are never changed or deleted (a trigger refuses); parts may be erased."""

from django.db import models


class JournalStream(models.Model):
    """The head of one object's chain; its lock gives the chain its order."""

    name = models.CharField(max_length=80, primary_key=True)
    seq = models.PositiveIntegerField(default=0)
    link = models.CharField(max_length=64)

    class Meta:
        app_label = "common"


class JournalEntry(models.Model):
    """One act. `bytes` is the exact canonical JSON that was hashed into `link`."""

    stream = models.ForeignKey(JournalStream, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField()
    link = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor = models.CharField(max_length=24)
    bytes = models.BinaryField()

    class Meta:
        app_label = "common"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="one_entry_per_stream_and_seq")]
        indexes = [models.Index(fields=["actor", "at"])]


class JournalPart(models.Model):
    """What an entry speaks of, salted and hashed into it; a deleted part leaves the chain sound."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=16)
    salt = models.BinaryField()
    value = models.JSONField()

    class Meta:
        app_label = "common"
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="one_part_per_entry_and_name")]


class JournalOutbox(models.Model):
    """Links that wait for the sequencer, written in the act's transaction."""

    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, primary_key=True)

    class Meta:
        app_label = "common"
