"""What the expert desk shows: cards, dots, bands, the five values behind an indicator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.forms import Form
from django.utils.translation import gettext

from quanheng.platform.common import drafts
from quanheng.platform.common.errors import Missing
from quanheng.platform.common.headers import due_sentence, state_tag
from quanheng.platform.common.ui.formats import number
from quanheng.platform.common.ui.parts import Answer, Reason, Tag
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.marking import links, selectors
from quanheng.platform.evaluation.marking.models import Sheet
from quanheng.platform.evaluation.marking.selectors import Item
from quanheng.platform.evaluation.marking.states import SHEET_STATES, MarkStatus, SheetState
from quanheng.schemes import Stack


@dataclass(frozen=True, slots=True)
class Card:
    """A sheet on the desk: how far it is, how long there is; `offline` while it can still be filled in."""

    title: str
    number: str
    url: str
    done: int
    total: int
    due: str
    tag: Tag
    offline: str


@dataclass(frozen=True, slots=True)
class Dot:
    """An item in the bar of dots; `status` is open, scored, abstained, and here for the one shown."""

    place: int
    url: str
    status: str
    here: bool
    label: str


@dataclass(frozen=True, slots=True)
class BandChoice:
    id: str
    label: str
    low: str
    high: str
    wording: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ValueHint:
    """One of the five values that the indicator feeds: its share, what it looks for, what may show it (M-1.3)."""

    title: str
    share: str
    text: str
    emphases: tuple[str, ...]
    evidence: tuple[str, ...]


def cards(sheets: Iterable[Sheet], now: datetime) -> list[Card]:
    rows = list(sheets)
    done = selectors.done(rows)
    due = {moment: due_sentence(moment, now) for moment in {sheet.due_at for sheet in rows}}
    return [
        Card(
            title=sheet.evaluation.achievement.title,
            number=sheet.evaluation.number,
            url=links.sheet(sheet.evaluation.number),
            done=done.get(sheet.id, 0),
            total=len(selectors.indicators(sheet)),
            due=due[sheet.due_at] if sheet.state == SheetState.OPEN else "",
            tag=state_tag(SHEET_STATES, sheet.state),
            offline=links.offline(sheet.evaluation.number) if sheet.state == SheetState.OPEN else "",
        )
        for sheet in rows
    ]


def dots(items: Iterable[Item], number: str, here: int) -> list[Dot]:
    words = {
        "open": gettext("open"),
        MarkStatus.SCORED: gettext("Scored"),
        MarkStatus.ABSTAINED: gettext("Abstained"),
    }
    return [
        Dot(
            row.place,
            links.item(number, row.place),
            row.status,
            row.place == here,
            gettext("Item %(place)s: %(status)s") % {"place": row.place, "status": words[row.status]},
        )
        for row in items
    ]


def bands(item: Item, chosen: str) -> list[BandChoice]:
    return [
        BandChoice(
            band.id,
            str(wording.both(band.label, band.label_en)),
            number(band.low),
            number(band.high),
            str(wording.both(band.wording, band.wording_en)),
            band.id == chosen,
        )
        for band in item.indicator.bands
    ]


def faults(form: Form) -> tuple[Reason, ...]:
    """Return what is wrong with a mark, each fault led by the name of its field once."""
    found = []
    for bound in form:
        for error in bound.errors:
            text = str(error)
            named = text.startswith(str(bound.label))
            found.append(Reason(text if named else f"{bound.label}: {text}", f"#{bound.auto_id}"))
    return tuple(found)


def value_hints(item: Item, stack: Stack) -> list[ValueHint]:
    """Return the values that the indicator feeds, the largest share first."""
    known = {value.id: value for value in stack.five_values()}
    shares = sorted(item.indicator.values.items(), key=lambda pair: -pair[1])
    return [
        ValueHint(
            title=str(wording.titled(known[code])),
            share=f"{share:.0%}",
            text=str(wording.both(known[code].text, known[code].text_en)),
            emphases=tuple(str(wording.titled(one)) for one in known[code].emphases),
            evidence=tuple(str(wording.titled(one)) for one in known[code].evidence),
        )
        for code, share in shares
        if share > 0
    ]


def answers(items: Iterable[Item], number: str, *, editable: bool) -> list[Answer]:
    """Return all marks of a sheet as a check page lists them, each with the way to change it."""
    return [
        Answer(
            f"{row.place} {wording.titled(row.indicator)}",
            answer_text(row),
            links.item(number, row.place) if editable else "",
        )
        for row in items
    ]


def answer_text(item: Item) -> str:
    """Return a mark in words: points and band, or that none is given; the remark on its own line."""
    if item.mark is None:
        return gettext("No mark yet")
    remark = f"\n{item.mark.reason}" if item.mark.reason else ""
    if item.mark.status == MarkStatus.ABSTAINED:
        return gettext("Abstained") + remark
    band = f" ({wording.both(item.band.label, item.band.label_en)})" if item.band else ""
    return f"{number(item.mark.points)}{band}{remark}"


def half_changed(items: Iterable[Item], number: str, person_id: UUID | None) -> list[Missing]:
    """Return the marked items whose last change is not complete: what is seen there is not what counts."""
    places = {links.item(number, row.place): row.place for row in items if row.mark}
    kept = drafts.kept_pages(person_id, places)
    return [
        Missing("Item %(place)s: your last change is not complete and does not count", url, {"place": place})
        for url, place in places.items()
        if url in kept
    ]
