"""M-6.3: the list is frozen before the seed can be known, and a third party re-runs the draw."""

import dataclasses
import json
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from quanheng.methods import experts
from quanheng.methods.errors import MethodError
from quanheng.methods.experts import (
    Candidate,
    FrozenList,
    derive_seed,
    draw,
    fallback_secret,
    hold_draw,
    panel_seed,
    prove_row,
    pseudonym,
    row_leaf,
    seed_commitment,
    verify_draw,
)
from quanheng.methods.trust.merkle import verify_inclusion

SCRIPT = Path(verify_draw.__file__)
SECRETS = {"agency": bytes([1]) * 32, "applicant": bytes([2]) * 32, "supervisor": bytes([3]) * 32}
COMMITMENTS = {party: seed_commitment(secret) for party, secret in SECRETS.items()}
ROWS = [
    Candidate("A", "technical", "I1"),
    Candidate("B", "technical", "I2"),
    Candidate("C", "investment", "I1"),
    Candidate("D", "technical", "I3"),
    Candidate("D", "investment", "I3"),
    Candidate("E", "legal", ""),
    Candidate("F", "legal", ""),
]


def frozen(**changes):
    fields = {
        "request": "PR-2026-0007",
        "round": 1,
        "scheme": "hebei-guide@2026-01",
        "candidates": ROWS,
        "quotas": {"technical": 2, "investment": 1, "legal": 1},
        "exclusions": {"C04": 2, "资格不符": 5},
        "parties": tuple(SECRETS),
        "public_source": "3D lottery, issue 2026060",
        "fallback": "3D lottery, issue 2026061",
        "draw_at": datetime(2026, 3, 3, 14, 0, tzinfo=UTC),
    }
    return FrozenList(**(fields | changes))


def held(reveals=SECRETS, public_value="4 7 1", fallback_value="", **changes):
    return hold_draw(
        frozen(**changes),
        commitments=COMMITMENTS,
        reveals=reveals,
        public_value=public_value,
        fallback_value=fallback_value,
    )


