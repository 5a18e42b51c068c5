"""The way from the score down to each coded expert's mark, one step per click.

Contributions of siblings add to their parent's value within 1e-9. What is not assessed stays visible
with contribution 0 and the reason; a dropped or replaced mark too. Grade, coverage and gates stand
under the score without a contribution.
"""

from quanheng.methods.inputs import FloatArray
from quanheng.methods.result import Message, Step
from quanheng.methods.scoring.case import Case
from quanheng.methods.scoring.grade import WITHHELD, fired
from quanheng.methods.scoring.outcome import Inputs, Outcome, side_shares
from quanheng.methods.scoring.panel import Mark

ROLL_UP = "Σ w·s / Σ w"
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


def contributions(case: Case, outcome: Outcome) -> tuple[float, ...]:
    """Return what each node adds to its parent: w·s / Σw over assessed siblings, 0 when not assessed."""
    shape, added = case.shape, [0.0] * case.shape.root
    for children in shape.children.values():
        known = [child for child in children if outcome.assessed[0, child]]
        total = sum(shape.weights[child] for child in known)
        for child in known:
            added[child] = float(shape.weights[child] * outcome.scores[0, child] / total) if total else 0.0
    return tuple(added)


class Explanation:
    """Writes the steps of one case from its outcome."""

    def __init__(self, case: Case, inputs: Inputs, outcome: Outcome) -> None:
        self.case, self.inputs, self.outcome = case, inputs, outcome
        self.added = contributions(case, outcome)
        self.shares = side_shares(case.shape, outcome.side_known, case.rules)

    def root(self) -> Step:
        """Return the whole tree of steps."""
        raw, rounded = float(self.outcome.scores[0, -1]), float(self.outcome.rounded[0])
        assessed = bool(self.outcome.assessed[0, -1])
        rounding = Step(
            label=Message("Rounding"),
            value=rounded - raw,
            contribution=rounded - raw,
            rule=Message("to two decimals, half up, before the grade"),
        )
        nodes = tuple(self._node(child) for child in self.case.shape.children[self.case.shape.root])
        return Step(
            label=Message("Score"),
            value=rounded if assessed else NOT_ASSESSED,
            rule=ROLL_UP,
            children=(
                *nodes,
                *((rounding,) if assessed else ()),
                self._grade(),
                self._coverage(),
                *self._gates(),
            ),
        )

    def _grade(self) -> Step:
        code = self.outcome.codes[0]
        if code == WITHHELD:
            return Step(label=Message("Grade"), value=Message("no conclusion"))
        label, bound = self.case.shape.tree.grades[code]
        return Step(label=Message("Grade"), value=label, rule=f"≥ {bound:g}")

    def _coverage(self) -> Step:
        least = self.case.rules.coverage_minimum
        return Step(label=Message("Coverage"), value=float(self.outcome.coverage[0, -1]), rule=f"≥ {least:g}")

    def _gates(self) -> tuple[Step, ...]:
        return tuple(self._gate(column) for column in range(len(self.case.shape.tree.gates)))

    def _gate(self, column: int) -> Step:
        gate = self.case.shape.tree.gates[column]
        fact = self.case.facts.get(gate.fact)
        values, known = self.inputs.gate_values[:, column], self.inputs.gate_known[:, column]
        if fact is None:
            effect = Message("fact missing, grade withheld")
        elif not fired(gate, values, known)[0]:
            effect = Message("does not apply")
        elif gate.effect == "cap":
            effect = Message("no grade above %(grade)s", grade=gate.grade)
        else:
            effect = Message("lowest grade")
        return Step(
            label=gate.text or gate.id,
            value=effect,
            rule=f"{gate.fact} {gate.op} {gate.limit:g}",
            sources=fact.sources if fact else (),
        )

    def _node(self, node: int) -> Step:
        indicator = self.case.indicator(node)
        assessed = bool(self.outcome.assessed[0, node])
        if indicator.kind == "group":
            children = tuple(self._node(child) for child in self.case.shape.children[node])
        elif indicator.kind == "rated":
            children = self._sides(node)
        else:
            children = self._fact(node)
        return Step(
            label=indicator.title or indicator.id,
            value=float(self.outcome.scores[0, node]) if assessed else NOT_ASSESSED,
            rule=self._rule(node) if assessed else self._reason(node),
            sources=(indicator.id,),
            children=children,
            contribution=self.added[node],
        )

    def _rule(self, node: int) -> str:
        indicator = self.case.indicator(node)
        return indicator.rule or (ROLL_UP if indicator.kind == "group" else "")

    def _reason(self, node: int) -> Message:
        match self.case.indicator(node).kind:
            case "group":
                return Message("nothing below it is assessed")
            case "rated":
                return Message("too few valid marks")
            case "measured":
                return Message("no measured value given")
            case _:
                return Message("no comparison of performance given")

    def _fact(self, node: int) -> tuple[Step, ...]:
        """Return the quantity behind a measured leaf; it contributes the points that the anchors give."""
        indicator = self.case.indicator(node)
        fact = self.case.facts.get(indicator.id)
        if fact is None:
            return ()
        anchors = ", ".join(f"{value:g} → {points:g}" for value, points in indicator.anchors)
        return (
            Step(
                label=Message("Measured value"),
                value=fact.value,
                unit=fact.unit,
                rule=anchors,
                sources=fact.sources,
                contribution=float(self.outcome.scores[0, node]),
            ),
        )

    def _sides(self, node: int) -> tuple[Step, ...]:
        column = self.case.shape.leaves.index(node)
        return tuple(
            self._side(side, column)
            for side in range(len(SIDE_LABELS))
            if self.case.shape.asked[side, column]
        )

    def _side(self, side: int, column: int) -> Step:
        value = float(self.outcome.side_values[side, 0, column])
        known = bool(self.outcome.side_known[side, 0, column])
        return Step(
            label=SIDE_LABELS[side],
            value=value if known else NOT_ASSESSED,
            rule=self._average(side, column) if known else self._shortage(side, column),
            children=self._marks(side, column),
            contribution=float(self.shares[side, 0, column]) * value,
        )

    def _average(self, side: int, column: int) -> Message:
        rules = self.case.rules
        if rules.aggregation == "trimmed" and self._count(side, column) < rules.trim_from:
            return Message("Mean; trimmed only from %(least)s valid marks on", least=rules.trim_from)
        return AVERAGE_LABELS[rules.aggregation]

    def _shortage(self, side: int, column: int) -> Message:
        return Message(
            "%(count)s valid marks, the rule asks for %(least)s",
            count=self._count(side, column),
            least=self.case.rules.minimum_scores,
        )

    def _count(self, side: int, column: int) -> int:
        return sum(
            bool(self.inputs.scored[0, i, column]) and self.case.panel[i].weight > 0
            for i in self.case.members(side)
        )

    def _marks(self, side: int, column: int) -> tuple[Step, ...]:
        leaf = self.case.indicator(self.case.shape.leaves[column]).id
        members = self.case.members(side)
        notes = self._dropped(members, column)
        current = tuple(self._mark(i, column, notes.get(i)) for i in members)
        codes = {self.case.panel[i].id for i in members}
        replaced = tuple(
            self._replaced(mark)
            for mark in self.case.marks
            if mark.indicator == leaf
            and mark.expert in codes
            and mark is not self.case.current[mark.expert, mark.indicator]
        )
        return current + replaced

    def _mark(self, i: int, column: int, note: Message | None) -> Step:
        member = self.case.panel[i]
        leaf = self.case.indicator(self.case.shape.leaves[column]).id
        mark = self.case.current.get(
            (member.id, leaf), Mark(expert=member.id, indicator=leaf, status="missing")
        )
        share: FloatArray = self.outcome.kept[0, i, column]
        return Step(
            label=member.id,
            value=_shown(mark),
            rule=note or mark.reason,
            sources=(_reference(mark),),
            contribution=float(share * self.inputs.points[0, i, column]),
        )

    def _replaced(self, mark: Mark) -> Step:
        last = self.case.current[mark.expert, mark.indicator].round
        return Step(
            label=mark.expert,
            value=_shown(mark),
            rule=Message("round %(round)s, replaced by round %(last)s", round=mark.round, last=last),
            sources=(_reference(mark),),
            contribution=0.0,
        )

    def _dropped(self, members: tuple[int, ...], column: int) -> dict[int, Message]:
        """Return why a scored mark does not count: the lowest half of the trimmed ones, the highest half."""
        scored = [i for i in members if self.inputs.scored[0, i, column]]
        notes = {i: Message("reliability 0, not counted") for i in scored if self.case.panel[i].weight == 0}
        if self.case.rules.aggregation != "trimmed" or not any(
            self.outcome.kept[0, i, column] for i in scored
        ):
            return notes
        out = [i for i in scored if i not in notes and self.outcome.kept[0, i, column] == 0]
        out.sort(key=lambda i: self.inputs.points[0, i, column])
        half = len(out) // 2
        notes |= {i: Message("lowest mark dropped") for i in out[:half]}
        return notes | {i: Message("highest mark dropped") for i in out[half:]}


def _shown(mark: Mark) -> float | str:
    """Return the points, or the state that stands in their place."""
    if mark.status == "scored" and mark.points is not None:
        return mark.points
    return STATUS_LABELS[mark.status]


def _reference(mark: Mark) -> str:
    return f"{mark.expert}/{mark.indicator}/{mark.round}"
