"""Draw again from a public record: `python verify_draw.py RECORD.json` prints `same` or the first difference."""

import json
import sys
from collections import Counter
from hashlib import md5, sha256
from itertools import combinations, zip_longest
from pathlib import Path
from typing import Any


def merkle(leaves: list[bytes]) -> bytes:
    half = 2 ** (len(leaves) - 1).bit_length() // 2
    node = b"\1" + merkle(leaves[:half]) + merkle(leaves[half:]) if half else b"\0" + leaves[0]
    return sha256(node).digest()


def in_order(rows: list[list[str]], seed: str, algorithm: str) -> list[list[str]]:
    if algorithm == "sha256":
        start = f"quanheng-draw-1|{seed}|"
        return sorted([sha256(f"{start}{r}|{e}".encode()).hexdigest(), r, e, h] for _, r, e, h in rows)
    marks = [n.to_bytes(2, "big") for n in range(len(rows))]
    digests = [md5(mark + seed.encode() + mark, usedforsecurity=False).hexdigest() for mark in marks]
    return [[digest, *rows.pop(int(digest, 16) % len(rows))[1:]] for digest in digests]


def most(rows: list[list[str]], quotas: dict[str, int], full: Counter[str], limit: int) -> int:
    cuts = []  # the greatest flow is the least cut: seats of the roles in `paid`, experts of the others
    for paid in (roles for n in range(len(quotas) + 1) for roles in combinations(quotas, n)):
        others = Counter(house for house, _ in {(row[3], row[2]) for row in rows if row[1] not in paid})
        cuts.append(sum(quotas[r] for r in paid) + sum(min(n, limit - full[h]) for h, n in others.items()))
    return min(cuts)


def walk(rows: list[list[str]], quotas: dict[str, int], limit: int) -> list[list[str]]:
    goal, seated, full, log = most(rows, quotas, Counter(), limit), set[str](), Counter[str](), []
    for ticket, role, expert, house in rows:
        rest = [row for row in rows if row[2] not in seated | {expert}]
        fewer, fuller = quotas | {role: quotas[role] - 1}, full + Counter([house])
        if quotas[role] == 0:
            outcome = "quota full"
        elif expert in seated or full[house] >= limit:
            outcome = "already seated" if expert in seated else "institution limit"
        elif most(rest, fewer, fuller, limit) + len(seated) + 1 < goal:
            outcome = "would leave a seat empty"
        else:
            outcome, quotas, full, seated = "seated", fewer, fuller, seated | {expert}
        log.append([ticket, role, expert, outcome])
    return log


def redraw(record: dict[str, Any]) -> list[str]:
    leaves = [leaf.encode() for leaf in record["leaves"]]
    (head, *listed), seed = map(json.loads, leaves), merkle(leaves)
    lines = [f"root|{seed.hex()}"]
    for party in head["parties"]:
        committed, secret = map(bytes.fromhex, record["secrets"][party])
        state = "replaced" if not secret else "revealed" if sha256(secret).digest() == committed else "wrong"
        lines.append(f"{state}|{party}|{committed.hex()}")
        seed += secret or sha256(committed + record["fallback_value"].encode()).digest()
    seed = sha256(seed + record["public_value"].encode()).digest()
    key = sha256(b"\0".join([seed, head["request"].encode(), b"%d" % head["round"]])).hexdigest()
    rows = [["", role, expert, house or f"|{expert}"] for role, expert, house in sorted(listed)]
    log = walk(in_order(rows, key, head["algorithm"]), head["quotas"], head["institution_limit"] or 10**9)
    seats = {expert: role for _, role, expert, outcome in log if outcome == "seated"}
    waiting = sorted((line for line in log if line[2] not in seats), key=lambda line: line[1])
    lines += [f"seed|{key}", *map("|".join, log), *(f"seat|{r}|{e}" for e, r in seats.items())]
    return lines + [f"substitute|{r}|{e}" for _, r, e, _ in waiting]


def verdict(record: dict[str, Any]) -> str:
    pairs = enumerate(zip_longest(record["log"], redraw(record)), 1)
    return next((f"line {n}: the record has {a}, drawn is {b}" for n, (a, b) in pairs if a != b), "same")


if __name__ == "__main__":
    answer = verdict(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    sys.stdout.write(answer + "\n")
    sys.exit(answer != "same")
