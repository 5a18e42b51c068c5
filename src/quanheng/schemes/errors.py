"""What a pack got wrong: every problem at once, each with its place."""

from collections.abc import Iterable
from dataclasses import dataclass

from quanheng.methods.result import Message


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of a pack.

    `row` counts as a reader of the file does: the line of a CSV sheet with its heading as 1, the n-th table
    of a TOML list, 0 for the file as a whole. `text` is a translatable sentence: what it got and takes.
    """

    file: str
    row: int
    column: str
    text: Message

    def __str__(self) -> str:
        place = f"{self.file}, row {self.row}" if self.row else self.file
        return f"{place}, column {self.column}: {self.text}" if self.column else f"{place}: {self.text}"


class SchemeError(ValueError):
    """A pack or a stack of packs that cannot be used; `problems` lists every fault, in order of file and row."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
