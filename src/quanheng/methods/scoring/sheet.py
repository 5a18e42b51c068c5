"""The last clicks of an explanation: the marks of one leaf and one side, by coded expert."""

from collections.abc import Sequence

from quanheng.methods.result import Message, Step
from quanheng.methods.scoring.case import Case
from quanheng.methods.scoring.outcome import Inputs, Outcome, kept_of
from quanheng.methods.scoring.panel import Mark
from quanheng.methods.scoring.tree import SIDES

NOT_ASSESSED = Message("not assessed")
SIDE_LABELS = (Message("Competitive evaluation"), Message("Authoritative evaluation"))
STATUS_LABELS = {
    "abstained": Message("Abstained"),
    "missing": Message("Missing"),
    "recused": Message("Recused"),
}
AVERAGE_LABELS = {
    "trimmed": Message("Trimmed mean"),
    "mean": Message("Mean"),
    "median": Message("Median"),
    "huber": Message("Huber mean"),
}
NOT_COUNTED = Message("reliability 0, not counted")
LOWEST, HIGHEST = Message("lowest mark dropped"), Message("highest mark dropped")


class Sheets:
    """Writes the steps of sides and experts of one case; NumPy's numbers are taken out once."""

    def __init__(self, case: Case, inputs: Inputs, outcome: Outcome) -> None:
        self.case = case
        self.kept: list[list[float]] = kept_of(inputs, outcome.side_known, case.rules)[:, :, 0].tolist()
        self.points: list[list[float]] = inputs.points[:, :, 0].tolist()
        self.scored: list[list[bool]] = inputs.scored[:, :, 0].tolist()
        self.values: list[list[float]] = outcome.side_values[:, :, 0].tolist()
        self.known: list[list[bool]] = outcome.side_known[:, :, 0].tolist()
        self.shares: list[list[float]] = outcome.shares[:, :, 0].tolist()
        self.asked: list[list[bool]] = case.shape.asked.tolist()
        least = case.rules.trim_from
        self.untrimmed = Message("Mean; trimmed only from %(least)s valid marks on", least=least)
        self.members = tuple(case.members(side) for side in range(len(SIDES)))
        self.replaced: dict[tuple[str, str], list[Step]] = {}
        for mark in case.marks:
            last = case.current[mark.expert, mark.indicator]
            if mark is not last:
                side = next(one.role for one in case.panel if one.id == mark.expert)
                self.replaced.setdefault((side, mark.indicator), []).append(_replaced(mark, last))

    def of_leaf(self, column: int) -> tuple[Step, ...]:
        """Return a step for each side that was asked to mark the leaf."""
        return tuple([self._side(side, column) for side in range(len(SIDES)) if self.asked[side][column]])

    def _side(self, side: int, column: int) -> Step:
        value, known = self.values[side][column], self.known[side][column]
        scored = [i for i in self.members[side] if self.scored[i][column]]
        count = sum(self.case.panel[i].weight > 0 for i in scored)
        return Step(
            label=SIDE_LABELS[side],
            value=value if known else NOT_ASSESSED,
            rule=self._average(count) if known else self._shortage(count),
            children=self._marks(side, column, scored),
            contribution=self.shares[side][column] * value,
        )

    def _average(self, count: int) -> Message:
        rules = self.case.rules
        if rules.aggregation == "trimmed" and count < rules.trim_from:
            return self.untrimmed
        return AVERAGE_LABELS[rules.aggregation]

    def _shortage(self, count: int) -> Message:
        least = self.case.rules.minimum_scores
        return Message("%(count)s valid marks, the rule asks for %(least)s", count=count, least=least)

    def _marks(self, side: int, column: int, scored: Sequence[int]) -> tuple[Step, ...]:
        leaf = self.case.indicator(self.case.shape.leaves[column]).id
        notes = self._notes(scored, column, known=self.known[side][column])
        marks = [self._mark(i, column, leaf, notes.get(i)) for i in self.members[side]]
        return (*marks, *self.replaced.get((SIDES[side], leaf), ()))

    def _mark(self, i: int, column: int, leaf: str, note: Message | None) -> Step:
        expert = self.case.panel[i].id
        mark = self.case.current.get((expert, leaf))
        if mark is None:
            mark = Mark(expert=expert, indicator=leaf, status="missing")
        return Step(
            label=expert,
            value=_shown(mark),
            rule=note or mark.reason,
            sources=(f"{expert}/{leaf}/{mark.round}",),
            contribution=self.kept[i][column] * self.points[i][column],
        )

    def _notes(self, scored: Sequence[int], column: int, *, known: bool) -> dict[int, Message]:
        """Return why a scored mark does not count: the lowest half of the trimmed ones, the highest half."""
        panel = self.case.panel
        notes = {i: NOT_COUNTED for i in scored if panel[i].weight == 0}
        if self.case.rules.aggregation != "trimmed" or not known:
            return notes
        out = [i for i in scored if self.kept[i][column] == 0 and panel[i].weight > 0]
        out.sort(key=lambda i: self.points[i][column])
        half = len(out) // 2
        return notes | dict.fromkeys(out[:half], LOWEST) | dict.fromkeys(out[half:], HIGHEST)


def _replaced(mark: Mark, last: Mark) -> Step:
    return Step(
        label=mark.expert,
        value=_shown(mark),
        rule=Message("round %(round)s, replaced by round %(last)s", round=mark.round, last=last.round),
        sources=(f"{mark.expert}/{mark.indicator}/{mark.round}",),
        contribution=0.0,
    )


def _shown(mark: Mark) -> float | str:
    """Return the points, or the state that stands in their place."""
    if mark.status == "scored" and mark.points is not None:
        return mark.points
    return STATUS_LABELS[mark.status]
