"""What the member's page and the round's page show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext

from quanheng.methods.result import Message, Step
from quanheng.platform.common.steps import step_of
from quanheng.platform.common.ui.formats import day
from quanheng.platform.common.ui.parts import Answer, Tag
from quanheng.platform.evaluation.weighting import judging, links, rules, selectors, words
from quanheng.platform.evaluation.weighting.forms import PREFIX
from quanheng.platform.evaluation.weighting.models import PairSheet

METHOD_PLACES = "{:.4f}"


@dataclass(frozen=True, slots=True)
class StepChoice:
    """One of the 17 buttons of a pair. `side` is first, equal or second: which of the two it favours."""

    value: str
    number: int
    mark: words.Text
    side: str
    sentence: words.Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair on the page; `advice` is the step that would fit the other answers, in words."""

    place: int
    anchor: str
    name: str
    first: words.Text
    second: words.Text
    steps: Sequence[StepChoice]
    said: words.Text
    advice: words.Text
    fault: str


@dataclass(frozen=True, slots=True)
class WeightBar:
    title: words.Text
    percent: str
    width: int


@dataclass(frozen=True, slots=True)
class Hint:
    first: words.Text
    second: words.Text
    given: words.Text
    fitting: words.Text
    anchor: str


@dataclass(frozen=True, slots=True)
class Live:
    """The part that changes while the member works; `verdict` says in words what the ratio means."""

    done: int
    total: int
    bars: Sequence[WeightBar]
    ratio: str
    verdict: Tag
    brief: Tag
    provisional: bool
    hints: Sequence[Hint]


def ratio(value: float | None) -> str:
    return "—" if value is None else METHOD_PLACES.format(value)


def percent(value: float) -> str:
    return f"{value * 100:.1f} %"


# the member's page -----------------------------------------------------------------------------
def pair_rows(form: BaseForm, items: words.Items, standing: judging.Standing) -> list[PairRow]:
    """Return the pairs as the form has them, with advice beside those that contradict the others."""
    advice = {(one.first, one.second): one.fitting for one in worth_saying(standing)}
    rows = []
    for place, (first, second) in enumerate(rules.pairs(len(items)), start=1):
        bound = form[f"{PREFIX}{rules.pair_key(first, second)}"]
        chosen = str(bound.value() or "")
        fitting = advice.get((first, second), "")
        rows.append(
            PairRow(
                place=place,
                anchor=f"pair-{first}-{second}",
                name=bound.html_name,
                first=words.title(items, first),
                second=words.title(items, second),
                steps=[step(items, first, second, value, chosen) for value in rules.SCALE],
                said=words.said(items, first, second, chosen) if chosen in rules.SCALE else "",
                advice=words.said(items, first, second, fitting) if fitting else "",
                fault="; ".join(str(error) for error in bound.errors),
            )
        )
    return rows


def step(items: words.Items, first: int, second: int, value: str, chosen: str) -> StepChoice:
    number = words.strength(value)
    side = "equal" if number == 1 else "second" if "/" in value else "first"
    sentence = words.said(items, first, second, value)
    return StepChoice(value, number, words.MARKS.get(number, ""), side, sentence, value == chosen)


def live(items: words.Items, standing: judging.Standing) -> Live:
    """Return the standing in words and bars; the bars are shares of the largest weight."""
    top = max(standing.weights, default=1.0)
    return Live(
        done=standing.done,
        total=standing.total,
        bars=[
            WeightBar(words.title(items, place), percent(weight), round(weight / top * 100))
            for place, weight in enumerate(standing.weights, start=1)
        ],
        ratio=ratio(standing.ratio),
        verdict=verdict(standing),
        brief=brief(standing),
        provisional=not standing.complete and bool(standing.weights),
        hints=[hint(items, one) for one in worth_saying(standing)],
    )


def verdict(standing: judging.Standing) -> Tag:
    if not standing.weights:
        return Tag(gettext("The pairs do not connect all indicators yet"), "neutral")
    if not standing.complete:
        return Tag(gettext("Judged when no pair is open"), "wait")
    if standing.consistent:
        return Tag(gettext("Consistent: below 0.10"), "ok")
    return Tag(gettext("Contradictory: 0.10 or more, please revise"), "bad")


def brief(standing: judging.Standing) -> Tag:
    """Return the verdict in a word, for the bar at the foot of a phone."""
    if not standing.complete:
        return Tag(gettext("Not judged yet"), "wait")
    return Tag(gettext("Consistent"), "ok") if standing.consistent else Tag(gettext("Contradictory"), "bad")


def worth_saying(standing: judging.Standing) -> Sequence[judging.Contradiction]:
    """Return the contradictions to name: none on a consistent sheet, the worst one while pairs are open."""
    if standing.consistent:
        return ()
    return standing.contradictions if standing.complete else standing.contradictions[:1]


def hint(items: words.Items, one: judging.Contradiction) -> Hint:
    pair = one.first, one.second
    return Hint(
        words.title(items, one.first),
        words.title(items, one.second),
        words.said(items, *pair, one.given),
        words.said(items, *pair, one.fitting),
        f"#pair-{one.first}-{one.second}",
    )


def answers(sheet: PairSheet, *, editable: bool) -> list[Answer]:
    """Return all pairs as a check page lists them, each with the way to change it."""
    row, found = sheet.round, []
    for first, second in rules.pairs(len(row.items)):
        step = sheet.answers.get(rules.pair_key(first, second), "")
        label = f"{words.title(row.items, first)} — {words.title(row.items, second)}"
        said = str(words.said(row.items, first, second, step)) if step else gettext("not compared yet")
        found.append(Answer(label, said, links.pair_of(row, first, second) if editable else ""))
    return found


# where the weights of a plan come from ---------------------------------------------------------
def origin_line(origin: selectors.Origin) -> str:
    """Return the provenance of a side's weights, as plan, print and lock page show it."""
    row = origin.round
    values = {
        "method": gettext(row.outcome["method"]),
        "round": row.number,
        "members": row.outcome["members"],
        "ratio": ratio(row.outcome["ratio"]),
        "day": day(row.adopted_at),
    }
    line = gettext(
        "Weights from pairwise comparison: %(method)s; round %(round)s, %(members)s members, "
        "group consistency ratio %(ratio)s, adopted on %(day)s"
    )
    changed = gettext("; changed by hand after") if origin.changed else ""
    return line % values + changed


# explanation -----------------------------------------------------------------------------------
def explanation(data: Mapping[str, Any], items: words.Items, members: Sequence[str]) -> Step:
    """Return the stored steps with the indicators' titles and the members' names for their numbers."""
    return _named(step_of(data), items, members)


def _named(step: Step, items: words.Items, members: Sequence[str]) -> Step:
    label = step.label
    if isinstance(label, Message) and label.text in NUMBERED:
        place = int(str(label.values["number"]))
        label = str(words.title(items, place)) if label.text == "Indicator %(number)s" else members[place - 1]
    children = tuple(_named(child, items, members) for child in step.children)
    return replace(step, label=label, children=children)


NUMBERED = frozenset({"Indicator %(number)s", "Expert %(number)s"})


def member_names(rows: Sequence[PairSheet], *, inside: bool) -> list[str]:
    """Return the members' names for the institution's people, numbers for who watches from outside."""
    if inside:
        return [sheet.person.name for sheet in rows]
    return [gettext("Member %(place)s") % {"place": sheet.place} for sheet in rows]
