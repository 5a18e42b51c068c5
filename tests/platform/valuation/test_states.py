"""Machine of a valuation: every verb from every state by every role, drawn a second time by hand."""

import pytest

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.valuation.states import ENGAGEMENT_STATES, EngagementState

DRAWN = {
    ("save_basis", "draft"): "draft",
    ("lock", "draft"): "locked",
    ("save_params", "draft"): "draft",
    ("save_params", "locked"): "locked",
    ("run_method", "draft"): "draft",
    ("run_method", "locked"): "locked",
    ("submit_opinion", "locked"): "locked",
    ("open_opinions", "locked"): "opened",
    ("rule_outlier", "opened"): "opened",
    ("rule_outlier", "computed"): "computed",
    ("reconcile", "opened"): "computed",
    ("reconcile", "computed"): "computed",
    ("sign", "computed"): "signed",
    ("skip", "draft"): "skipped",
    ("skip", "locked"): "skipped",
    ("skip", "opened"): "skipped",
    ("skip", "computed"): "skipped",
    ("complete_sources", "opened"): "opened",
    ("complete_sources", "computed"): "computed",
    ("save_disclosures", "draft"): "draft",
    ("save_disclosures", "locked"): "locked",
    ("save_disclosures", "opened"): "opened",
    ("save_disclosures", "computed"): "computed",
}
VERBS = sorted({verb for verb, _ in DRAWN})


def answer(verb: str, state: str, role: Role) -> str:
    try:
        return ENGAGEMENT_STATES.target(verb, state=state, role=role)
    except Refused:
        return ""


def hand(verb: str) -> Role:
    return Role.EXPERT if verb == "submit_opinion" else Role.LEAD


@pytest.mark.parametrize("state", EngagementState.values)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_leads_where_the_book_says_and_nowhere_else(verb, state):
    expected = {role: DRAWN.get((verb, state), "") if role == hand(verb) else "" for role in Role}
    assert {role: answer(verb, state, role) for role in Role} == expected


def test_the_table_draws_nothing_that_is_not_here():
    assert {move.verb for _, move in ENGAGEMENT_STATES.arrows()} == set(VERBS)


def test_every_state_is_reached():
    assert set(DRAWN.values()) == set(EngagementState.values)


def test_skipping_is_the_act_of_two_persons_and_nothing_else_is():
    assert {move.verb for _, move in ENGAGEMENT_STATES.arrows() if move.second} == {"skip"}
