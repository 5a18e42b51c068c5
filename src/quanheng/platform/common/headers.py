"""The head of every case page: its state, who acts next, by when, and what this reader can do now."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from quanheng.platform.common import inbox
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import SHANGHAI, workdays_left
from quanheng.platform.common.cases import Case
from quanheng.platform.common.roles import Role
from quanheng.platform.common.states import StateTable
from quanheng.platform.common.ui.parts import Action, CaseHeader, StepItem, Tag

Text = str | Promise
FEWEST_EXPERTS_COUNTED = 3
"""Fewer experts are not counted in words: a small number would tell who (`experts.md` 8)."""


def case_header(
    case: Case,
    *,
    kind: Text,
    table: StateTable,
    actor: Actor,
    now: datetime,
    pages: Mapping[str, str],
    reason: Callable[[str], Text] = lambda _verb: "",
    extra: tuple[Action, ...] = (),
    skipped: Collection[str] = (),
) -> CaseHeader:
    """Return the header of `case` for `actor`.

    `pages` maps each verb that has a page to its URL name; `reason(verb)` says why an act is not possible
    yet (empty: it is); `skipped` are the states of the straight path that this case leaves out.
    """
    next_sentence, due_sentence = next_step(case, now)
    return CaseHeader(
        kind=kind,
        number=case.number,
        title=case.display_title,
        tag=state_tag(table, case.state),
        next_sentence=next_sentence,
        due_sentence=due_sentence,
        steps=steps(table, case, skipped),
        actions=(*extra, *actions(case, table, actor, pages, reason, first=not extra)),
    )


def state_tag(table: StateTable, state: str) -> Tag:
    return Tag(table.states(state).label, table.tone(state))


def next_step(case: Case, now: datetime) -> tuple[str, str]:
    """Return “next step: who does what” and “due …”, both empty when nobody has to act."""
    items = [item for item in inbox.open_of(case)[:50] if item.verb != inbox.READ]
    if not items:
        return "", ""
    first = min(items, key=lambda item: (item.due_at is None, item.due_at or item.created_at))
    same = sum((item.role, item.what) == (first.role, first.what) for item in items)
    what = gettext(first.what)
    who = (
        gettext("%(count)s × %(role)s") % {"count": same, "role": Role(first.role).label}
        if same > 1 and not (first.role == Role.EXPERT and same < FEWEST_EXPERTS_COUNTED)
        else Role(first.role).label
    )
    sentence = gettext("Next: %(who)s: %(what)s") % {"who": who, "what": what}
    if first.due_at is None:
        return sentence, ""
    return sentence, due_sentence(first.due_at, now, provisional=first.provisional)


def due_sentence(due: datetime, now: datetime, *, provisional: bool = False) -> str:
    """Return “Due 09-28 17:00 (3 working days left)”."""
    left = workdays_left(due, now)
    when = due.astimezone(SHANGHAI).strftime("%m-%d %H:%M")
    if due < now:
        text = gettext("Due %(when)s (overdue)")
    else:
        text = ngettext(
            "Due %(when)s (%(count)s working day left)", "Due %(when)s (%(count)s working days left)", left
        )
    note = gettext(" · holiday table not updated") if provisional else ""
    return text % {"when": when, "count": left} + note


def steps(table: StateTable, case: Case, skipped: Collection[str] = ()) -> tuple[StepItem, ...]:
    """Return the straight path of the table with this case's place on it; `skipped` are states it leaves out."""
    path = table.path
    place = case.state if case.state in path else case.previous_state
    here = path.index(place) if place in path else -1

    def status(n: int, state: str) -> Literal["done", "current", "open", "skipped"]:
        if n == here:
            return "current"
        return "skipped" if state in skipped else "done" if n < here else "open"

    return tuple(StepItem(table.states(state).label, status(n, state)) for n, state in enumerate(path))


def actions(
    case: Case,
    table: StateTable,
    actor: Actor,
    pages: Mapping[str, str],
    reason: Callable[[str], Text],
    *,
    first: bool = True,
) -> tuple[Action, ...]:
    """Return the buttons: the moves of the table open to this role that have a page; the first is primary if it leads on."""
    offered = [m for m in table.open_to(state=case.state, role=actor.role) if m.verb in pages]
    return tuple(
        Action(
            label=m.label or m.verb,
            url=reverse(pages[m.verb], args=[case.number]),
            primary=first and n == 0 and table.leads_on(m, case.state),
            reason=reason(m.verb),
        )
        for n, m in enumerate(offered)
    )
