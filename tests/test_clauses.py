"""The policy map: every clause is proven by a test, or stands in a list that only gets shorter."""

import ast
import csv
from pathlib import Path

TESTS = Path(__file__).parent
OPEN = TESTS / "clauses_open.txt"
MAP = TESTS.parent / "docs" / "policy" / "clauses.csv"


def clauses() -> set[str]:
    with MAP.open(encoding="utf-8") as file:
        return {row["id"] for row in csv.DictReader(file)}


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


def still_open() -> set[str]:
    return {
        line.strip()
        for line in OPEN.read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    }


def test_every_clause_is_proven_or_listed_as_open():
    assert clauses() - marked() - still_open() == set()


def test_a_proven_clause_leaves_the_open_list():
    assert still_open() & marked() == set()


def test_the_open_list_names_clauses_only():
    assert still_open() - clauses() == set()
