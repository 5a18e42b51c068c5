"""What a preview shows: each indicator as it stands and as the file would leave it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import drafts
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.importing.preview import Preview
from quanheng.platform.common.ui.parts import Tag
from quanheng.platform.evaluation.marking import links, pages
from quanheng.platform.evaluation.marking.models import SheetMark
from quanheng.platform.evaluation.marking.offline import paper, reading
from quanheng.platform.evaluation.marking.offline.reading import Filled
from quanheng.platform.evaluation.marking.selectors import Item

TAGS = {
    "new": Tag(_("New mark"), "ok"),
    "changed": Tag(_("Changed mark"), "warn"),
    "same": Tag(_("Same mark"), "neutral"),
    "empty": Tag(_("Empty in the file"), "closed"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a preview; `notes` are what the reader should not overlook."""

    label: str
    tag: Tag
    now: str
    then: str
    notes: tuple[str, ...] = ()


def kinds(found: Preview) -> dict[str, str]:
    """Return by indicator what the file does to it: new, changed, same."""
    sheet = found.sheets[paper.MARKS]
    rows = {
        "new": sheet.new,
        "changed": [change.row for change in sheet.changed],
        "same": sheet.same,
    }
    return {str(row.values["indicator"]): kind for kind, some in rows.items() for row in some}


def preview(filled: Sequence[Filled], items: Sequence[Item], actor: Actor, number: str) -> list[Line]:
    said = {one.indicator: one for one in filled}
    kind = kinds(reading.changes(filled, items))
    places = {links.item(number, item.place): item.indicator.id for item in items}
    half = {places[page] for page in drafts.kept_pages(actor.person_id, places)}
    return [_line(item, said.get(item.indicator.id), kind, half=item.indicator.id in half) for item in items]


def _line(item: Item, one: Filled | None, kind: dict[str, str], *, half: bool) -> Line:
    now = pages.answer_text(item)
    if one is None:
        return Line(paper.label(item), TAGS["empty"], now, gettext("stays as it is"))
    notes = [gettext("The band follows from the points")] if one.followed else []
    notes += [gettext("Your change on the page that is not complete gives way")] if half else []
    tag = TAGS[kind[item.indicator.id]]
    return Line(paper.label(item), tag, now, pages.answer_text(_as_marked(item, one)), tuple(notes))


def _as_marked(item: Item, one: Filled) -> Item:
    answer = one.answer
    mark = SheetMark(
        indicator=one.indicator,
        status=answer.status,
        band=answer.band,
        points=answer.points,
        reason=answer.reason,
    )
    return replace(item, mark=mark)
