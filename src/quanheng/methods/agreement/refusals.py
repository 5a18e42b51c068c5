"""What every coefficient of agreement refuses."""

from quanheng.methods.errors import MethodError

FEWEST = 2


def require_raters(argument: str, got: int) -> None:
    if got < FEWEST:
        raise MethodError(
            "%(argument)s: got %(got)s raters, takes at least %(least)s",
            argument=argument,
            got=got,
            least=FEWEST,
        )


def require_items(argument: str, got: int) -> None:
    if got < FEWEST:
        raise MethodError(
            "%(argument)s: got %(got)s rated items, takes at least %(least)s",
            argument=argument,
            got=got,
            least=FEWEST,
        )


def no_variation(argument: str) -> MethodError:
    """Return the refusal of ratings among which nothing differs."""
    return MethodError(
        "%(argument)s: got ratings that do not vary, takes some that do: "
        "agreement is not defined where nothing could disagree",
        argument=argument,
    )