def run_script(record, folder):
    path = folder / "record.json"
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    copy = folder / "verify_draw.py"
    copy.write_bytes(SCRIPT.read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", copy, path], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.strip()


# ---- frozen list ----------------------------------------------------------------------------------


def test_the_order_of_the_list_does_not_change_the_root():
    assert frozen(candidates=ROWS[::-1]).root() == frozen().root()


@pytest.mark.parametrize(
    "changes",
    [
        {"candidates": ROWS[:-1]},
        {"quotas": {"technical": 1, "investment": 1, "legal": 1}},
        {"institution_limit": 2},
        {"exclusions": {"C04": 3, "资格不符": 5}},
        {"public_source": "another"},
        {"draw_at": datetime(2026, 3, 3, 14, 1, tzinfo=UTC)},
        {"algorithm": "rfc3797"},
        {"round": 2},
    ],
)
def test_the_root_binds_everything_the_draw_depends_on(changes):
    assert frozen(**changes).root() != frozen().root()


def test_a_list_is_read_back_from_its_leaves():
    leaves = frozen().leaves()
    assert FrozenList.from_leaves(leaves).root() == frozen().root()


@pytest.mark.parametrize(
    "leaves",
    [
        [],
        [b"{}"],
        [b"[]", b"[]"],
        [b"not JSON"],
        frozen().leaves()[:-1],
        [frozen().leaves()[0], *frozen().leaves()[:0:-1]],
        [frozen().leaves()[0].replace(b'"version":1', b'"version":9'), *frozen().leaves()[1:]],
    ],
)
def test_leaves_that_were_not_frozen_so_are_refused(leaves):
    with pytest.raises(MethodError, match="leaves: got"):
        FrozenList.from_leaves(leaves)


def test_an_expert_proves_to_be_on_the_list():
    (proof,) = prove_row(frozen(), "technical", "B")
    shown = verify_inclusion(frozen().root(), row_leaf(ROWS[1]), proof.index, proof.size, list(proof.path))
    assert (proof.leaf, shown) == (row_leaf(ROWS[1]), True)


@pytest.mark.parametrize(
    ("role", "expert", "neighbours"),
    [
        ("technical", "C", [["technical", "B", "I2"], ["technical", "D", "I3"]]),
        ("technical", "Z", [["technical", "D", "I3"]]),
    ],
)
def test_an_expert_who_is_not_on_the_list_proves_it_by_the_neighbours(role, expert, neighbours):
    proofs = prove_row(frozen(), role, expert)
    shown = [verify_inclusion(frozen().root(), p.leaf, p.index, p.size, list(p.path)) for p in proofs]
    assert ([json.loads(p.leaf) for p in proofs], all(shown)) == (neighbours, True)


def test_before_the_first_row_stands_the_header():
    proofs = prove_row(frozen(), "chain", "A")
    assert [p.index for p in proofs] == [0, 1]


def test_codes_of_two_requests_cannot_be_joined():
    codes = {pseudonym(salt * 32, "expert-17") for salt in (b"1", b"2")}
    assert (len(codes), {len(code) for code in codes}, pseudonym(b"1" * 32, "")) == (2, {16}, "")


@pytest.mark.parametrize(
    "changes",
    [
        {"request": ""},
        {"public_source": ""},
        {"round": 0},
        {"parties": ()},
        {"parties": ("agency", "agency")},
        {"draw_at": datetime(2026, 3, 3)},  # noqa: DTZ001  # naive on purpose
        {"candidates": []},
        {"quotas": {"technical": 2}},
    ],
)
def test_a_list_that_does_not_say_all_is_not_frozen(changes):
    with pytest.raises(MethodError, match=r"got .*takes"):
        frozen(**changes).root()


# ---- seed ------------------------------------------------------------------------------------------


def test_the_seed_is_the_hash_of_root_secrets_and_public_value():
    root = frozen().root()
    expected = sha256(root + SECRETS["agency"] + SECRETS["applicant"] + b"4 7 1").digest()
    assert derive_seed(root, [SECRETS["agency"], SECRETS["applicant"]], "4 7 1") == expected


def test_each_panel_and_round_has_its_own_seed():
    seed = bytes(32)
    assert panel_seed(seed, "PR-1", 12) == sha256(seed + b"\0PR-1\x0012").digest()


def test_a_draw_is_the_plain_draw_with_the_panel_seed():
    seed = panel_seed(derive_seed(frozen().root(), list(SECRETS.values()), "4 7 1"), "PR-2026-0007", 1)
    assert held().result == draw(ROWS, frozen().quotas, seed)


def test_a_secret_that_is_not_the_committed_one_is_refused():
    with pytest.raises(MethodError, match="applicant that is not the committed one"):
        held(SECRETS | {"applicant": bytes(32)})


def test_a_missing_secret_waits_for_the_fallback_value():
    with pytest.raises(MethodError, match="reveals: got none of supervisor"):
        held({party: SECRETS[party] for party in ("agency", "applicant")})


def test_a_missing_commitment_is_refused():
    with pytest.raises(MethodError, match="commitments: got none of notary"):
        held(parties=("agency", "notary"))


def test_the_record_says_whose_secret_was_replaced():
    record = held({party: SECRETS[party] for party in ("agency", "applicant")}, fallback_value="9 9 2").record
    assert [line.split("|")[:2] for line in record["log"][1:4]] == [
        ["revealed", "agency"],
        ["revealed", "applicant"],
        ["replaced", "supervisor"],
    ]


def test_a_replaced_secret_hangs_on_a_value_that_came_later():
    one, other = (fallback_secret(COMMITMENTS["agency"], value) for value in ("1", "2"))
    assert (len(one), one != other) == (32, True)


@pytest.mark.parametrize(
    "act",
    [
        lambda: seed_commitment(b"short"),
        lambda: derive_seed(b"", [bytes(32)], "1"),
        lambda: derive_seed(bytes(32), ["00" * 32], "1"),
        lambda: derive_seed(bytes(32), [bytes(32)], ""),
        lambda: panel_seed(b"", "PR-1", 1),
        lambda: pseudonym(b"salt", "expert-17"),
    ],
)
def test_secrets_roots_and_salts_have_32_bytes(act):
    with pytest.raises(MethodError, match=r"got .*takes"):
        act()


# ---- the script that stands alone ----------------------------------------------------------------------


def test_a_stranger_with_only_the_script_and_the_record_draws_the_same(tmp_path):
    assert run_script(held().record, tmp_path) == (0, "same")


def test_a_changed_seat_is_named_with_its_line(tmp_path):
    record = held().record
    line = next(n for n, text in enumerate(record["log"]) if text.startswith("seat|legal"))
    honest, forged = record["log"][line], "seat|legal|X"
    record["log"][line] = forged
    assert run_script(record, tmp_path) == (1, f"line {line + 1}: the record has {forged}, drawn is {honest}")


def test_the_script_is_short_and_needs_only_the_standard_library():
    text = SCRIPT.read_text(encoding="utf-8")
    assert (len(text.splitlines()) <= 80, "quanheng." in text) == (True, False)


def changed(record, path, value):
    *outer, last = path
    place = record
    for key in outer:
        place = place[key]
    place[last] = value(place[last])
    return record


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("leaves", 0), lambda text: text.replace('"round":1', '"round":2'), "line 1:"),
        (
            ("leaves", 1),
            lambda text: text.replace("I1", "I9").replace("I2", "I9").replace("I3", "I9"),
            "line 1:",
        ),
        (("leaves",), lambda leaves: leaves[:-1], "line 1:"),
        (("secrets", "agency", 1), lambda _: "00" * 32, "line 2:"),
        (("secrets", "applicant", 0), lambda _: "00" * 32, "line 3:"),
        (("secrets", "supervisor", 1), lambda _: "", "line 4:"),
        (("public_value",), lambda _: "4 7 2", "line 5:"),
        (("log", 4), lambda _: "seed|" + "0" * 64, "line 5:"),
        (("log", 5), lambda text: text.replace("seated", "quota full"), "line 6:"),
        (("log",), lambda log: log[:-1], "has None"),
        (("log",), lambda log: [*log, "seat|legal|X"], "drawn is None"),
    ],
)
def test_any_part_of_the_record_that_was_tampered_with_shows(path, value, where):
    assert where in verify_draw.verdict(changed(held().record, path, value))


@pytest.mark.parametrize(
    "changes",
    [
        {"institution_limit": None},
        {"institution_limit": 2},
        {"algorithm": "rfc3797"},
        {"quotas": {"technical": 3, "investment": 2, "legal": 4}},
        {"fallback_value": "9 9 2", "reveals": {"agency": SECRETS["agency"]}},
    ],
)
def test_the_script_knows_every_kind_of_draw(changes):
    assert verify_draw.verdict(json.loads(json.dumps(held(**changes).record))) == "same"


def test_the_script_repeats_a_thousand_draws_with_and_without_look_ahead():
    results = [held(public_value=str(number)) for number in range(1000)]
    looked_ahead = sum("would leave a seat empty" in str(one.record["log"]) for one in results)
    assert ({verify_draw.verdict(one.record) for one in results}, looked_ahead > 100) == ({"same"}, True)


def test_every_name_of_the_room_resolves():
    assert [name for name in dir(experts) if not hasattr(experts, name)] == []


def test_a_frozen_list_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        frozen().round = 2
