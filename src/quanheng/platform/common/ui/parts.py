"""What the parts of a page take: plain values, made by views and tables, drawn by the tags of `templatetags/ui`.

Texts are finished sentences in the reader's language, or lazy ones. Addresses are own paths.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

TONE_ICONS = {
    "neutral": "circle",
    "info": "player-play",
    "wait": "clock",
    "ok": "check",
    "warn": "alert-triangle",
    "bad": "circle-x",
    "closed": "archive",
}
"""Colour is never the only sign of a tone: each has its icon."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in words; `tone` is one of neutral, info, wait, ok, warn, bad, closed."""

    label: Text
    tone: str = "neutral"

    def __post_init__(self) -> None:
        if self.tone not in TONE_ICONS:
            raise ValueError(f"tone: got {self.tone!r}, takes one of {', '.join(TONE_ICONS)}")

    @property
    def icon(self) -> str:
        return TONE_ICONS[self.tone]


@dataclass(frozen=True, slots=True)
class StepItem:
    """One step on a case's way, linked to its record; `note` is a few words such as 6/9."""

    label: Text
    status: Literal["done", "current", "open", "skipped"]
    url: str = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class FileLink:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """Who did what, newest first. `who` is a role where names are hidden from the reader."""

    at: datetime
    who: Text
    sentence: Text
    opinion: Text = ""
    url: str = ""
    files: tuple[FileLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A link to the confirmation page of an act; with a `reason` it is shown, and not possible yet."""

    label: Text
    url: str
    primary: bool = False
    reason: Text = ""
    danger: bool = False


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """The four answers of a case page: state, who acts next, by when, what I can do now.

    `kind` is the word for the case (Evaluation), `due_sentence` empty where nothing is due.
    """

    kind: Text
    number: str
    title: str
    tag: Tag
    next_sentence: Text = ""
    due_sentence: Text = ""
    steps: Sequence[StepItem] = ()
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A section of a long form: todo, doing, done or fix (needs correction)."""

    label: Text
    status: Literal["todo", "doing", "done", "fix"]
    url: str
    note: Text = ""

    @property
    def tag(self) -> Tag:
        return TASK_TAGS[self.status]


TASK_TAGS = {
    "todo": Tag(_("Not started"), "neutral"),
    "doing": Tag(_("In progress"), "info"),
    "done": Tag(_("Completed"), "ok"),
    "fix": Tag(_("Needs correction"), "warn"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a check page; `url` leads to the field that changes it."""

    label: Text
    value: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of a problem summary, linked to the place where it is mended."""

    text: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`sort` is the word for this column in `?sort=`, empty where it does not sort.

    `sticky` keeps the first or the last column in sight when a wide table scrolls inside its frame;
    `secondary` columns are folded away on phones and in large text.
    """

    key: str
    label: Text
    numeric: bool = False
    sticky: bool = False
    sort: str = ""
    secondary: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """`hint` is a second, smaller line under the text."""

    text: Text
    url: str = ""
    tag: Tag | None = None
    numeric: bool = False
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a `url` opens it; where no cell is a link, the first one becomes it."""

    cells: Sequence[Cell]
    url: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A column as the heading draws it: where a click sorts, and how it is sorted now."""

    column: Column
    url: str = ""
    direction: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page number to go to; number 0 stands for the gap."""

    number: int
    url: str = ""
    current: bool = False


SIZES = (20, 50, 100)
"""How many rows a page of a list may have, as the reader likes."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one page. `query` is the query string of the filters, without `page` and `sort`.

    `empty` says what belongs here when there is nothing; `empty_url` and `empty_label` make the button
    that begins it. `sizes` is off where the reader does not choose the rows of a page.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    total: int | None = None
    page: int = 1
    pages: int = 1
    empty: Text = ""
    caption: Text = ""
    query: str = ""
    sort: str = ""
    empty_url: str = ""
    empty_label: Text = ""
    sizes: bool = True

    @property
    def heads(self) -> tuple[Head, ...]:
        return tuple(self._head(column) for column in self.columns)

    @property
    def classes(self) -> str:
        """Return the marks that CSS needs for sticky and folded columns."""
        marks = [f"qh-fold-{n}" for n, column in enumerate(self.columns, 1) if column.secondary]
        marks += ["qh-stick-first"] if self.columns and self.columns[0].sticky else []
        marks += ["qh-stick-last"] if len(self.columns) > 1 and self.columns[-1].sticky else []
        return " ".join(marks)

    @property
    def page_links(self) -> tuple[PageLink, ...]:
        """Return first, last and the pages around this one, with gaps; nothing for a single page."""
        if self.pages < 2:
            return ()
        shown = sorted({1, self.pages, *range(max(1, self.page - 2), min(self.pages, self.page + 2) + 1)})
        links: list[PageLink] = []
        for number in shown:
            if links and number - links[-1].number > 1:
                links.append(PageLink(0))
            links.append(PageLink(number, self.page_url(number), number == self.page))
        return tuple(links)

    @property
    def previous_url(self) -> str:
        return self.page_url(self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.page_url(self.page + 1) if self.page < self.pages else ""

    @property
    def size_links(self) -> tuple[PageLink, ...]:
        """Return the sizes of a page to choose from, where there are more rows than the least of them."""
        if not self.sizes or (self.total or 0) <= SIZES[0]:
            return ()
        query = dict(parse_qsl(self.query))
        chosen = query.pop("rows", str(SIZES[0]))
        order = {"sort": self.sort} if self.sort else {}
        return tuple(
            PageLink(size, "?" + urlencode(query | order | {"rows": size}), str(size) == chosen)
            for size in SIZES
        )

    def page_url(self, number: int) -> str:
        return self._address(f"sort={self.sort}" if self.sort else "", f"page={number}")

    def _head(self, column: Column) -> Head:
        if not column.sort:
            return Head(column)
        if self.sort == column.sort:
            return Head(column, self._address(f"sort=-{column.sort}"), "ascending")
        direction: Literal["", "descending"] = "descending" if self.sort == f"-{column.sort}" else ""
        return Head(column, self._address(f"sort={column.sort}"), direction)

    def _address(self, *parts: str) -> str:
        return "?" + "&".join(part for part in (self.query, *parts) if part)


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of `table`, which always stands under it.

    `kind` is column, bar, line, step, radar, interval, dots, strip or tornado. `data` holds `labels` and `series`, a list
    of `{"name", "values"}`; for interval and dots a value is `[low, middle, high]`. `unit` is named on the axis, `max` is
    its end, `figures` writes each bar's figure behind it, `ranks` puts place 1 on top. `export` is where the figures are had as a file.

    strip: a value is `[figure, place of the label, name of the dot]`, a series has `shape` (circle, diamond or stroke),
    `hollow` and `colour` (0 to 5). tornado: two series of differences from `centre`, `marked` where
    a bar reaches one of the `cuts`, a list of `{"value", "name"}`.
    """

    kind: Literal["column", "bar", "line", "step", "radar", "interval", "dots", "strip", "tornado"]
    title: Text
    data: Mapping[str, object]
    table: Table
    export: str = ""

    @property
    def empty(self) -> bool:
        return not self.table.rows

    @property
    def size(self) -> str:
        """Return how much room the lines of a strip or a tornado take."""
        labels = self.data.get("labels")
        lines = len(labels) if isinstance(labels, list) and self.kind in {"strip", "tornado"} else 0
        return next((size for size, most in CHART_SIZES if lines <= most), "tallest")


CHART_SIZES = (("", 6), ("tall", 11), ("taller", 18))


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as its bar shows it. `url` answers with the part again while it waits or runs."""

    title: Text
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    url: str
    percent: int = 0
    message: Text = ""
    left: Text = ""
    cancel_url: str = ""
    result: FileLink | None = None
    errors: FileLink | None = None

    @property
    def running(self) -> bool:
        return self.state in {"waiting", "running"}

    @property
    def tag(self) -> Tag:
        return JOB_TAGS[self.state]


JOB_TAGS = {
    "waiting": Tag(_("Waiting its turn"), "neutral"),
    "running": Tag(_("Running"), "info"),
    "done": Tag(_("Finished"), "ok"),
    "failed": Tag(_("Failed"), "bad"),
    "cancelled": Tag(_("Cancelled"), "closed"),
}


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    label: Text
    url: str
    icon: str = ""
    current: bool = False
