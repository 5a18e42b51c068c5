"""Which roles the people of which organisations may hold, and which of them exclude each other."""

from quanheng.platform.accounts.models import OrganisationKind
from quanheng.platform.common.roles import EXCLUSIVE, INSTITUTION, Role

ADMINISTRATORS = EXCLUSIVE[0]
_TRADERS = frozenset({Role.OWNER, Role.BUYER, Role.EXPERT, Role.TECHNOLOGY_MANAGER})
ROLES_OF_KIND: dict[str, frozenset[Role]] = {
    OrganisationKind.UNIVERSITY: _TRADERS,
    OrganisationKind.INSTITUTE: _TRADERS,
    OrganisationKind.ENTERPRISE: _TRADERS,
    OrganisationKind.INSTITUTION: INSTITUTION | {Role.POOL_MANAGER, Role.EXPERT},
    OrganisationKind.LABORATORY: frozenset({Role.LABORATORY, Role.EXPERT}),
    OrganisationKind.INVESTOR: frozenset({Role.INVESTOR, Role.BUYER, Role.EXPERT}),
    OrganisationKind.EXCHANGE: frozenset(
        {Role.OFFICER, Role.POOL_MANAGER, Role.TECHNOLOGY_MANAGER, Role.EXPERT}
    ),
    OrganisationKind.AUCTION_HOUSE: frozenset({Role.AUCTION_HOUSE, Role.AUCTIONEER, Role.RECORDER}),
    OrganisationKind.DEPARTMENT: frozenset({Role.SUPERVISOR, Role.POOL_MANAGER, Role.OFFICER}),
    OrganisationKind.PLATFORM: ADMINISTRATORS | {Role.OFFICER, Role.POOL_MANAGER},
}
"""The roles that the people of an organisation may hold for it."""

FIRST_ROLES: dict[str, tuple[Role, ...]] = {
    OrganisationKind.UNIVERSITY: (Role.OWNER,),
    OrganisationKind.INSTITUTE: (Role.OWNER,),
    OrganisationKind.ENTERPRISE: (Role.OWNER, Role.BUYER),
    OrganisationKind.INVESTOR: (Role.INVESTOR, Role.BUYER),
}
"""Kinds that sign up by themselves, and what their first person may do. The others are entered by a security administrator."""


def excluded_duty(role: Role, held: frozenset[Role]) -> Role | None:
    """Return the role already held that excludes `role` (三权分立), if there is one."""
    for duties in EXCLUSIVE:
        if role in duties and (others := (held & duties) - {role}):
            return min(others)
    return None
