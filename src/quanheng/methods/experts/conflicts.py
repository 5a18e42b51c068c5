"""Conflicts of interest: which relations keep an expert away from an achievement, on which day.

A rule names kinds of relation and a window of years; a relation hits when it is live on the day and
its key meets the side of the achievement. Keys are one link long: kin of kin, or a co-author of a
co-author, never hits. Only organisations are lifted, over `part_of`, on both sides.

Source: M-8.3 of the policy map; windows are pack data, their last day counts as in the Civil Code.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from quanheng.methods.errors import MethodError
from quanheng.methods.experts.dates import add_years, check_day, check_interval

HARD, SOFT = "hard", "soft"

KEYS = {
    "employment": "org",
    "adjunct": "org",
    "holding": "org",
    "work": "work",
    "team": "team",
    "supervision": "person",
    "kin": "person",
    "acquaintance": "person",
    "application": "batch",
    "excluded": "project",
    "recommended": "project",
    "reviewed": "project",
    "interest": "project",
    "sanction": "sanction",
}
"""What the key `b` of each kind of personal relation is."""

PART_LEVELS = {"legal": True, "control": True, "system": False}
"""Kinds of `part_of`, and whether a hit that passes over one stays hard."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The side that an expert must be free of: an achievement with its people and organisations."""

    project: str
    people: Collection[str]
    organisations: Collection[str]
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A fact between a person `a` and a key `b` (of `part_of`: between a part and its whole).

    Between two persons the order does not matter. `until` is the last day, None while it runs; a work
    carries its day of publication as both. `level`: `many_authors` of a work, else of `part_of`
    legal, control or system.
    """

    kind: str
    a: str
    b: str
    since: date | None = None
    until: date | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class ConflictRule:
    """`years` after a relation's end it still counts: None for life, 0 only while it runs.

    Without `kinds` the rule hits an expert who is one of the people of the subject.
    """

    id: str
    kinds: Collection[str]
    years: int | None
    severity: str = HARD
    article: str = ""
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A rule that hits, and the key by which: "org:…", "person:…", "work:…", "project:…" and so on."""

    expert: str
    rule: str
    severity: str
    via: str


def find_conflicts(
    project: Subject,
    experts: Sequence[str],
    relations: Iterable[Relation],
    rules: Sequence[ConflictRule],
    *,
    on: date,
) -> list[Conflict]:
    """Return every conflict of the experts with the project on that day, sorted by expert, rule, via.

    An expert without a row has no *known* conflict: the caller shows missing relation data as not
    checked. Raises `MethodError` without experts or rules (that would pass everybody), for unknown
    kinds and for bad dates.
    """
    return RelationIndex(relations, on=on).conflicts(project, experts, rules)


def _either_way(relation: Relation) -> bool:
    """Return whether the relation may stand between two persons; who reviewed whom is one of them."""
    return KEYS[relation.kind] == "person" or relation.kind == "reviewed"


def live(relation: Relation, years: int | None, on: date) -> bool:
    """Return whether the relation counts on `on` under a window of `years` after its end."""
    if relation.since is not None and relation.since > on:
        return False
    return relation.until is None or years is None or on <= add_years(relation.until, years)


@dataclass(frozen=True, slots=True)
class _Side:
    """What an expert's relation may meet on the side of the subject."""

    subject: Subject
    people: frozenset[str]
    organisations: dict[str, bool]
    shared: dict[tuple[str, str], list[Relation]]


