"""How a line of an explanation and a place in a warning are called: by name where the caller gives one."""

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import name, sequence
from quanheng.methods.result import Message


class Names:
    """The names of indicators, or their numbers from 1."""

    def __init__(self, given: tuple[str, ...] | None) -> None:
        self._given = given

    def label(self, place: int) -> str:
        """Return what heads the line of an explanation; `place` counts from 0."""
        return self._given[place] if self._given else Message("Indicator %(number)s", number=place + 1)

    def place(self, place: int) -> str | int:
        """Return what stands in the middle of a sentence."""
        return self._given[place] if self._given else place + 1


def read_names(argument: str, names: object, count: int) -> Names:
    """Return the names of `count` indicators, or numbers when none are given."""
    if names is None:
        return Names(None)
    given = tuple(name(argument, item) for item in sequence(argument, names))
    if len(given) != count:
        raise MethodError(
            "%(argument)s: got %(got)s values, takes %(count)s",
            argument=argument,
            got=len(given),
            count=count,
        )
    return Names(given)
