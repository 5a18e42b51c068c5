"""A request for a panel: who was screened, the frozen list, the draw, seats, invitations, declarations."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.cases import CaseRef
from quanheng.platform.experts.models.pools import Expert, ExpertRole, Pool
from quanheng.platform.experts.states import (
    INVITATION_STATES,
    OPEN,
    OVER,
    REQUEST_STATES,
    RUNNING,
    SEAT_STATES,
    InvitationState,
    RequestState,
    SeatState,
)
from quanheng.platform.library.models import Achievement


class PanelRequest(models.Model):
    """A panel asked for by a case above (`case_kind`, `case_id`, `case_number`).

    `fields` are the field codes from which close-field peers come, the achievement's first; more are added by
    two persons. `enterprises` names prospective customers and chain enterprises by credit code. `salt` turns
    persons into codes of this request and never leaves the server. Its inbox title is the field, never the
    achievement: the pool manager learns no more of the item (`experts.md` 8).
    """

    kind: ClassVar[str] = "panel_request"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="panel_requests")
    case_kind = models.CharField(max_length=24)
    case_id = models.UUIDField()
    case_number = models.CharField(max_length=20)
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="panel_requests")
    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="requests")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12)
    scheme = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.DRAFT)
    previous_state = models.CharField(max_length=12, blank=True, default="")
    quotas = models.JSONField()
    institution_limit = models.PositiveSmallIntegerField(null=True)
    fields = models.JSONField(default=list)
    enterprises = models.JSONField(default=dict)
    subject = models.JSONField(default=dict)
    salt = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    screened_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)
    seated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            REQUEST_STATES.constraint("panel_request_state"),
            models.UniqueConstraint(
                fields=["case_kind", "case_id"],
                condition=~models.Q(state__in=OVER),
                name="one_running_panel_per_case",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["frozen", "drawn", "inviting", "seated", "closed"])
                | models.Q(frozen_at__isnull=False),
                name="frozen_panel_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.case_number

    def get_absolute_url(self) -> str:
        return reverse("experts:panel_request", args=[self.id])

    @property
    def number(self) -> str:
        return self.case_number

    @property
    def ref(self) -> CaseRef:
        return CaseRef(self.kind, self.id, self.case_number)

    @property
    def stream(self) -> str:
        return f"{self.kind}/{self.id}"

    @property
    def case_stream(self) -> str:
        """The journal of the case itself, where root, draw and closing are published."""
        return f"{self.case_kind}/{self.case_id}"

    @property
    def display_title(self) -> str:
        return str(self.subject.get("field_title", self.case_number))


class Eligibility(models.Model):
    """One person for one role, as screened and then frozen: what an appeal looks at (H-13.5).

    `code` stands for the person in lists, logs and records of this request. A waived row was let in by two
    persons for a written reason; a conflict that must be avoided is never waived.
    """

    request = models.ForeignKey(PanelRequest, on_delete=models.CASCADE, related_name="eligibilities")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="eligibilities")
    role = models.CharField(max_length=12, choices=ExpertRole.choices)
    code = models.CharField(max_length=16)
    institution_code = models.CharField(max_length=16, blank=True)
    qualified = models.BooleanField()
    eligible = models.BooleanField()
    reasons = models.JSONField(default=list)
    conflicts = models.JSONField(default=list)
    obstacles = models.JSONField(default=list)
    waiver_reason = models.CharField(max_length=400, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    waiver_second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["role", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "role", "expert"], name="one_check_per_role_and_expert"
            ),
            models.UniqueConstraint(fields=["request", "role", "code"], name="one_code_per_role_and_request"),
            models.CheckConstraint(
                condition=models.Q(waived_by=None, waiver_second=None)
                | (
                    models.Q(waived_by__isnull=False, waiver_second__isnull=False)
                    & ~models.Q(waived_by=models.F("waiver_second"))
                    & ~models.Q(waiver_reason="")
                ),
                name="waived_by_two_persons_with_a_reason",
            ),
        ]

    @property
    def waived(self) -> bool:
        return self.waived_by_id is not None


class Draw(models.Model):
    """A frozen list and, once drawn, what was drawn from it.

    `secret` stays sealed until the draw; `record` is the public record, which anyone re-runs.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(PanelRequest, on_delete=models.PROTECT, related_name="draws")
    round = models.PositiveSmallIntegerField(default=1)
    algorithm = models.CharField(max_length=12)
    root = models.CharField(max_length=64)
    manifest = models.JSONField()
    commitments = models.JSONField()
    public_source = models.CharField(max_length=200)
    draw_at = models.DateTimeField()
    secret = models.BinaryField(max_length=32)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()
    public_value = models.CharField(max_length=200, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    record = models.JSONField(default=dict)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["request", "round"], name="one_draw_per_round"),
            models.CheckConstraint(
                condition=models.Q(seed="")
                | (
                    models.Q(drawn_at__isnull=False, drawn_by__isnull=False, witness__isnull=False)
                    & ~models.Q(public_value="")
                    & ~models.Q(commitments={})
                ),
                name="seed_after_commitments_and_witness",
            ),
            models.CheckConstraint(
                condition=models.Q(witness=None) | ~models.Q(witness=models.F("drawn_by")),
                name="nobody_witnesses_own_draw",
            ),
        ]


