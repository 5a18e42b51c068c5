"""Why a commission is returned or refused: codes with words, and reasons in free text."""

from django.utils.translation import gettext_noop as noop

from quanheng.platform.common.errors import Refused
from quanheng.platform.library.sections import TITLES

LENGTH = 1000
RETURN_ITEMS: dict[str, str] = {
    "commission": noop("Purpose and wanted date"),
    **{section: title for section, title in TITLES.items() if section != "declarations"},
    "other": noop("Other"),
}
"""What a commission may be returned for: its own answers and the sections of the dossier."""

REFUSALS: dict[str, str] = {
    "conflict": noop("Conflict of interest"),
    "scope": noop("Outside the scope of the institution"),
    "capacity": noop("No capacity in the wanted time"),
    "rights": noop("The right to dispose is not proved"),
    "other": noop("Other reason"),
}
NOT_CORRECTED = noop("Not corrected in time")


def stated(reason: str, *, field: str = "reason") -> str:
    """Return a reason in words; an empty or endless one is refused."""
    text = reason.strip()
    if not text or len(text) > LENGTH:
        raise Refused(
            "%(field)s: got %(got)s characters, takes 1 to %(most)s", field=field, got=len(text), most=LENGTH
        )
    return text
