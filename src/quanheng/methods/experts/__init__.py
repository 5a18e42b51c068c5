"""Experts: who may judge, who must stay away, who is seated, and how anyone can check it afterwards.

Names of the modules below resolve when first used (PEP 562).
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quanheng.methods.experts.conflicts import Conflict as Conflict
    from quanheng.methods.experts.conflicts import ConflictRule as ConflictRule
    from quanheng.methods.experts.conflicts import Relation as Relation
    from quanheng.methods.experts.conflicts import RelationIndex as RelationIndex
    from quanheng.methods.experts.conflicts import Subject as Subject
    from quanheng.methods.experts.conflicts import find_conflicts as find_conflicts
    from quanheng.methods.experts.drawing import DrawResult as DrawResult
    from quanheng.methods.experts.drawing import LogLine as LogLine
    from quanheng.methods.experts.drawing import Seat as Seat
    from quanheng.methods.experts.drawing import Shortage as Shortage
    from quanheng.methods.experts.drawing import draw as draw
    from quanheng.methods.experts.drawing import next_substitute as next_substitute
    from quanheng.methods.experts.drawing import ticket_of as ticket_of
    from quanheng.methods.experts.frozen_list import FrozenList as FrozenList
    from quanheng.methods.experts.frozen_list import LeafProof as LeafProof
    from quanheng.methods.experts.frozen_list import derive_seed as derive_seed
    from quanheng.methods.experts.frozen_list import fallback_secret as fallback_secret
    from quanheng.methods.experts.frozen_list import panel_seed as panel_seed
    from quanheng.methods.experts.frozen_list import prove_row as prove_row
    from quanheng.methods.experts.frozen_list import pseudonym as pseudonym
    from quanheng.methods.experts.frozen_list import row_leaf as row_leaf
    from quanheng.methods.experts.frozen_list import seed_commitment as seed_commitment
    from quanheng.methods.experts.public_record import HeldDraw as HeldDraw
    from quanheng.methods.experts.public_record import hold_draw as hold_draw
    from quanheng.methods.experts.qualification import Claim as Claim
    from quanheng.methods.experts.qualification import Profile as Profile
    from quanheng.methods.experts.qualification import Qualification as Qualification
    from quanheng.methods.experts.qualification import QualificationRule as QualificationRule
    from quanheng.methods.experts.qualification import Reason as Reason
    from quanheng.methods.experts.qualification import check_qualification as check_qualification
    from quanheng.methods.experts.seating import Candidate as Candidate
    from quanheng.methods.experts.selection import rfc3797 as rfc3797

_NAMES = {
    "conflicts": (
        "Conflict",
        "ConflictRule",
        "Relation",
        "RelationIndex",
        "Subject",
        "find_conflicts",
    ),
    "drawing": (
        "DrawResult",
        "LogLine",
        "Seat",
        "Shortage",
        "draw",
        "next_substitute",
        "ticket_of",
    ),
    "frozen_list": (
        "FrozenList",
        "LeafProof",
        "derive_seed",
        "fallback_secret",
        "panel_seed",
        "prove_row",
        "pseudonym",
        "row_leaf",
        "seed_commitment",
    ),
    "public_record": (
        "HeldDraw",
        "hold_draw",
    ),
    "qualification": (
        "Claim",
        "Profile",
        "Qualification",
        "QualificationRule",
        "Reason",
        "check_qualification",
    ),
    "seating": ("Candidate",),
    "selection": ("rfc3797",),
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
