"""The verifiable draw: the seed gives every row a ticket, and the rows are walked in ticket order.

Anyone repeats a ticket with `printf … | sha256sum`. All rows of the list have the same chance; a row
is passed over only for a reason that its line of the log states. Source: M-6.3 of the policy map.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from quanheng.methods.errors import MethodError
from quanheng.methods.experts.seating import Candidate, Plan, house
from quanheng.methods.experts.selection import MAX_POOL, selections
from quanheng.methods.result import Message

SEATED = Message("seated")
QUOTA_FULL = Message("quota full")
ALREADY_SEATED = Message("already seated")
INSTITUTION_LIMIT = Message("institution limit")
WOULD_LEAVE_EMPTY = Message("would leave a seat empty")

ALGORITHMS = ("sha256", "rfc3797")
MIN_SEED = 16


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat, or the place of a substitute; `order` counts from 1 (of substitutes within the role)."""

    role: str
    expert: str
    institution: str
    order: int
    ticket: str


class LogLine(NamedTuple):
    ticket: str
    role: str
    expert: str
    outcome: str


class Shortage(NamedTuple):
    role: str
    missing: int


@dataclass(frozen=True, slots=True)
class DrawResult:
    """`log` is the final walk, one line per row; a short panel has shortages and a warning."""

    seats: tuple[Seat, ...]
    substitutes: tuple[Seat, ...]
    log: tuple[LogLine, ...]
    shortages: tuple[Shortage, ...]
    warnings: tuple[Message, ...]


class _Ticketed(NamedTuple):
    ticket: str
    row: Candidate


def draw(
    candidates: Iterable[Candidate],
    quotas: Mapping[str, int],
    seed: bytes,
    *,
    institution_limit: int | None = 1,
    algorithm: str = "sha256",
) -> DrawResult:
    """Draw seats and substitutes; the order of candidates and quotas changes nothing.

    Fills as many seats as the list allows: when the plain walk leaves a seat empty that could be
    filled, it is repeated and passes over rows that would leave one empty. With "rfc3797" the seed is
    the key string in ASCII and a ticket is the MD5 digest of its step. Raises `MethodError` for a list
    that cannot be drawn from; a panel that cannot be filled is a result with shortages.
    """
    rows = check_list(candidates, quotas, institution_limit, algorithm)
    tickets = _hashed(rows, seed) if algorithm == "sha256" else _selected(rows, seed)
    log = _walk(tickets, quotas, institution_limit, None)
    taken = {line.expert: line.role for line in log if line.outcome == SEATED}
    if len(taken) < sum(quotas.values()):
        plan = Plan(rows, quotas, institution_limit, taken)
        if plan.size > len(taken):
            log = _walk(tickets, quotas, institution_limit, plan)
    return _result(tickets, log, quotas)


def ticket_of(seed: bytes, role: str, expert: str) -> str:
    """Return the ticket (hex) of one row."""
    return sha256(f"quanheng-draw-1|{seed.hex()}|{role}|{expert}".encode()).hexdigest()


def next_substitute(
    result: DrawResult,
    role: str,
    running: Collection[Seat],
    *,
    institution_limit: int | None = 1,
    barred: Collection[str] = (),
) -> Seat | None:
    """Return the substitute who moves up into an empty seat of the role, None when the list is exhausted.

    `running` are the seats still taken; `barred` are the experts who declined, have no load left or
    have a conflict by now. There is no second draw.
    """
    seated = {seat.expert for seat in running}
    full = Counter(seat.institution for seat in running if seat.institution)
    for seat in result.substitutes:
        room = institution_limit is None or full[seat.institution] < institution_limit
        if seat.role == role and room and seat.expert not in seated and seat.expert not in barred:
            return seat
    return None


def check_list(
    candidates: Iterable[Candidate], quotas: Mapping[str, int], institution_limit: int | None, algorithm: str
) -> list[Candidate]:
    """Return the rows sorted by role and expert; refuse a list or request that cannot be drawn from."""
    _check_quotas(quotas, institution_limit)
    if algorithm not in ALGORITHMS:
        raise MethodError("algorithm: got %(got)r, takes sha256 or rfc3797", got=algorithm)
    rows = [_checked_row(row) for row in candidates]
    if not rows:
        raise MethodError("candidates: got none, takes at least one")
    _check_identities(rows)
    for row in rows:
        if row.role not in quotas:
            raise MethodError(
                "quotas: got none for %(role)s, takes one for the role of each candidate", role=row.role
            )
    return sorted(rows, key=lambda row: (row.role, row.expert))


def _hashed(rows: Iterable[Candidate], seed: object) -> list[_Ticketed]:
    if not isinstance(seed, bytes) or len(seed) < MIN_SEED:
        raise MethodError("seed: got %(got)s, takes at least 16 bytes", got=_described(seed))
    return sorted(_Ticketed(ticket_of(seed, row.role, row.expert), row) for row in rows)


