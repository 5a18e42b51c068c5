"""List pages: one page of rows, the query string they came from, and the fragment that htmx asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from quanheng.platform.common.ui.parts import SIZES

T = TypeVar("T")
PAGE_SIZE = SIZES[0]


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """The rows of one page and what `parts.Table` needs to link the others."""

    rows: Sequence[T]
    total: int
    page: int
    pages: int
    query: str
    sort: str


def slice_of(
    request: HttpRequest,
    items: QuerySet[Any] | Sequence[T],
    *,
    size: int = 0,
    sorts: Mapping[str, str] | None = None,
) -> Slice[Any]:
    """Return the page that `?page=` names (the last one if it is beyond), sorted by `?sort=`.

    `sorts` maps the words of `Column.sort` to model fields; an unknown word leaves the order as it is. Without
    `size` the reader chooses the rows of a page by `?rows=`.
    """
    sort = request.GET.get("sort", "")
    name = (sorts or {}).get(sort.removeprefix("-"))
    if name and isinstance(items, QuerySet):
        items = items.order_by(f"-{name}" if sort.startswith("-") else name, "pk")
    page = Paginator(items, size or size_of(request)).get_page(request.GET.get("page"))
    return Slice(
        list(page.object_list),
        page.paginator.count,
        page.number,
        page.paginator.num_pages,
        filters_of(request),
        sort if name else "",
    )


def size_of(request: HttpRequest) -> int:
    """Return how many rows the reader wants on a page: one of `SIZES`, else the least."""
    wanted = request.GET.get("rows", "")
    return next((size for size in SIZES if str(size) == wanted), PAGE_SIZE)


def filters_of(request: HttpRequest) -> str:
    """Return the query string without page and sort, as the links of a table carry it on."""
    query = request.GET.copy()
    for name in ("page", "sort"):
        query.pop(name, None)
    return query.urlencode()


def answer(
    request: HttpRequest, context: Mapping[str, Any], template: str = "common/list.html"
) -> HttpResponse:
    """Answer a list page, or its rows alone when htmx swaps them."""
    swaps = request.headers.get("HX-Target") == "rows" and "HX-History-Restore-Request" not in request.headers
    response = render(request, "common/ui/rows.html" if swaps else template, dict(context))
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
