"""The roles of the platform: one enum for all floors (`interface.md` 1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    OWNER = "owner", _("Owner")
    INTAKE = "intake", _("Intake officer")
    LEAD = "lead", _("Case manager")
    REVIEWER = "reviewer", _("Reviewer")
    SIGNER = "signer", _("Signer")
    EXPERT = "expert", _("Expert")
    BUYER = "buyer", _("Buyer")
    INVESTOR = "investor", _("Investor")
    AUCTION_HOUSE = "auction_house", _("Auction house")
    AUCTIONEER = "auctioneer", _("Auctioneer")
    RECORDER = "recorder", _("Recorder")
    POOL_MANAGER = "pool_manager", _("Expert pool manager")
    OFFICER = "officer", _("Listing officer")
    SUPERVISOR = "supervisor", _("Supervising authority")
    LABORATORY = "laboratory", _("Testing laboratory")
    TECHNOLOGY_MANAGER = "technology_manager", _("Technology manager")
    PLATFORM_ADMIN = "platform_admin", _("Platform administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDITOR = "auditor", _("Auditor")
    PUBLIC = "public", _("Public")
    SYSTEM = "system", _("System")


INSTITUTION = frozenset({Role.INTAKE, Role.LEAD, Role.REVIEWER, Role.SIGNER})
"""Roles of an evaluation institution's people."""

EXCLUSIVE = (frozenset({Role.PLATFORM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}),)
"""Duties of which one person holds at most one (三权分立, common practice)."""
