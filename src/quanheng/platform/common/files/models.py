"""What is stored (bytes, once per content) and what it is called where it belongs."""

from uuid import uuid4

from django.db import models


class StoredFile(models.Model):
    """One content under `files/<sha256[:2]>/<sha256>`; rows and bytes are never changed."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "common"
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="a_stored_file_has_bytes"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="sha256_is_lower_hex"
            ),
        ]


class Attachment(models.Model):
    """A content under a name, belonging to one object (`owner_kind`, `owner_id`) of some room."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    owner_kind = models.CharField(max_length=40)
    owner_id = models.UUIDField()
    uploaded_by = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        app_label = "common"
        ordering = ["uploaded_at", "id"]
        indexes = [models.Index(fields=["owner_kind", "owner_id"])]
