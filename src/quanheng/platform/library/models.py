"""An achievement, who holds it, how its work breaks down, and the evidence for each level."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.cases import Case
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.library.states import ACHIEVEMENT_STATES, AchievementState
from quanheng.platform.library.texts import one_word, printable_line, printable_text

LINE = [printable_line]
TEXT = [printable_text]


class Category(models.TextChoices):
    BASIC_THEORY = "basic_theory", _("Basic theory")
    APPLIED_TECHNOLOGY = "applied_technology", _("Applied technology")
    SOFTWARE = "software", _("Software")
    SOFT_SCIENCE = "soft_science", _("Soft science")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Open to everyone")
    REGISTERED = "registered", _("Signed-in organisations")
    INVITED = "invited", _("Invited organisations")
    UNIT = "unit", _("Own organisation")


class EvaluationWay(models.TextChoices):
    """How the holder has the achievement judged (M-4): by an institution, or by its own word."""

    COMMISSION = "commission", _("Commission an evaluation")
    SELF_DECLARATION = "self_declaration", _("Self-declaration")


class RightKind(models.TextChoices):
    PATENT = "patent", _("Patent")
    SOFTWARE = "software", _("Software copyright")
    SECRET = "secret", _("Technical secret")
    OTHER = "other", _("Other right")


class Achievement(Case):
    letters = "CG"
    kind = "achievement"

    state = models.CharField(max_length=16, choices=AchievementState.choices, default=AchievementState.DRAFT)
    title = models.CharField(_("Title"), max_length=120, validators=LINE)
    category = models.CharField(_("Category"), max_length=24, choices=Category.choices)
    field_code = models.CharField(_("Field"), max_length=24, blank=True)
    abstract = models.TextField(_("Abstract"), blank=True, max_length=4000, validators=TEXT)
    keywords = models.JSONField(_("Keywords"), default=list, blank=True)
    need = models.TextField(_("Need it answers"), blank=True, max_length=2000, validators=TEXT)
    application = models.TextField(_("Application it aims at"), blank=True, max_length=2000, validators=TEXT)
    own_level = models.PositiveSmallIntegerField(_("Level in the owner's own view"), null=True, blank=True)
    source = models.CharField(_("Source of the achievement"), max_length=40, blank=True)
    source_note = models.CharField(
        _("Recommended by, with reference"), max_length=200, blank=True, validators=LINE
    )
    transfer_ways = models.JSONField(_("Ways of transfer"), default=list, blank=True)
    expected_price = models.DecimalField(
        _("Expected price"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    visibility = models.CharField(
        _("Visibility"), max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    evaluation_way = models.CharField(
        _("Way of evaluation"), max_length=16, choices=EvaluationWay.choices, blank=True
    )
    corrections = models.JSONField(default=dict, blank=True)
    duplicates_answer = models.TextField(
        _("Why it is another achievement"), blank=True, max_length=1000, validators=TEXT
    )
    level = models.PositiveSmallIntegerField(_("Maturity level"), null=True)
    stage = models.CharField(_("Stage"), max_length=12, blank=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="achievements")
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-number"]
        constraints = [
            ACHIEVEMENT_STATES.constraint("achievement_state"),
            models.CheckConstraint(
                condition=~models.Q(state=AchievementState.PUBLISHED) | models.Q(published_at__isnull=False),
                name="published_has_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(level=None) | models.Q(level__range=(0, 13)), name="achievement_level"
            ),
            models.CheckConstraint(
                condition=models.Q(own_level=None) | models.Q(own_level__range=(1, 13)),
                name="achievement_own_level",
            ),
            models.CheckConstraint(
                condition=models.Q(expected_price=None) | models.Q(expected_price__gt=0),
                name="expected_price_is_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(state=AchievementState.DRAFT)
                | (models.Q(submitted_at__isnull=False) & ~models.Q(evaluation_way="")),
                name="handed_in_has_a_day_and_a_way",
            ),
        ]


class Right(models.Model):
    """A right in the achievement and its holder; the shares of the holders make 100 %."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="rights")
    kind = models.CharField(_("Kind of right"), max_length=12, choices=RightKind.choices)
    number = models.CharField(_("Application number"), max_length=40, blank=True, validators=LINE)
    title = models.CharField(_("Title"), max_length=200, validators=LINE)
    holder = models.CharField(_("Rights holder"), max_length=120, validators=LINE)
    holder_uscc = models.CharField(_("Unified social credit code"), max_length=18)
    share = models.DecimalField(_("Share (%)"), max_digits=5, decimal_places=2)
    legal_status = models.CharField(_("Legal status"), max_length=60, blank=True, validators=LINE)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=100), name="right_share")
        ]


class Contributor(models.Model):
    """A person who made the achievement; inventors are its priority holders later."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="contributors")
    order = models.PositiveSmallIntegerField(_("Order"))
    name = models.CharField(_("Full name"), max_length=60, validators=LINE)
    organisation_name = models.CharField(_("Organisation"), max_length=120, validators=LINE)
    organisation_uscc = models.CharField(_("Unified social credit code"), max_length=18, blank=True)
    inventor = models.BooleanField(_("Inventor"), default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["achievement", "order"], name="one_contributor_per_place")
        ]


class TechnicalParameter(models.Model):
    """A measured figure, beside the strongest one it was compared with."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="parameters")
    name = models.CharField(_("Parameter"), max_length=80, validators=LINE)
    value = models.CharField(_("Measured value"), max_length=40, validators=LINE)
    unit = models.CharField(_("Unit of measure"), max_length=24, blank=True, validators=LINE)
    condition = models.CharField(_("Test condition"), max_length=120, blank=True, validators=LINE)
    comparator = models.CharField(_("Comparator"), max_length=120, blank=True, validators=LINE)
    comparator_value = models.CharField(_("Comparator's value"), max_length=40, blank=True, validators=LINE)
    basis = models.CharField(_("Basis"), max_length=200, blank=True, validators=LINE)

    class Meta:
        ordering = ["id"]


class WorkPackage(models.Model):
    """A node of the work breakdown; leaves carry evidence and are graded (H-8.1)."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="work_packages")
    code = models.CharField(_("Number"), max_length=20, validators=[printable_line, one_word])
    parent_code = models.CharField(
        _("Parent"), max_length=20, blank=True, validators=[printable_line, one_word]
    )
    title = models.CharField(_("Title"), max_length=120, validators=LINE)
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
    package = models.ForeignKey(
        WorkPackage, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    level = models.PositiveSmallIntegerField(_("Maturity level"))
    element = models.CharField(_("Evidence element"), max_length=60)
    title = models.CharField(_("Title"), max_length=200, validators=LINE)
    issuer = models.CharField(_("Issuer"), max_length=120, blank=True, validators=LINE)
    issued_on = models.DateField(_("Issued on"), null=True, blank=True)
    document_number = models.CharField(_("Document number"), max_length=60, blank=True, validators=LINE)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["level", "element", "created_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__range=(1, 13)), name="evidence_level"),
            models.UniqueConstraint(
                fields=["achievement", "package", "level", "element", "attachment"],
                condition=models.Q(removed_at=None, package__isnull=False),
                name="one_file_per_place_of_a_package",
            ),
            models.UniqueConstraint(
                fields=["achievement", "level", "element", "attachment"],
                condition=models.Q(removed_at=None, package=None),
                name="one_file_per_place_of_the_project",
            ),
        ]
