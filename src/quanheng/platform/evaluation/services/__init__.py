"""What people do to evaluations. Every write to this room's cases goes through a verb of this folder."""

from quanheng.platform.evaluation.services.advancing import advance
from quanheng.platform.evaluation.services.collection import (
    Finding,
    complete_collection,
    save_information,
)
from quanheng.platform.evaluation.services.commission import (
    Commission,
    accept_evaluation,
    create_evaluation,
    lapse_evaluation,
    recall_evaluation,
    refuse_evaluation,
    return_evaluation,
    save_commission,
    submit_evaluation,
)
from quanheng.platform.evaluation.services.contract import (
    Terms,
    confirm_contract_scan,
    file_contract_scan,
    save_contract,
    sign_contract,
)
from quanheng.platform.evaluation.services.level import (
    confirm_level,
    prepare_found_plan,
    propose_level,
    request_evidence,
    send_level_back,
    start_maturity,
)
from quanheng.platform.evaluation.services.notices import acknowledge
from quanheng.platform.evaluation.services.panel import close_scoring, request_panel, seat_panel
from quanheng.platform.evaluation.services.planning import (
    lock_plan,
    propose_plan_lock,
    save_plan,
    send_plan_back,
)
from quanheng.platform.evaluation.services.standing import (
    archive_evaluation,
    expire_evaluation,
    resume_evaluation,
    suspend_evaluation,
    terminate_evaluation,
)

__all__ = [
    "Commission",
    "Finding",
    "Terms",
    "accept_evaluation",
    "acknowledge",
    "advance",
    "archive_evaluation",
    "close_scoring",
    "complete_collection",
    "confirm_contract_scan",
    "confirm_level",
    "create_evaluation",
    "expire_evaluation",
    "file_contract_scan",
    "lapse_evaluation",
    "lock_plan",
    "prepare_found_plan",
    "propose_level",
    "propose_plan_lock",
    "recall_evaluation",
    "refuse_evaluation",
    "request_evidence",
    "request_panel",
    "resume_evaluation",
    "return_evaluation",
    "save_commission",
    "save_contract",
    "save_information",
    "save_plan",
    "seat_panel",
    "send_level_back",
    "send_plan_back",
    "sign_contract",
    "start_maturity",
    "submit_evaluation",
    "suspend_evaluation",
    "terminate_evaluation",
]
