"""The human sentence of each kind of entry: an English message id with places for the body's values."""

MONEY = frozenset({"price", "revenue"})
"""The places of sentences that hold an amount in yuan; the timeline writes it as every page does."""
_SENTENCES: dict[str, str] = {}


def register(sentences: dict[str, str]) -> None:
    """Make the kinds of a room known; called once by each room's `apps.ready`."""
    _SENTENCES.update(sentences)


def of(kind: str) -> str:
    """Return the message id of `kind`; a kind that no room registered is a fault of the house."""
    return _SENTENCES[kind]


def kinds() -> frozenset[str]:
    return frozenset(_SENTENCES)
