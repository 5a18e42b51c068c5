"""An achievement, who holds it, how its work breaks down, and the evidence for each level."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.cases import Case
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.library.states import ACHIEVEMENT_STATES, AchievementState


class Category(models.TextChoices):
    BASIC_THEORY = "basic_theory", _("Basic theory")
    APPLIED_TECHNOLOGY = "applied_technology", _("Applied technology")
    SOFTWARE = "software", _("Software")
    SOFT_SCIENCE = "soft_science", _("Soft science")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Public")
    REGISTERED = "registered", _("Signed-in organisations")
    INVITED = "invited", _("Invited organisations")
    UNIT = "unit", _("Own organisation")


class RightKind(models.TextChoices):
    PATENT = "patent", _("Patent")
    SOFTWARE = "software", _("Software copyright")
    SECRET = "secret", _("Technical secret")
    OTHER = "other", _("Other right")


class Achievement(Case):
    letters = "CG"
    kind = "achievement"

    state = models.CharField(max_length=16, choices=AchievementState.choices, default=AchievementState.DRAFT)
    title = models.CharField(_("Title"), max_length=120)
    category = models.CharField(_("Category"), max_length=24, choices=Category.choices)
    field_code = models.CharField(_("Field"), max_length=24, blank=True)
    abstract = models.TextField(_("Abstract"), blank=True, max_length=4000)
    keywords = models.JSONField(_("Keywords"), default=list)
    need = models.TextField(_("Need it answers"), blank=True, max_length=2000)
    application = models.TextField(_("Application it aims at"), blank=True, max_length=2000)
    source = models.CharField(_("Source"), max_length=40, blank=True)
    source_note = models.CharField(_("Recommended by"), max_length=200, blank=True)
    transfer_ways = models.JSONField(_("Ways of transfer"), default=list)
    expected_price = models.DecimalField(_("Expected price"), max_digits=20, decimal_places=2, null=True)
    visibility = models.CharField(_("Visibility"), max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC)
    level = models.PositiveSmallIntegerField(_("Maturity level"), null=True)
    stage = models.CharField(_("Stage"), max_length=12, blank=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="achievements")
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            ACHIEVEMENT_STATES.constraint("achievement_state"),
            models.CheckConstraint(
                condition=~models.Q(state=AchievementState.PUBLISHED) | models.Q(published_at__isnull=False), name="published_has_a_day"
            ),
            models.CheckConstraint(condition=models.Q(level=None) | models.Q(level__range=(0, 13)), name="achievement_level"),
        ]


class Right(models.Model):
    """A right in the achievement and its holder; the shares of the holders make 100 %."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="rights")
    kind = models.CharField(_("Kind"), max_length=12, choices=RightKind.choices)
    number = models.CharField(_("Application number"), max_length=40, blank=True)
    title = models.CharField(_("Title"), max_length=200)
    holder = models.CharField(_("Rights holder"), max_length=120)
    holder_uscc = models.CharField(_("Unified social credit code"), max_length=18)
    share = models.DecimalField(_("Share (%)"), max_digits=5, decimal_places=2)
    legal_status = models.CharField(_("Legal status"), max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=100), name="right_share")]


class Contributor(models.Model):
    """A person who made the achievement; inventors are its priority holders later."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="contributors")
    order = models.PositiveSmallIntegerField(_("Order"))
    name = models.CharField(_("Name"), max_length=60)
    organisation_name = models.CharField(_("Organisation"), max_length=120)
    organisation_uscc = models.CharField(_("Unified social credit code"), max_length=18, blank=True)
    inventor = models.BooleanField(_("Inventor"), default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["order"]


class TechnicalParameter(models.Model):
    """A measured figure, beside the strongest one it was compared with."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="parameters")
    name = models.CharField(_("Parameter"), max_length=80)
    value = models.CharField(_("Value"), max_length=40)
    unit = models.CharField(_("Unit"), max_length=24, blank=True)
    condition = models.CharField(_("Test condition"), max_length=120, blank=True)
    comparator = models.CharField(_("Comparator"), max_length=120, blank=True)
    comparator_value = models.CharField(_("Comparator's value"), max_length=40, blank=True)
    basis = models.CharField(_("Basis"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]


class WorkPackage(models.Model):
    """A node of the work breakdown; leaves carry evidence and are graded (H-8.1)."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="work_packages")
    code = models.CharField(_("Number"), max_length=20)
    parent_code = models.CharField(_("Parent"), max_length=20, blank=True)
    title = models.CharField(_("Title"), max_length=120)
    weight = models.DecimalField(_("Weight"), max_digits=7, decimal_places=2)
    critical = models.BooleanField(_("Critical"), default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["achievement", "code"], name="one_package_per_code"),
            models.CheckConstraint(condition=models.Q(weight__gte=0), name="package_weight"),
        ]


class Evidence(models.Model):
    """A file for one evidence element of one level, of a work package or (levels 10–13) the whole project."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="evidence")
    package = models.ForeignKey(WorkPackage, on_delete=models.PROTECT, null=True, related_name="evidence")
    level = models.PositiveSmallIntegerField(_("Maturity level"))
    element = models.CharField(_("Evidence element"), max_length=60)
    title = models.CharField(_("Title"), max_length=200)
    issuer = models.CharField(_("Issuer"), max_length=120, blank=True)
    issued_on = models.DateField(_("Issued on"), null=True)
    document_number = models.CharField(_("Document number"), max_length=60, blank=True)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["level", "element", "created_at"]
        constraints = [models.CheckConstraint(condition=models.Q(level__range=(1, 13)), name="evidence_level")]
