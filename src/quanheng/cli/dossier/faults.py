"""What is wrong with a dossier: every fault with its file and field, gathered before anybody is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from quanheng.methods.errors import MethodError
from quanheng.methods.result import Message
from quanheng.platform.common.errors import Missing
from quanheng.platform.common.ui.sentences import sentence


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `place` is the field, as `rights[2].share`, or sheet, row and column of a workbook."""

    file: str
    place: str
    message: Message

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {sentence(self.message)}"


@dataclass
class Faults:
    """The faults found so far, in the order in which they were found; the same one counts once."""

    found: list[Fault] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.found)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def add(self, file: str, place: str, message: Message) -> None:
        fault = Fault(file, place, message)
        if fault not in self.found:
            self.found.append(fault)

    def take(self, file: str, place: str, given: MethodError | Missing) -> None:
        """Add what a method or a room of the platform refuses."""
        self.add(file, place, Message(given.text, **given.values))


class DossierError(Exception):
    """The dossier does not hold; `faults` are all of them."""

    def __init__(self, faults: Faults) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
