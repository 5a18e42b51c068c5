"""Who may stand on a list, and why not: qualification, conflicts, load (`experts.md` 3, 4, 7)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quanheng.methods import experts as methods
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.experts.models import Expert, PanelRequest, Seat
from quanheng.platform.experts.selectors import pools, subjects
from quanheng.platform.experts.states import RUNNING
from quanheng.platform.experts.wording import stored
from quanheng.schemes import Stack

HARD = "hard"
NAMESAKE = "name"
"""Bears the name of a contributor who is no known person: kept out until two persons decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One expert for one role on one day; `conflicts` are (rule, severity, via), `obstacles` codes."""

    expert: Expert
    role: str
    qualification: methods.Qualification
    conflicts: tuple[tuple[str, str, str], ...]
    obstacles: tuple[str, ...]

    @property
    def eligible(self) -> bool:
        return self.qualification.eligible and not self.conflicts and not self.obstacles

    @property
    def waivable(self) -> bool:
        """Tell whether two persons may let this row in: what must be avoided they may not (H-13.5)."""
        hard = any(severity == HARD for _, severity, _ in self.conflicts)
        return not hard and set(self.obstacles) <= {NAMESAKE}

    @property
    def code(self) -> str:
        """Return the strongest reason as a chair may see it: the rule, never the evidence."""
        if self.conflicts:
            return min(self.conflicts, key=lambda row: (row[1] != HARD, row[0]))[0]
        return "load" if self.obstacles else "" if self.qualification.eligible else "qualification"


def check_all(request: PanelRequest, experts: Sequence[Expert], now: datetime) -> list[Check]:
    """Check every expert for every role of the request that he stands for."""
    if not experts:
        return []
    stack, on = stack_of(request.scheme), now.astimezone(SHANGHAI).date()
    rules, facts = stack.qualification_rules(), subjects.facts_of(request)
    conflicts = _conflicts(request, experts, stack, on)
    obstacles = _obstacles(request, experts, stack, now)
    checks = []
    for expert in experts:
        profile = pools.profile(expert, on)
        for role in sorted({row.role for row in expert.roles.all()} & set(request.quotas)):
            own = [*obstacles[expert.id]] + (["field"] if _outside(expert, role, request) else [])
            checks.append(
                Check(
                    expert=expert,
                    role=role,
                    qualification=methods.check_qualification(
                        profile, role, request.stage, rules, subject=facts
                    ),
                    conflicts=tuple(conflicts[str(expert.person_id)]),
                    obstacles=tuple(own),
                )
            )
    return checks


def check_one(request: PanelRequest, expert: Expert, role: str, now: datetime) -> Check:
    """Check a seated or invited expert again; what counts of the load is not asked a second time."""
    check = next((row for row in check_all(request, [expert], now) if row.role == role), None)
    if check is None:
        raise LookupError(role)
    return check


def _outside(expert: Expert, role: str, request: PanelRequest) -> bool:
    return role == "technical" and not set(expert.disciplines) & set(request.fields)


def _conflicts(
    request: PanelRequest, experts: Sequence[Expert], stack: Stack, on: date
) -> dict[str, list[tuple[str, str, str]]]:
    subject = subjects.subject_of(request)
    rows = subjects.relations(request, subject, experts, on)
    persons = sorted({str(expert.person_id) for expert in experts})
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for hit in methods.find_conflicts(subject, persons, rows, stack.conflict_rules(), on=on):
        found[hit.expert].append((hit.rule, hit.severity, hit.via))
    return found


def _obstacles(
    request: PanelRequest, experts: Iterable[Expert], stack: Stack, now: datetime
) -> dict[object, list[str]]:
    rows, on = list(experts), now.astimezone(SHANGHAI).date()
    namesakes = subjects.unnamed_contributors(request)
    load = _load(rows, now)
    oldest = on - timedelta(days=31 * stack.number("pool.confirm"))
    found: dict[object, list[str]] = defaultdict(list)
    for expert in rows:
        own = found[expert.id]
        if expert.term_until is None or expert.term_until < on:
            own.append("term")
        if expert.confirmed_on < oldest:
            own.append("confirmed")
        if load.get(expert.person_id, 0) >= expert.yearly_limit:
            own.append("load")
        if expert.person.name in namesakes:
            own.append(NAMESAKE)
    return found


def _load(experts: Sequence[Expert], now: datetime) -> dict[object, int]:
    """Return the cases of the last year by person, over all pools."""
    seats = Seat.objects.filter(
        expert__person_id__in=[e.person_id for e in experts],
        state__in=RUNNING,
        request__created_at__gt=now - timedelta(days=365),
    )
    cases: dict[object, set[object]] = defaultdict(set)
    for person, case in seats.values_list("expert__person_id", "request_id"):
        cases[person].add(case)
    return {person: len(rows) for person, rows in cases.items()}


def reasons_of(qualification: methods.Qualification) -> list[dict[str, object]]:
    """Return the answers of every rule as JSON keeps them: the snapshot an appeal looks at."""
    return [
        {
            "rule": reason.rule,
            "met": reason.met,
            "article": reason.article,
            "found": stored(reason.found),
            "missing": stored(reason.missing) if reason.missing else "",
            "notes": [stored(note) for note in reason.notes],
        }
        for reason in qualification.reasons
    ]
