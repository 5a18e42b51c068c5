"""What the methods refuse, in sentences that name the argument, what it got and what it takes."""

LONGEST_SHOWN = 60


class MethodError(ValueError):
    """Input that a method does not take.

    `text` is an English message id with `%(name)s` places; `values` fill them. `str()` is the
    finished English sentence; the platform translates `text` and fills the same `values`.
    """

    def __init__(self, text: str, /, **values: object) -> None:
        self.text = text
        self.values = values
        super().__init__(text % values if values else text)


class InsufficientComparables(MethodError):
    """Fewer comparable deals, or comparators, than the rule needs."""


class InsufficientOpinions(MethodError):
    """Fewer expert opinions of value than a pooled value needs."""


class DoubleCountingError(MethodError):
    """One risk taken into account twice."""


class IdentifierError(MethodError):
    """An identifier whose form, check digit or date is wrong."""


class CalendarUnknown(MethodError):
    """A date beyond the last day for which the holiday table is known."""


def shown(value: object) -> str:
    """Return `value` as an error text may show it: its Python form, cut where it is long."""
    try:
        text = repr(value)
    except ValueError:  # an integer of thousands of digits
        text = type(value).__name__
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
