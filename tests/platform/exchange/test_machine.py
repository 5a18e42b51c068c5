"""Machine L, every verb in every state by every role, against a transcription of the domain book's table."""

import csv
from pathlib import Path

import pytest

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.exchange.states import LISTING_STATES, ListingState

CASES = Path(__file__).parents[2] / "cases"

with (CASES / "machine_l.csv").open(encoding="utf-8") as file:
    ARROWS = {
        (row["source"], row["verb"], role): row["target"]
        for row in csv.DictReader(file)
        for name in row["role"].split()
        for role in ([r.value for r in Role if r != Role.SYSTEM] if name == "anyone" else [name])
    }
VERBS = sorted(
    {verb for _source, verb, _role in ARROWS} | {move.verb for _s, move in LISTING_STATES.arrows()}
)


def reached(verb: str, state: str, role: str) -> str:
    try:
        return LISTING_STATES.target(verb, state=state, role=Role(role), previous="<previous>")
    except Refused:
        return ""


@pytest.mark.clause("H-28.2")
@pytest.mark.parametrize("state", ListingState.values)
def test_the_table_draws_the_arrows_of_the_book_and_no_others(state):
    drawn = {(v, r): reached(v, state, r) for v in VERBS for r in Role.values}
    assert drawn == {(v, r): ARROWS.get((state, v, r), "") for v in VERBS for r in Role.values}


def test_an_arrow_of_two_persons_is_marked_as_such():
    second = {move.verb for _source, move in LISTING_STATES.arrows() if move.second}
    assert second == {"amend_notice", "settle_by_agreement", "confirm", "record_payment"}


@pytest.mark.clause("H-A5")
def test_the_drawing_shows_every_arrow_once():
    book = {f"{source} --> {target.strip('<>')}: {verb}" for (source, verb, _role), target in ARROWS.items()}
    drawn = [line.strip() for line in LISTING_STATES.diagram().splitlines()[1:]]
    assert (sorted(drawn), len(drawn)) == (sorted(book), len(book))
