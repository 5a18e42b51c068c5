"""Every address of the platform: its name, route and view; and values that fit its places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
WELL_FORMED = {
    "uuid": lambda: str(uuid4()),
    "int": lambda: 999_999,
    "slug": lambda: "absent",
    "path": lambda: "absent",
}
NUMBER = "ZZ-2026-99999"


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    view: Any

    @property
    def methods(self) -> frozenset[str] | None:
        """The methods that the view answers; `None` for a function, which does not say."""
        view = getattr(self.view, "view_class", None)
        return view and frozenset(
            m.upper() for m in ("get", "post", "put", "patch", "delete") if hasattr(view, m)
        )

    def places(self) -> dict[str, str]:
        """The names of the places and their converters."""
        return {name: converter or "str" for converter, name in PLACE.findall(self.route)}

    def url(self, **values: Any) -> str:
        """The address with `values`, and random well-formed ones for the places that they leave."""
        filled = {name: WELL_FORMED.get(kind, lambda: NUMBER)() for name, kind in self.places().items()}
        return reverse(self.name, kwargs=filled | {k: v for k, v in values.items() if k in filled})


def addresses() -> list[Address]:
    return list(_below(get_resolver(), "", ""))


def _below(resolver: URLResolver, prefix: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}", prefix + str(entry.pattern), entry.callback)
        else:
            inner = f"{entry.namespace}:" if entry.namespace else space
            yield from _below(entry, prefix + str(entry.pattern), inner)
