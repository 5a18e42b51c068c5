"""The journal's chain: every vector of cases/trust.json, erasure, and what an entry may not hold."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from quanheng.methods.errors import MethodError
from quanheng.methods.trust import MerkleLog, entry_link, first_prev, part_hash

JOURNAL = json.loads((Path(__file__).parents[2] / "cases" / "trust.json").read_text(encoding="utf-8"))[
    "journal"
]
ENTRIES = [row["entry"] for row in JOURNAL["entries"]]
LINKS = [row["link"] for row in JOURNAL["entries"]]
SALT = bytes(16)


def test_a_stream_begins_with_a_link_derived_from_its_name():
    assert first_prev(ENTRIES[0]["stream"]) == ENTRIES[0]["prev"]


@pytest.mark.parametrize("row", JOURNAL["entries"], ids=lambda row: row["entry"]["kind"])
def test_an_entry_has_its_published_link(row):
    assert entry_link(row["entry"]) == row["link"]


def test_each_entry_names_the_link_of_the_one_before():
    assert [entry["prev"] for entry in ENTRIES[1:]] == LINKS[:-1]


@pytest.mark.parametrize("seq", range(1, len(ENTRIES) + 1))
def test_an_entry_names_the_hash_of_each_of_its_parts(seq):
    parts = JOURNAL["payloads"][seq - 1]
    hashes = {name: part_hash(bytes.fromhex(part["salt"]), part["value"]) for name, part in parts.items()}
    assert hashes == ENTRIES[seq - 1]["parts"]


def test_the_links_are_the_leaves_of_the_published_tree():
    log = MerkleLog(bytes.fromhex(LINKS[seq - 1]) for seq in JOURNAL["leaf_order"])
    proof = [step.hex() for step in log.inclusion_proof(1)]
    assert (log.root().hex(), proof) == (JOURNAL["root"], JOURNAL["inclusion_of_seq_2"])


@pytest.mark.parametrize("field", sorted(ENTRIES[0]))
def test_any_changed_field_changes_the_link(field):
    assert entry_link(ENTRIES[0] | {field: "other"}) != LINKS[0]


def test_the_same_value_with_another_salt_cannot_be_recognised():
    assert part_hash(SALT, "张三") != part_hash(bytes(15) + b"\1", "张三")


@pytest.mark.parametrize("value", [1.0, [0.5], {"a": [{"b": (2.5,)}]}])
def test_a_float_is_refused_at_any_depth(value):
    with pytest.raises(MethodError, match=r"value: got the float .*takes Decimal or text"):
        part_hash(SALT, value)


def test_a_float_in_an_entry_is_refused():
    with pytest.raises(MethodError, match="entry: got the float"):
        entry_link(ENTRIES[0] | {"seq": 1.0})


def test_decimals_and_whole_numbers_are_no_floats():
    assert part_hash(SALT, [Decimal("1.50"), 1, True]) == part_hash(SALT, ["1.50", 1, True])


@pytest.mark.parametrize(
    ("salt", "message"), [(bytes(15), "15 bytes"), (bytes(17), "17 bytes"), ("0" * 16, "got str")]
)
def test_a_salt_is_sixteen_bytes(salt, message):
    with pytest.raises(MethodError, match=message):
        part_hash(salt, "x")


@pytest.mark.parametrize("entry", [None, [], "entry", 1])
def test_an_entry_is_an_object(entry):
    with pytest.raises(MethodError, match="takes an object"):
        entry_link(entry)


@pytest.mark.parametrize("stream", ["", None, "\ud800", 7])
def test_a_stream_has_a_name(stream):
    with pytest.raises(MethodError, match="stream: got"):
        first_prev(stream)
