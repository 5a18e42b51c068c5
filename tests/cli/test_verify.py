"""`quanheng verify`: same, the first difference, or a file that is no such record."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quanheng.cli import main
from quanheng.methods.experts import Candidate, FrozenList, hold_draw, seed_commitment

CASES = json.loads((Path(__file__).parents[1] / "cases" / "trust.json").read_text("utf-8"))["journal"]
SECRET = bytes(range(32))


@pytest.fixture
def record() -> dict[str, object]:
    frozen = FrozenList(
        request="r-1",
        round=1,
        scheme="s",
        candidates=[Candidate(f"p{n}", "technical", f"house{n}") for n in range(6)],
        quotas={"technical": 2},
        exclusions={},
        parties=["agency"],
        public_source="index",
        fallback="none",
        draw_at=datetime(2026, 9, 21, tzinfo=UTC),
    )
    commitments = {"agency": seed_commitment(SECRET)}
    return hold_draw(frozen, commitments=commitments, reveals={"agency": SECRET}, public_value="1").record


@pytest.fixture
def verify(tmp_path, capsys):
    def run(verb: str, text: str) -> tuple[int, str]:
        file = tmp_path / "record.json"
        file.write_text(text, "utf-8")
        return main.main(["verify", verb, str(file)]), capsys.readouterr().out.strip()

    return run


def journal(*, change=lambda rows: rows) -> str:
    rows = [row | {"parts": parts} for row, parts in zip(CASES["entries"], CASES["payloads"], strict=True)]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in change(rows))


@pytest.mark.clause("M-6.3")
def test_an_untouched_draw_is_the_same(verify, record):
    assert verify("draw", json.dumps(record)) == (0, "same")


def test_another_random_value_gives_another_draw(verify, record):
    code, answer = verify("draw", json.dumps(record | {"public_value": "2"}))
    assert (code, answer.startswith("line 3: the record has seed|")) == (1, True)


def test_an_untouched_journal_is_the_same(verify):
    assert verify("journal", journal()) == (0, "same")


def test_an_erased_part_leaves_the_chain_whole(verify):
    assert verify("journal", journal(change=lambda rows: [rows[0] | {"parts": {}}, *rows[1:]])) == (0, "same")


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        (lambda rows: rows[1:], "line 1: the entry does not follow the one before"),
        (lambda rows: [rows[0], *rows[2:]], "line 2: the entry does not follow the one before"),
        (lambda rows: [rows[0] | {"link": "00" * 32}, *rows[1:]], "line 1: the link does not follow"),
        (
            lambda rows: [rows[0] | {"parts": {"body": rows[1]["parts"]["body"]}}, *rows[1:]],
            "line 1: the part body is not the one of the entry",
        ),
    ],
)
def test_a_journal_tells_the_first_line_that_was_touched(verify, change, answer):
    code, told = verify("journal", journal(change=change))
    assert (code, told.startswith(answer)) == (1, True)


@pytest.mark.parametrize("verb", ["draw", "journal"])
@pytest.mark.parametrize("text", ["", "{}", "[]", "no json", '{"log": 1}'])
def test_a_file_of_another_kind_is_named_and_ends_with_two(verify, verb, text):
    code, answer = verify(verb, text)
    assert (code, answer.endswith(f"got something else, takes the record of a {verb}")) == (2, True)


def test_a_file_that_is_not_there_ends_with_two(tmp_path, capsys):
    assert main.main(["verify", "draw", str(tmp_path / "none.json")]) == 2
