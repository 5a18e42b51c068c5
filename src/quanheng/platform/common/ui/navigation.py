"""The menu: each room registers its pages in its `AppConfig.ready`, with the roles that may open them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, URLResolver, get_resolver, get_urlconf, reverse

from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui.parts import NavigationEntry, Text


@dataclass(frozen=True, slots=True)
class Place:
    label: Text
    url_name: str
    roles: frozenset[Role]
    icon: str
    order: int
    also: tuple[str, ...] = ()


_places: dict[str, Place] = {}


def register(
    label: Text,
    url_name: str,
    roles: Iterable[Role],
    *,
    icon: str = "folder",
    order: int = 100,
    also: tuple[str, ...] = (),
) -> None:
    """Put a page into the menu of `roles` (`Role.PUBLIC` for visitors); lower `order` stands higher.

    `also` are the beginnings of other addresses that belong under this entry.
    """
    _places[url_name] = Place(label, url_name, frozenset(roles), icon, order, also)


def places() -> tuple[Place, ...]:
    return tuple(sorted(_places.values(), key=lambda place: place.order))


def entries(role: Role, path: str) -> list[NavigationEntry]:
    """Return the menu of `role`; the entry whose address `path` begins with most is the current one.

    A room that is not served in this profile has no address and no entry.
    """
    resolver = get_resolver(get_urlconf())
    found = [
        (place, url)
        for place in places()
        if role in place.roles and (url := _address(place.url_name, resolver))
    ]
    heads = {head: url for place, url in found for head in (url, *place.also)}
    current = max(
        (head for head in heads if path == head or (head != "/" and path.startswith(head))),
        key=len,
        default="",
    )
    return [NavigationEntry(place.label, url, place.icon, url == heads.get(current)) for place, url in found]


@cache
def _address(url_name: str, _served: URLResolver) -> str:
    """Return the address under the present URL configuration; the menu of every page asks for it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
