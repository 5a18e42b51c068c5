"""People, organisations, and who acts for whom in which role."""

import secrets
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role


class OrganisationKind(models.TextChoices):
    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Research institute")
    ENTERPRISE = "enterprise", _("Enterprise")
    INSTITUTION = "institution", _("Evaluation institution")
    LABORATORY = "laboratory", _("Testing laboratory")
    INVESTOR = "investor", _("Investor")
    EXCHANGE = "exchange", _("Technology exchange")
    AUCTION_HOUSE = "auction_house", _("Auction house")
    DEPARTMENT = "department", _("Government department")
    PLATFORM = "platform", _("Platform operator")


class Organisation(models.Model):
    """A legal person, known by its unified social credit code."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    uscc = models.CharField(_("Unified social credit code"), max_length=18, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=16, choices=OrganisationKind.choices)
    state_owned = models.BooleanField(_("State-owned enterprise"), default=False)
    region = models.CharField(_("Region"), max_length=60, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:organisation", args=[self.uscc])

    @property
    def stream(self) -> str:
        return f"organisation/{self.id}"


def new_pseudonym() -> str:
    return "u_" + secrets.token_hex(8)


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """A person who signs in. Acts are journaled under the pseudonym, never the name."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(_("Account"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    phone = models.CharField(_("Phone"), max_length=20, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    pseudonym = models.CharField(max_length=24, unique=True, default=new_pseudonym, editable=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"account/{self.id}"


class Identity(models.Model):
    """A role that a person holds for an organisation, from grant to end. Who `manages` adds people to it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="identities")
    role = models.CharField(_("Role"), max_length=24, choices=Role.choices)
    manages = models.BooleanField(_("Manages the people of the organisation"), default=False)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["granted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=models.Q(ended_at=None),
                name="one_running_identity",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None, role__in=["platform_admin", "security_admin", "auditor"]),
                name="one_of_the_three_administrators",
            ),
            models.CheckConstraint(
                condition=~models.Q(granted_by=models.F("person")), name="nobody_grants_to_himself"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[r for r in Role.values if r not in {"public", "system"}]),
                name="role_of_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"

    def get_absolute_url(self) -> str:
        return self.organisation.get_absolute_url()


class SignIn(models.Model):
    """A browser in which a person is signed in, from the password to its end (`sessions.has_expired`)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_ins")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-seen_at"]
        indexes = [models.Index(fields=["person", "ended_at"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.began_at:%Y-%m-%d %H:%M}"
