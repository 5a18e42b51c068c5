"""Pools and their experts, relations that keep them away, panels and how they were drawn."""

from quanheng.platform.experts.models.panels import (
    Declaration,
    Draw,
    Eligibility,
    Invitation,
    PanelRequest,
    Seat,
)
from quanheng.platform.experts.models.pools import Claim, Expert, Pool, PoolRole
from quanheng.platform.experts.models.relations import Relation

__all__ = [
    "Claim",
    "Declaration",
    "Draw",
    "Eligibility",
    "Expert",
    "Invitation",
    "PanelRequest",
    "Pool",
    "PoolRole",
    "Relation",
    "Seat",
]
