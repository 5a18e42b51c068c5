"""State tables: what a case may become, by which verb, by whose hand.

One table drives the guard in the services, the buttons, the timeline, the database constraint,
the diagram in the docs and the exhaustive test. A state is assigned nowhere else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role

PREVIOUS = "<previous>"
"""Target of a move that ends an interruption: the state in which it began."""


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow of the diagram: `by` may `verb` a case from any of `sources` to `target`.

    `second` says that another person must approve; `kinds` limits the arrow to those kinds of case.
    """

    verb: str
    sources: frozenset[str]
    target: str
    by: frozenset[Role]
    article: str = ""
    label: str | Promise = ""
    second: bool = False


class StateTable:
    """The arrows of one kind of case; at most one per verb and source."""

    def __init__(
        self,
        states: type[models.TextChoices],
        moves: Iterable[Move],
        *,
        tones: Mapping[str, str] | None = None,
        path: Sequence[str] = (),
    ) -> None:
        self.states = states
        self.tones = dict(tones or {})
        self.path = tuple(path)
        self._moves: dict[tuple[str, str], Move] = {}
        for move in moves:
            for source in sorted(move.sources):
                if (move.verb, source) in self._moves:
                    raise ValueError(f"two arrows for {move.verb} from {source}")
                self._moves[move.verb, source] = move

    def target(self, verb: str, *, state: str, role: Role, previous: str = "") -> str:
        """Return the state after `verb`; refuse an arrow that the table does not draw."""
        move = self._moves.get((verb, state))
        if move is None:
            label = self.verb_label(verb)
            raise Refused(
                "%(verb)s: not possible while the case is %(state)s",
                verb=label,
                state=self.states(state).label,
            )
        if role not in move.by:
            raise Refused(
                "%(verb)s: not a step of %(role)s in this case",
                verb=move.label or verb,
                role=Role(role).label,
            )
        return previous if move.target == PREVIOUS else move.target

    def open_to(self, *, state: str, role: Role) -> tuple[Move, ...]:
        """Return the moves to offer: what `role` may do next with a case in `state`."""
        return tuple(m for (_, source), m in self._moves.items() if source == state and role in m.by)

    def arrows(self) -> Iterator[tuple[str, Move]]:
        """Give every (source, move) once."""
        return ((source, move) for (_, source), move in self._moves.items())

    def leads_on(self, move: Move, state: str) -> bool:
        """Say whether a move takes a case in `state` further along the straight path, or back onto it."""
        if move.target not in self.path:
            return False
        return state not in self.path or self.path.index(move.target) > self.path.index(state)

    def verb_label(self, verb: str) -> str | Promise:
        return next((m.label for (name, _), m in self._moves.items() if name == verb and m.label), verb)

    def tone(self, state: str) -> str:
        return self.tones.get(state, "neutral")

    def constraint(self, name: str) -> models.CheckConstraint:
        """Return the database's guard: the column holds a state of this table."""
        return models.CheckConstraint(
            condition=models.Q(state__in=[str(s) for s in self.states.values]),
            name=name,
            violation_error_message=_("The state is not one of this table"),
        )

    def diagram(self) -> str:
        """Return the arrows as a Mermaid state diagram, in the order of the table."""
        lines = ["stateDiagram-v2"]
        lines += [
            f"    {source} --> {move.target.strip('<>')}: {move.verb}" for source, move in self.arrows()
        ]
        return "\n".join(lines) + "\n"


def move(
    verb: str,
    sources: Iterable[str] | str,
    target: str,
    by: Iterable[Role] | Role,
    label: str | Promise,
    *,
    article: str = "",
    second: bool = False,
) -> Move:
    """Return a move, written as one line of a table."""
    start = frozenset([sources] if isinstance(sources, str) else sources)
    hands = frozenset([by] if isinstance(by, Role) else by)
    return Move(verb, start, target, hands, article, label, second)
