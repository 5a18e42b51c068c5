"""A Merkle tree that only grows, hashed as RFC 6962 and RFC 9162 fix it, with short proofs.

A proof shows a stranger who holds only a root that a leaf lies under it, or that a later tree
still begins with the earlier one. Verifiers believe nothing they are given: what is malformed is
`False`, never an exception and never a long loop.
"""

from collections.abc import Iterable
from hashlib import sha256
from hmac import compare_digest

from quanheng.methods.errors import MethodError

EMPTY_ROOT = sha256(b"").digest()
HASH_BYTES = 32
LARGEST_SIZE = 2**63
"""A size beyond this is no tree; it bounds every loop of the verifiers."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf's data."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two hashes."""
    return sha256(b"\x01" + left + right).digest()


class MerkleLog:
    """The tree over `leaves`, in order; it keeps its nodes, so a proof or an old root costs O(log n)."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> int:
        """Add a leaf (its data, not its hash) and return its index."""
        if not isinstance(leaf, bytes):
            raise MethodError("leaf: got %(type)s, takes bytes", type=type(leaf).__name__)
        index = position = len(self)
        node = leaf_hash(leaf)
        self._levels[0].append(node)
        for level in range(position.bit_length() + 1):
            if not position & 1:
                break
            node = node_hash(self._levels[level][position - 1], node)
            position >>= 1
            if level + 1 == len(self._levels):
                self._levels.append([])
            self._levels[level + 1].append(node)
        return index

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first `size` leaves, of all when None."""
        return self._root(0, _whole("size", len(self) if size is None else size, 0, len(self)))

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the hashes that lead from leaf `index` to the root of the first `size` leaves, lowest first."""
        size = _whole("size", len(self) if size is None else size, 1, len(self))
        index = _whole("index", index, 0, size - 1)
        proof: list[bytes] = []
        start = 0
        while size > 1:
            left = _left_part(size)
            if index < left:
                proof.append(self._root(start + left, size - left))
                size = left
            else:
                proof.append(self._root(start, left))
                start, index, size = start + left, index - left, size - left
        return proof[::-1]

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """Return the hashes that show the tree of `new` leaves to begin with that of `old`; [] for 0 and for equal sizes."""
        new = _whole("new", new, 0, len(self))
        old = _whole("old", old, 0, new)
        if old in {0, new}:
            return []
        proof: list[bytes] = []
        start = 0
        known = True  # the verifier holds the old root already
        while old != new:
            left = _left_part(new)
            if old <= left:
                proof.append(self._root(start + left, new - left))
                new = left
            else:
                proof.append(self._root(start, left))
                start, old, new, known = start + left, old - left, new - left, False
        return ([] if known else [self._root(start, new)]) + proof[::-1]

    def _root(self, start: int, size: int) -> bytes:
        """Return the root over `size` leaves from `start`, which is a multiple of every whole subtree in it."""
        if size == 0:
            return EMPTY_ROOT
        pieces: list[bytes] = []
        while size:
            level = size.bit_length() - 1
            pieces.append(self._levels[level][start >> level])
            start, size = start + (1 << level), size - (1 << level)
        root = pieces.pop()
        while pieces:
            root = node_hash(pieces.pop(), root)
        return root


def verify_inclusion(root: bytes, leaf: bytes, index: int, size: int, proof: list[bytes]) -> bool:
    """Whether `proof` leads from the leaf's data at `index` to `root` of `size` leaves (RFC 9162, 2.1.3.2)."""
    if not (
        _is_hash(root) and isinstance(leaf, bytes) and _is_size(index) and _is_size(size) and _is_proof(proof)
    ):
        return False
    if index >= size:
        return False
    node, last = index, size - 1
    found = leaf_hash(leaf)
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            node, last = _climb_right_edge(node, last)
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and compare_digest(found, root)


def verify_consistency(old_root: bytes, old: int, new_root: bytes, new: int, proof: list[bytes]) -> bool:
    """Whether the tree of `new` leaves begins with the tree of `old` leaves (RFC 9162, 2.1.4.2)."""
    if not (
        _is_hash(old_root) and _is_hash(new_root) and _is_size(old) and _is_size(new) and _is_proof(proof)
    ):
        return False
    if old in {0, new}:
        return (
            not proof
            and compare_digest(old_root, EMPTY_ROOT if old == 0 else new_root)
            and _fits(new_root, new)
        )
    if old > new:
        return False
    path = proof if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    node, last = _climb_left_edge(old - 1, new - 1)
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            node, last = _climb_right_edge(node, last)
        else:
            newer = node_hash(newer, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and compare_digest(older, old_root) and compare_digest(newer, new_root)


def _left_part(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _climb_right_edge(node: int, last: int) -> tuple[int, int]:
    """Skip the levels on which the node has no sibling to its right or left."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _climb_left_edge(node: int, last: int) -> tuple[int, int]:
    """Rise to the largest whole subtree that ends with the node."""
    while node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _fits(root: bytes, size: int) -> bool:
    """Whether a root may be that of `size` leaves: no leaves have one root only."""
    return size > 0 or compare_digest(root, EMPTY_ROOT)


def _whole(argument: str, value: object, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise MethodError(
            "%(argument)s: got %(value)s, takes a whole number from %(low)s to %(high)s",
            argument=argument,
            value=_short(value),
            low=low,
            high=high,
        )
    return value


def _short(value: object) -> str:
    return (
        str(value) if isinstance(value, int | float) and abs(value) < LARGEST_SIZE else type(value).__name__
    )


def _is_hash(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == HASH_BYTES


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST_SIZE


def _is_proof(value: object) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) <= 2 * LARGEST_SIZE.bit_length()
        and all(map(_is_hash, value))
    )
