"""The sections of a dossier, in the order in which they are filled in (J1)."""

from django.utils.translation import gettext, gettext_noop

TITLES: dict[str, str] = {
    "basics": gettext_noop("Basic information"),
    "rights": gettext_noop("Rights and intellectual property"),
    "people": gettext_noop("Contributors"),
    "packages": gettext_noop("Work breakdown"),
    "evidence": gettext_noop("Evidence"),
    "parameters": gettext_noop("Technical parameters"),
    "transfer": gettext_noop("Intended transfer"),
    "declarations": gettext_noop("Declarations"),
}
"""English message ids: journal entries keep them and are read in both languages."""

PAGES: dict[str, str] = {
    **{section: f"library:edit_{section}" for section in TITLES},
    "evidence": "library:evidence",
    "declarations": "library:check",
}


def title(section: str) -> str:
    """Return the section's name in the reader's language."""
    return gettext(TITLES[section])