class RelationIndex:
    """The relations as they stand on one day, by person and by organisation; serves many subjects."""

    def __init__(self, relations: Iterable[Relation], *, on: date) -> None:
        check_day("on", on)
        self._on = on
        self._rows: dict[str, list[Relation]] = defaultdict(list)
        self._wholes: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for relation in relations:
            self._add(relation)

    def conflicts(
        self, subject: Subject, experts: Sequence[str], rules: Sequence[ConflictRule]
    ) -> list[Conflict]:
        """Return the conflicts with one subject; the strongest severity of each (expert, rule, via)."""
        _check_subject(subject)
        _check_experts(experts)
        _check_rules(rules)
        side = self._side(subject)
        strongest: dict[tuple[str, str, str], bool] = {}
        for expert in experts:
            for rule in rules:
                for via, hard in self._hits(expert, rule, side):
                    key = (expert, rule.id, via)
                    strongest[key] = strongest.get(key, False) or (hard and rule.severity == HARD)
        return [
            Conflict(expert, rule, HARD if hard else SOFT, via)
            for (expert, rule, via), hard in sorted(strongest.items())
        ]

    def _add(self, relation: Relation) -> None:
        _check_relation(relation)
        if relation.kind != "part_of":
            self._rows[relation.a].append(relation)
            if _either_way(relation) and relation.b != relation.a:
                self._rows[relation.b].append(relation)
        elif live(relation, 0, self._on):
            self._wholes[relation.a].append((relation.b, PART_LEVELS[relation.level]))

    def _side(self, subject: Subject) -> _Side:
        organisations = set(subject.organisations)
        shared: dict[tuple[str, str], list[Relation]] = defaultdict(list)
        for person in subject.people:
            for row in self._own(person):
                if row.kind == "employment" and live(row, 0, self._on):
                    organisations.add(row.b)
                elif KEYS[row.kind] in {"work", "team"}:
                    shared[row.kind, row.b].append(row)
        return _Side(subject, frozenset(subject.people), self._lifted(organisations), shared)

    def _own(self, person: str) -> Iterator[Relation]:
        return (row for row in self._rows.get(person, ()) if row.a == person)

    def _lifted(self, organisations: Iterable[str]) -> dict[str, bool]:
        """Return the organisations and all that they are part of; True where no `system` step lies between."""
        reached = dict.fromkeys(organisations, True)
        queue = list(reached)
        for organisation in queue:
            for whole, firm in self._wholes.get(organisation, ()):
                hard = reached[organisation] and firm
                if whole not in reached or (hard and not reached[whole]):
                    reached[whole] = hard
                    queue.append(whole)
        return reached

    def _hits(self, expert: str, rule: ConflictRule, side: _Side) -> Iterator[tuple[str, bool]]:
        """Yield (via, hard) of every way in which the rule hits the expert."""
        if not rule.kinds and expert in side.people:
            yield f"person:{expert}", True
        for row in self._rows.get(expert, ()) if rule.kinds else ():
            if row.kind in rule.kinds and live(row, rule.years, self._on):
                yield from self._meetings(expert, row, rule, side)

    def _meetings(
        self, expert: str, row: Relation, rule: ConflictRule, side: _Side
    ) -> Iterator[tuple[str, bool]]:
        """Yield (via, hard) where one live row of the expert meets the side of the subject."""
        key = KEYS[row.kind]
        if _either_way(row):
            other = row.b if row.a == expert else row.a
            if other in side.people and other != expert:
                yield f"person:{other}", key == "person"
        if row.a != expert:
            return
        if key == "org":
            meeting = [
                hard and side.organisations[org]
                for org, hard in self._lifted([row.b]).items()
                if org in side.organisations
            ]
            if meeting:
                yield f"org:{row.b}", any(meeting)
        elif key in {"work", "team"}:
            for theirs in side.shared.get((row.kind, row.b), ()):
                if theirs.a != expert and live(theirs, rule.years, self._on):
                    yield f"{key}:{row.b}", "many_authors" not in {row.level, theirs.level}
        elif (
            key == "sanction"
            or (key == "project" and row.b == side.subject.project)
            or (key == "batch" and row.b == side.subject.batch != "")
        ):
            yield f"{key}:{row.b}", True


def _check_subject(subject: object) -> None:
    if not isinstance(subject, Subject):
        raise MethodError("project: got %(got)s, takes a Subject", got=type(subject).__name__)
    for field, value in (("people", subject.people), ("organisations", subject.organisations)):
        if isinstance(value, str):
            raise MethodError(
                "%(field)s: got the text %(got)r, takes a collection of ids", field=field, got=value
            )


def _check_experts(experts: Sequence[str]) -> None:
    if isinstance(experts, str):
        raise MethodError(
            "%(field)s: got the text %(got)r, takes a collection of ids", field="experts", got=experts
        )
    if not experts:
        raise MethodError("experts: got none, takes at least one")
    if len(set(experts)) != len(experts):
        twice = sorted(expert for expert in set(experts) if list(experts).count(expert) > 1)
        raise MethodError("experts: got %(got)r more than once, takes each expert once", got=twice[0])


def _check_rules(rules: Sequence[object]) -> None:
    if not rules:
        raise MethodError("rules: got none, takes at least one")
    for rule in rules:
        if not isinstance(rule, ConflictRule):
            raise MethodError("rules: got %(got)s, takes ConflictRule", got=type(rule).__name__)
        for kind in rule.kinds:
            _check_kind(kind, KEYS)
        if rule.severity not in {HARD, SOFT}:
            raise MethodError(
                "rule %(rule)s: got the severity %(got)r, takes hard or soft", rule=rule.id, got=rule.severity
            )
        if rule.years is not None and (type(rule.years) is not int or rule.years < 0):
            raise MethodError(
                "rule %(rule)s: got %(got)r years, takes None or a whole number from 0",
                rule=rule.id,
                got=rule.years,
            )


def _check_relation(relation: object) -> None:
    if not isinstance(relation, Relation):
        raise MethodError("relations: got %(got)s, takes Relation", got=type(relation).__name__)
    _check_kind(relation.kind, {*KEYS, "part_of"})
    check_interval(relation.kind, relation.since, relation.until)
    if relation.kind == "part_of" and relation.level not in PART_LEVELS:
        raise MethodError(
            "part_of: got the level %(got)r, takes legal, control or system", got=relation.level
        )


def _check_kind(kind: str, known: Collection[str]) -> None:
    if kind not in known:
        raise MethodError(
            "kind: got %(got)r, takes one of %(known)s", got=kind, known=", ".join(sorted(known))
        )
