"""Machine E passes exactly the arrows of the domain book (section 10), transcribed in `machine_e.csv`."""

import csv
from pathlib import Path

import pytest

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.states import EVALUATION_STATES, EvaluationState

CASES = Path(__file__).parents[2] / "cases"
BOOK = list(csv.DictReader((CASES / "machine_e.csv").read_text("utf-8").splitlines()))
BEFORE = "collecting"


def expected() -> dict[tuple[str, str, str], str]:
    return {
        (row["state"], row["verb"], role): row["next"].replace("<before>", BEFORE)
        for row in BOOK
        for role in row["by"].split()
    }


def drawn() -> dict[tuple[str, str, str], str]:
    verbs = {move.verb for _, move in EVALUATION_STATES.arrows()} | {row["verb"] for row in BOOK}
    found = {}
    for state in EvaluationState.values:
        for verb in sorted(verbs):
            for role in Role:
                try:
                    after = EVALUATION_STATES.target(verb, state=state, role=role, previous=BEFORE)
                except Refused:
                    continue
                found[state, verb, str(role)] = str(after)
    return found


def test_every_state_verb_and_role_passes_exactly_the_arrows_of_the_book():
    assert drawn() == expected()


def test_the_acts_of_two_persons_are_those_of_the_book():
    marked = {(source, move.verb) for source, move in EVALUATION_STATES.arrows() if move.second}
    assert marked == {(row["state"], row["verb"]) for row in BOOK if row["second"]}


@pytest.mark.clause("H-4")
def test_the_way_of_a_case_is_plan_level_staged_evaluation_and_report_in_this_order():
    way = [str(state) for state in EVALUATION_STATES.path]
    phases = ["planned", "maturity", "collecting", "drawing", "scoring", "valuing", "reporting", "issued"]
    assert [state for state in way if state in phases] == phases


def test_every_state_has_words_and_a_tone():
    assert [state for state in EvaluationState.values if not EVALUATION_STATES.tones.get(state)] == []