def _selected(rows: Sequence[Candidate], seed: object) -> list[_Ticketed]:
    if not isinstance(seed, bytes) or not seed or not seed.isascii():
        raise MethodError("seed: got %(got)s, takes the key string in ASCII bytes", got=_described(seed))
    if len(rows) > MAX_POOL:
        raise MethodError("candidates: got %(got)s rows, takes at most %(top)s", got=len(rows), top=MAX_POOL)
    order = selections(len(rows), len(rows), seed.decode("ascii"))
    return [_Ticketed(digest, rows[number - 1]) for number, digest in order]


def _described(seed: object) -> str:
    return f"{len(seed)} bytes" if isinstance(seed, bytes) else type(seed).__name__


def _walk(
    tickets: Iterable[_Ticketed], quotas: Mapping[str, int], limit: int | None, plan: Plan | None
) -> list[LogLine]:
    """Walk the rows in ticket order; with a plan, pass over what would leave a seat empty."""
    filled: Counter[str] = Counter()
    full: Counter[str] = Counter()
    seated: set[str] = set()
    log = []
    for ticket, row in tickets:
        if filled[row.role] >= quotas[row.role]:
            outcome = QUOTA_FULL
        elif row.expert in seated:
            outcome = ALREADY_SEATED
        elif full[house(row, limit)] >= (limit or 1):
            outcome = INSTITUTION_LIMIT
        elif plan is not None and not plan.hold(row.expert, row.role):
            outcome = WOULD_LEAVE_EMPTY
        else:
            outcome = SEATED
            filled[row.role] += 1
            full[house(row, limit)] += 1
            seated.add(row.expert)
        log.append(LogLine(ticket, row.role, row.expert, outcome))
    return log


def _result(tickets: Sequence[_Ticketed], log: Sequence[LogLine], quotas: Mapping[str, int]) -> DrawResult:
    taken = [item for item, line in zip(tickets, log, strict=True) if line.outcome == SEATED]
    seated = {item.row.expert for item in taken}
    substitutes: list[Seat] = []
    for role in sorted(quotas):
        waiting = [item for item in tickets if item.row.role == role and item.row.expert not in seated]
        substitutes += _places(waiting)
    filled = Counter(item.row.role for item in taken)
    shortages = tuple(
        Shortage(role, n - filled[role]) for role, n in sorted(quotas.items()) if filled[role] < n
    )
    warnings: tuple[Message, ...] = ()
    if shortages:
        missing, seats = sum(short.missing for short in shortages), sum(quotas.values())
        warnings = (
            Message(
                "%(missing)s of %(seats)s seats cannot be filled from this list", missing=missing, seats=seats
            ),
        )
    return DrawResult(tuple(_places(taken)), tuple(substitutes), tuple(log), shortages, warnings)


def _places(items: Iterable[_Ticketed]) -> list[Seat]:
    return [
        Seat(item.row.role, item.row.expert, item.row.institution, order, item.ticket)
        for order, item in enumerate(items, start=1)
    ]


def _check_quotas(quotas: Mapping[str, int], institution_limit: object) -> None:
    if not quotas:
        raise MethodError("quotas: got none, takes at least one role")
    for role, quota in quotas.items():
        _check_id("role", role)
        if type(quota) is not int or quota < 1:
            raise MethodError(
                "quotas: got %(got)r for %(role)s, takes a whole number from 1", got=quota, role=role
            )
    if institution_limit is not None and (type(institution_limit) is not int or institution_limit < 1):
        raise MethodError(
            "institution_limit: got %(got)r, takes None or a whole number from 1", got=institution_limit
        )


def _checked_row(row: object) -> Candidate:
    if not isinstance(row, tuple | list) or len(row) != len(Candidate._fields):
        raise MethodError("candidates: got %(got)r, takes rows of expert, role and institution", got=row)
    expert, role, institution = row
    _check_id("expert", expert)
    _check_id("role", role)
    if institution != "":
        _check_id("institution", institution)
    return Candidate(expert, role, institution)


def _check_id(field: str, value: object) -> None:
    if not isinstance(value, str) or not value or "|" in value:
        raise MethodError(
            '%(field)s: got %(got)r, takes text without "|" that is not empty', field=field, got=value
        )


def _check_identities(rows: Iterable[Candidate]) -> None:
    home: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.role, row.expert) in seen:
            raise MethodError(
                "candidates: got %(expert)s twice for %(role)s, takes each once",
                expert=row.expert,
                role=row.role,
            )
        if home.setdefault(row.expert, row.institution) != row.institution:
            raise MethodError(
                "candidates: got %(expert)s with two institutions, takes one for each expert",
                expert=row.expert,
            )
        seen.add((row.role, row.expert))
