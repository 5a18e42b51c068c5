"""What can go wrong around a lot, apart from a refusal by its rules."""


class LiveError(Exception):
    """`text` is an English message id with `%(name)s` places, filled from `values`."""

    def __init__(self, text: str, **values: object) -> None:
        self.text = text
        self.values = values
        super().__init__(text % values if values else text)


class EngineHeld(LiveError):
    """Another process already writes the log of this data folder."""


class EngineUnreachable(LiveError):
    """The engine gave no answer. What was sent may have happened: ask again with the same key."""


class UnknownLot(LiveError):
    """No lot of this number."""


class LotExists(LiveError):
    """The number already belongs to a lot with other terms."""


class StoreFault(LiveError):
    """The store did not take a batch; nothing of it is known to be stored."""


class TokenRefused(LiveError):
    """A lot token that is forged, altered or none at all; or one that was good until it `expired`."""

    def __init__(self, text: str, *, expired: bool = False) -> None:
        self.expired = expired
        super().__init__(text)