class SeatOrigin(models.TextChoices):
    DRAWN = "drawn", _("Drawn")
    SUBSTITUTE = "substitute", _("Substitute")


class Seat(models.Model):
    """A place on the panel, or the place of a substitute who waits for one.

    `place` is which of the role's seats is held (empty while waiting as substitute); `position` the order of
    the draw, of substitutes within their role. `code` is what others call the expert in this case.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(PanelRequest, on_delete=models.PROTECT, related_name="seats")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=12, choices=ExpertRole.choices)
    code = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(null=True)
    origin = models.CharField(max_length=10, choices=SeatOrigin.choices)
    state = models.CharField(max_length=10, choices=SeatState.choices, default=SeatState.WAITING)
    void_code = models.CharField(max_length=20, blank=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["role", "origin", "position"]
        constraints = [
            SEAT_STATES.constraint("seat_state"),
            models.UniqueConstraint(
                fields=["request", "role", "expert"], name="one_seat_per_role_and_expert"
            ),
            models.UniqueConstraint(
                fields=["request", "expert"],
                condition=models.Q(state__in=RUNNING),
                name="one_running_seat_per_expert",
            ),
            models.UniqueConstraint(
                fields=["request", "role", "place"],
                condition=models.Q(state__in=RUNNING),
                name="one_running_seat_per_place",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=RUNNING) | models.Q(place__isnull=False),
                name="running_seat_has_a_place",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=SeatState.ACCEPTED) | models.Q(accepted_at__isnull=False),
                name="accepted_seat_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Invitation(models.Model):
    """An invitation to one seat, answered on the expert's own device by `due_at`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="invitations")
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.SENT)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(_("Reason"), max_length=20, blank=True)
    reason_note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["state", "due_at"], name="invitation_due")]
        constraints = [
            INVITATION_STATES.constraint("invitation_state"),
            models.UniqueConstraint(
                fields=["seat"], condition=models.Q(state__in=OPEN), name="one_open_invitation_per_seat"
            ),
            models.CheckConstraint(
                condition=models.Q(state=InvitationState.SENT) | models.Q(answered_at__isnull=False),
                name="answered_invitation_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=InvitationState.DECLINED) | ~models.Q(reason=""),
                name="decline_has_a_reason",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("experts:invitation", args=[self.id])


class Declaration(models.Model):
    """What an expert answered to each question before taking the seat, as it was asked."""

    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, primary_key=True, related_name="declaration"
    )
    answers = models.JSONField()
    text_version = models.CharField(max_length=20)
    signed_at = models.DateTimeField()
