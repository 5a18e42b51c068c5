"""The frozen list: what is published before the seed can be known, and how the seed is derived.

Leaf 0 of the Merkle tree is the header (request, rules, counts, source and time of the public value),
each further leaf one row, sorted by role and expert. Its root binds them all; a single expert is
shown to be in or out by the leaves where the row stands or would stand.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import digest as hmac_digest
from typing import Any

from quanheng.methods.errors import MethodError
from quanheng.methods.experts.drawing import check_list
from quanheng.methods.experts.seating import Candidate
from quanheng.methods.trust.canonical import canonical_json, load_json
from quanheng.methods.trust.merkle import MerkleLog

VERSION = 1
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenList:
    """All that a draw depends on but the seed. Experts and institutions stand under pseudonyms.

    `parties` commit secrets, in this order; `public_source` names the future public value, known from
    `draw_at` on; `fallback` names the later public value that replaces a secret not revealed.
    `exclusions` counts who was screened out, by reason.
    """

    request: str
    round: int
    scheme: str
    candidates: Sequence[Candidate]
    quotas: Mapping[str, int]
    exclusions: Mapping[str, int]
    parties: Sequence[str]
    public_source: str
    fallback: str
    draw_at: datetime
    institution_limit: int | None = 1
    stratum: str = ""
    algorithm: str = "sha256"

    @classmethod
    def from_leaves(cls, leaves: Sequence[bytes]) -> "FrozenList":
        """Return the list that was frozen as these leaves; refuse what would not freeze to the same bytes."""
        try:
            values: list[Any] = [load_json(leaf) for leaf in leaves]
            header, *rows = values
            fields = {name: header[name] for name in cls.__slots__ if name not in {"candidates", "draw_at"}}
            listed = [Candidate(expert, role, institution) for role, expert, institution in rows]
            frozen = cls(**fields, candidates=listed, draw_at=datetime.fromisoformat(header["draw_at"]))
        except (KeyError, TypeError, ValueError) as error:
            raise MethodError("leaves: got something else, takes the leaves of a frozen list") from error
        if frozen.leaves() != list(leaves):
            raise MethodError("leaves: got bytes that no frozen list has, takes the leaves of a frozen list")
        return frozen

    def rows(self) -> list[Candidate]:
        """Return the rows by role and expert; refuse a list that cannot be drawn from."""
        return check_list(self.candidates, self.quotas, self.institution_limit, self.algorithm)

    def header(self) -> dict[str, object]:
        """Return leaf 0 as plain data."""
        _check_header(self)
        return {
            "request": self.request,
            "round": self.round,
            "scheme": self.scheme,
            "algorithm": self.algorithm,
            "version": VERSION,
            "quotas": dict(self.quotas),
            "institution_limit": self.institution_limit,
            "stratum": self.stratum,
            "exclusions": dict(self.exclusions),
            "candidates": len(self.candidates),
            "parties": list(self.parties),
            "public_source": self.public_source,
            "fallback": self.fallback,
            "draw_at": self.draw_at,
        }

    def leaves(self) -> list[bytes]:
        """Return the canonical JSON of the header and of each row [role, expert, institution]."""
        return [canonical_json(self.header()), *(row_leaf(row) for row in self.rows())]

    def root(self) -> bytes:
        """Return the root to be published before anyone can know the seed."""
        return MerkleLog(self.leaves()).root()


@dataclass(frozen=True, slots=True)
class LeafProof:
    """One leaf with its path to the root, for `trust.verify_inclusion`."""

    leaf: bytes
    index: int
    size: int
    path: tuple[bytes, ...]


def row_leaf(row: Candidate) -> bytes:
    """Return the leaf of one row."""
    return canonical_json([row.role, row.expert, row.institution])


def prove_row(frozen: FrozenList, role: str, expert: str) -> tuple[LeafProof, ...]:
    """Return the proof of the expert's row; of an expert who is not on the list, the proofs of the
    neighbouring leaves between which the row would stand (only the last leaf when it would be last).
    """
    leaves = frozen.leaves()
    tree = MerkleLog(leaves)
    keys = [(row.role, row.expert) for row in frozen.rows()]
    place = bisect_left(keys, (role, expert))
    found = place < len(keys) and keys[place] == (role, expert)
    indexes = [place + 1] if found else [n for n in (place, place + 1) if n < len(leaves)]
    return tuple(
        LeafProof(leaves[index], index, len(leaves), tuple(tree.inclusion_proof(index))) for index in indexes
    )


def pseudonym(salt: bytes, identifier: str) -> str:
    """Return the code of an expert or institution in one request: keyed by the request's salt, so that
    codes of two requests cannot be joined. No identifier, no code.
    """
    _check_bytes("salt", salt)
    return hmac_digest(salt, identifier.encode(), "sha256").hex()[:16] if identifier else ""


def seed_commitment(secret: bytes) -> str:
    """Return the commitment (hex) that a party publishes before the public value is known."""
    _check_bytes("secret", secret)
    return sha256(secret).hexdigest()


def fallback_secret(commitment: str, fallback_value: str) -> bytes:
    """Return what replaces a secret that was not revealed, so that withholding it chooses nothing."""
    return sha256(bytes.fromhex(commitment) + fallback_value.encode()).digest()


def derive_seed(root: bytes, secrets: Sequence[bytes], public_value: str) -> bytes:
    """Return the seed of a draw: SHA-256 of root, secrets in the order of the parties, public value."""
    _check_bytes("root", root)
    for secret in secrets:
        _check_bytes("secret", secret)
    if not public_value:
        raise MethodError("public_value: got none, takes the published value as text")
    return sha256(root + b"".join(secrets) + public_value.encode()).digest()


def panel_seed(seed: bytes, request: str, round: int) -> bytes:  # noqa: A002  # the word of the field
    """Return the seed of one panel and round."""
    _check_bytes("seed", seed)
    return sha256(b"\x00".join((seed, request.encode(), str(round).encode()))).digest()


def _check_bytes(field: str, value: object) -> None:
    if not isinstance(value, bytes) or len(value) != SECRET_BYTES:
        raise MethodError("%(field)s: got %(got)s, takes 32 bytes", field=field, got=type(value).__name__)


def _check_header(frozen: FrozenList) -> None:
    for field in ("request", "scheme", "public_source", "fallback"):
        if not getattr(frozen, field):
            raise MethodError("%(field)s: got none, takes text that is not empty", field=field)
    if type(frozen.round) is not int or frozen.round < 1:
        raise MethodError("round: got %(got)r, takes a whole number from 1", got=frozen.round)
    if not frozen.parties or len(set(frozen.parties)) != len(frozen.parties):
        raise MethodError("parties: got %(got)r, takes at least one, each once", got=list(frozen.parties))
    if frozen.draw_at.tzinfo is None:
        raise MethodError("draw_at: got %(got)s without a time zone, takes an aware time", got=frozen.draw_at)
