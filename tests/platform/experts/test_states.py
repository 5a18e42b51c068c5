"""Every verb in every state of every table: what the table draws happens, all else is refused."""

import pytest

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.experts.states import EXPERT_STATES, INVITATION_STATES, REQUEST_STATES, SEAT_STATES

EXPERT_ARROWS = {
    ("applied", "verify"): "verifying",
    ("verifying", "open_notice"): "noticed",
    ("noticed", "admit"): "active",
    ("applied", "refuse"): "left",
    ("verifying", "refuse"): "left",
    ("noticed", "refuse"): "left",
    ("active", "warn"): "warned",
    ("active", "suspend"): "suspended",
    ("warned", "suspend"): "suspended",
    ("warned", "reinstate"): "active",
    ("suspended", "reinstate"): "active",
    ("active", "expel"): "expelled",
    ("warned", "expel"): "expelled",
    ("suspended", "expel"): "expelled",
    ("active", "lapse"): "lapsed",
    ("warned", "lapse"): "lapsed",
    ("lapsed", "renew"): "active",
} | {
    (state, "leave"): "left"
    for state in ("applied", "verifying", "noticed", "active", "warned", "suspended", "lapsed")
}
REQUEST_ARROWS = {
    ("draft", "screen"): "screened",
    ("screened", "screen"): "screened",
    ("screened", "freeze"): "frozen",
    ("frozen", "draw"): "drawn",
    ("drawn", "invite"): "inviting",
    ("inviting", "seat"): "seated",
    ("seated", "vacate"): "inviting",
    ("seated", "close"): "closed",
} | {(state, "fail"): "failed" for state in ("draft", "screened", "frozen", "drawn", "inviting")}
SEAT_ARROWS = {
    ("waiting", "invite"): "invited",
    ("invited", "accept"): "accepted",
    ("invited", "decline"): "declined",
    ("invited", "lapse"): "lapsed",
    ("waiting", "void"): "voided",
    ("invited", "void"): "voided",
    ("accepted", "void"): "voided",
}
INVITATION_ARROWS = {
    ("sent", "accept"): "accepted",
    ("sent", "decline"): "declined",
    ("accepted", "decline"): "declined",
    ("accepted", "declare"): "declared",
    ("sent", "lapse"): "lapsed",
    ("accepted", "lapse"): "lapsed",
    ("sent", "recuse"): "recused",
    ("accepted", "recuse"): "recused",
    ("declared", "recuse"): "recused",
}
TABLES = {
    "expert": (EXPERT_STATES, EXPERT_ARROWS),
    "request": (REQUEST_STATES, REQUEST_ARROWS),
    "seat": (SEAT_STATES, SEAT_ARROWS),
    "invitation": (INVITATION_STATES, INVITATION_ARROWS),
}


@pytest.mark.clause("M-6.2")
@pytest.mark.parametrize("name", TABLES)
def test_the_table_draws_exactly_these_arrows(name):
    table, arrows = TABLES[name]
    assert {(source, move.verb): move.target for source, move in table.arrows()} == arrows


@pytest.mark.parametrize("name", TABLES)
def test_every_other_verb_and_every_other_role_is_refused(name):
    table, arrows = TABLES[name]
    hands = {(source, move.verb): move.by for source, move in table.arrows()}
    verbs = {verb for _, verb in arrows}
    for state in table.states.values:
        for verb in verbs:
            for role in Role:
                if role in hands.get((state, verb), ()):
                    assert table.target(verb, state=state, role=role) == arrows[state, verb]
                else:
                    with pytest.raises(Refused):
                        table.target(verb, state=state, role=role)


@pytest.mark.clause("M-6.2")
def test_admission_suspension_and_expulsion_need_a_second_person():
    seconds = {move.verb for _, move in EXPERT_STATES.arrows() if move.second}
    assert seconds == {"open_notice", "admit", "warn", "suspend", "reinstate", "expel", "renew"}


def test_every_state_has_a_tone():
    assert all(set(table.tones) == set(table.states.values) for table, _ in TABLES.values())
