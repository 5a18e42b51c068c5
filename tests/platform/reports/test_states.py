"""Every (verb, state, role) of a report: exactly the arrows written down here pass."""

from itertools import product

import pytest

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.reports.states import REPORT_STATES, ReportState

ARROWS = {
    ("submit_report", "draft", "lead"): "review",
    ("approve", "review", "reviewer"): "feedback",
    ("send_back", "review", "reviewer"): "draft",
    ("agree", "feedback", "owner"): "signing",
    ("agree", "feedback", "system"): "signing",
    ("object_facts", "feedback", "owner"): "draft",
    ("confirm", "signing", "expert"): "signing",
    ("confirm", "signing", "lead"): "signing",
    ("sign", "signing", "signer"): "valid",
    ("supersede", "valid", "lead"): "superseded",
    ("revoke", "valid", "supervisor"): "revoked",
}


@pytest.mark.parametrize("verb", sorted({verb for verb, _, _ in ARROWS}))
def test_exactly_the_arrows_of_the_table_pass(verb):
    for state, role in product(ReportState, Role):
        wanted = ARROWS.get((verb, str(state), str(role)))
        if wanted:
            assert REPORT_STATES.target(verb, state=state, role=role) == wanted
        else:
            with pytest.raises(Refused):
                REPORT_STATES.target(verb, state=state, role=role)
