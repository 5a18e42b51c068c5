"""What people do in the expert room. Every write to this app goes through a verb of these modules."""

from quanheng.platform.experts.services.claims import ClaimFacts, add_claim, reject_claim, verify_claim
from quanheng.platform.experts.services.drawing import fail_request, freeze_request, propose_draw, run_draw
from quanheng.platform.experts.services.invitations import (
    answer_invitation,
    lapse_invitations,
    sign_declaration,
)
from quanheng.platform.experts.services.pool import apply_to_pool, move_expert, open_pool
from quanheng.platform.experts.services.relations import record_relation
from quanheng.platform.experts.services.requests import (
    request_panel,
    screen_candidates,
    set_enterprises,
    waive,
    widen_fields,
)
from quanheng.platform.experts.services.seating import close_request, send_invitations, void_seat

__all__ = [
    "ClaimFacts",
    "add_claim",
    "answer_invitation",
    "apply_to_pool",
    "close_request",
    "fail_request",
    "freeze_request",
    "lapse_invitations",
    "move_expert",
    "open_pool",
    "propose_draw",
    "record_relation",
    "reject_claim",
    "request_panel",
    "run_draw",
    "screen_candidates",
    "send_invitations",
    "set_enterprises",
    "sign_declaration",
    "verify_claim",
    "void_seat",
    "waive",
    "widen_fields",
]
