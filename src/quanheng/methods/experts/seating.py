"""Which seats can still be filled: a small flow from institutions over experts to roles."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple


class Candidate(NamedTuple):
    """One row of the list: an expert who may take a seat of the role. Several roles, several rows."""

    expert: str
    role: str
    institution: str


class _Node(NamedTuple):
    kind: str
    name: str


def house(candidate: Candidate, limit: int | None) -> str:
    """Return what the institution limit counts: an expert without an institution stands alone."""
    return (
        f"institution|{candidate.institution}"
        if limit and candidate.institution
        else f"expert|{candidate.expert}"
    )


class Plan:
    """A greatest filling of the seats that keeps every seat held so far.

    Begins with the seats in `seated` (expert to role), none of them held, and grows along augmenting
    paths to the greatest number of seats the rows allow.
    """

    def __init__(
        self,
        rows: Iterable[Candidate],
        quotas: Mapping[str, int],
        limit: int | None,
        seated: Mapping[str, str],
    ) -> None:
        self._quotas = quotas
        self._limit = limit or 1
        self._roles: dict[str, list[str]] = defaultdict(list)
        self._house: dict[str, str] = {}
        self._guests: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            if row.expert not in self._house:
                self._house[row.expert] = house(row, limit)
                self._guests[self._house[row.expert]].append(row.expert)
            self._roles[row.expert].append(row.role)
        self._role_of = dict(seated)
        self._held: set[str] = set()
        while self._grow():
            pass
        self.size = len(self._role_of)

    def hold(self, expert: str, role: str) -> bool:
        """Hold this seat for good if as many seats can be filled with it; else change nothing.

        The seat must be free of what is held: role open, expert not held, institution with room.
        """
        before = dict(self._role_of)
        if before.get(expert) != role:
            self._make_way(expert, role)
            self._role_of[expert] = role
        self._held.add(expert)
        while len(self._role_of) < self.size and self._grow():
            pass
        if len(self._role_of) == self.size:
            return True
        self._held.remove(expert)
        self._role_of = before
        return False

    def _make_way(self, expert: str, role: str) -> None:
        self._role_of.pop(expert, None)
        in_role = [other for other, taken in self._role_of.items() if taken == role]
        self._shrink(in_role, self._quotas[role])
        in_house = [other for other in self._role_of if self._house[other] == self._house[expert]]
        self._shrink(in_house, self._limit)

    def _shrink(self, experts: list[str], room: int) -> None:
        if len(experts) >= room:
            del self._role_of[next(other for other in experts if other not in self._held)]

    def _grow(self) -> bool:
        """Fill one more seat by a chain of moves of seats that are not held; False when none is left."""
        in_role = Counter(self._role_of.values())
        in_house = Counter(self._house[expert] for expert in self._role_of)
        came: dict[_Node, _Node | None] = {
            _Node("house", name): None for name in self._guests if in_house[name] < self._limit
        }
        queue = deque(came)
        while queue:
            node = queue.popleft()
            if node.kind == "role" and in_role[node.name] < self._quotas[node.name]:
                self._move(node, came)
                return True
            for following in self._onward(node):
                if following not in came:
                    came[following] = node
                    queue.append(following)
        return False

    def _onward(self, node: _Node) -> Iterator[_Node]:
        if node.kind == "house":
            yield from (_Node("expert", e) for e in self._guests[node.name] if e not in self._role_of)
        elif node.kind == "role":
            movable = (e for e, role in self._role_of.items() if role == node.name and e not in self._held)
            yield from (_Node("expert", e) for e in movable)
        else:
            taken = self._role_of.get(node.name)
            yield from (_Node("role", role) for role in self._roles[node.name] if role != taken)
            if taken is not None:
                yield _Node("house", self._house[node.name])

    def _move(self, end: _Node, came: Mapping[_Node, _Node | None]) -> None:
        path, node = [end], came[end]
        while node is not None:
            path.append(node)
            node = came[node]
        for here, there in pairwise(reversed(path)):
            if here.kind == "role":
                del self._role_of[there.name]
            elif here.kind == "expert" and there.kind == "role":
                self._role_of[here.name] = there.name
