"""Collections that only grow, for states that follow one another by the million.

Each state is a value of its own, yet a bid may not cost a copy of all bids before it. The versions
of a `Trail` or a `KeyBook` share one container; adding to the newest version is O(1), adding to an
older one copies what that version could see.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


class Trail(Generic[T]):
    """A tuple in all but the cost of adding one item at the end."""

    __slots__ = ("_items", "_length")

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._items = list(items)
        self._length = len(self._items)

    def with_last(self, item: T) -> "Trail[T]":
        """Return the version that has `item` after all items of this one."""
        items = self._items if len(self._items) == self._length else self._items[: self._length]
        items.append(item)
        longer: Trail[T] = Trail.__new__(Trail)
        longer._items = items
        longer._length = self._length + 1
        return longer

    def __iter__(self) -> Iterator[T]:
        for index in range(self._length):
            yield self._items[index]

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trail) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Trail({list(self)!r})"


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What became of a command: the fingerprint of its body, "ok" or a refusal code, its first event."""

    key: str
    body: str
    outcome: str
    seq: int


class KeyBook:
    """The idempotency keys that a lot has judged."""

    __slots__ = ("_by_key", "_length")

    def __init__(self, entries: Iterable[KeyEntry] = ()) -> None:
        self._by_key = {entry.key: (index, entry) for index, entry in enumerate(entries)}
        self._length = len(self._by_key)

    def with_entry(self, entry: KeyEntry) -> "KeyBook":
        """Return the version that also knows `entry`; a key that is known keeps its first entry."""
        if self.find(entry.key) is not None:
            return self
        book = KeyBook.__new__(KeyBook)
        book._by_key = (  # noqa: SLF001 - another version of the same class
            self._by_key if len(self._by_key) == self._length else {e.key: (i, e) for i, e in enumerate(self)}
        )
        book._by_key[entry.key] = (self._length, entry)  # noqa: SLF001 - as above
        book._length = self._length + 1  # noqa: SLF001 - as above
        return book

    def find(self, key: str) -> KeyEntry | None:
        index, entry = self._by_key.get(key, (self._length, None))
        return entry if index < self._length else None

    def __iter__(self) -> Iterator[KeyEntry]:
        return (entry for index, entry in self._by_key.values() if index < self._length)

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeyBook) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"KeyBook({list(self)!r})"
