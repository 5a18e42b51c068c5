"""Where a lower room asks without knowing whom: upper rooms register functions by dotted name.

Names are given in `apps.ready` (no model is imported there) and resolved at first use; a test resolves
every one.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, cast

from django.utils.module_loading import import_string

F = TypeVar("F", bound=Callable[..., Any])

_ALL: list["Registry[Any]"] = []


class Registry(Generic[F]):
    """Functions of one kind by key (`""` where there is only one)."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._names: dict[str, str] = {}
        _ALL.append(self)

    def register(self, name: str, key: str = "") -> None:
        """Answer `key` with the function called `name`, e.g. `quanheng.platform.library.access.evidence`."""
        if self._names.get(key, name) != name:
            raise ValueError(f"{self.what}: two answers for {key!r}: {self._names[key]} and {name}")
        self._names[key] = name

    def get(self, key: str = "") -> F | None:
        name = self._names.get(key)
        return cast(F, import_string(name)) if name else None

    def answers(self) -> Iterator[tuple[str, F]]:
        """Give every key with its function."""
        return ((key, cast(F, import_string(name))) for key, name in self._names.items())

    def keys(self) -> tuple[str, ...]:
        return tuple(self._names)

    def names(self) -> Iterator[str]:
        return iter(self._names.values())


def registries() -> tuple["Registry[Any]", ...]:
    return tuple(_ALL)
