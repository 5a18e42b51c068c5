"""What may not stand in the tables of a platform that serves people."""

from collections.abc import Iterator

from quanheng.platform.accounts import selectors
from quanheng.platform.common.profile import Fault


def demonstration_accounts() -> Iterator[Fault]:
    """Find organisations of the fictional province: their codes lie in an area that nobody was given."""
    if count := selectors.fictional_organisations().count():
        yield (
            "%(count)s organisations of the demonstration province are in the database, takes none",
            {"count": count},
        )
