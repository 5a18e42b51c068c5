"""The policy map: every clause is proven by a test, or stands in a list that only gets shorter."""

import ast
import csv
from pathlib import Path

TESTS = Path(__file__).parent
OPEN = TESTS / "clauses_open.txt"
MAP = TESTS.parent / "docs" / "policy" / "clauses.csv"


def clauses() -> list[str]:
    with MAP.open(encoding="utf-8") as file:
        return [row["id"] for row in csv.DictReader(file)]


def marked() -> set[str]:
    """Return the ids that stand in a `clause(…)` mark."""
    found = set()
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "clause"
            ):
                found |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
    return found


def still_open() -> list[str]:
    lines = (line.strip() for line in OPEN.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def test_the_open_list_is_exactly_what_no_test_proves_in_the_order_of_the_map():
    proven = marked()
    assert still_open() == [clause for clause in clauses() if clause not in proven]


def test_a_mark_names_a_clause_of_the_map_or_a_goal():
    assert {mark for mark in marked() if not mark.startswith("G-")} - set(clauses()) == set()
