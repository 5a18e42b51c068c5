"""The packs that come with the platform, in the order in which they lie on one another."""

from functools import cache
from pathlib import Path

from quanheng.methods.errors import MethodError
from quanheng.schemes.loading import load_pack
from quanheng.schemes.rows import Pack
from quanheng.schemes.stack import Stack

FOLDER = Path(__file__).parent / "packs"
ORDER = (
    "hebei-guide",
    "miit-five-values",
    "trade-cn",
    "experts-default",
    "conflicts-default",
    "information-default",
)


def shipped_packs() -> tuple[str, ...]:
    """Return the names of the packs that come with the platform, lowest first."""
    return ORDER


@cache
def shipped(name: str) -> Pack:
    """Return a pack that comes with the platform."""
    if name not in ORDER:
        raise MethodError("pack: got %(name)s, takes %(takes)s", name=name, takes=", ".join(ORDER))
    return load_pack(FOLDER / name)


@cache
def default_stack() -> Stack:
    """Return the shipped packs on one another: what a case runs on when nobody chose otherwise."""
    return Stack(shipped(name) for name in ORDER)
