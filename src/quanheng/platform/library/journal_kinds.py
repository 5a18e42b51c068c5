"""The sentences of the library's entries; values ending in `_label` are message ids themselves."""

from django.utils.translation import gettext_noop

KINDS = {
    "library.created": gettext_noop("Registered as a draft: %(title)s"),
    "library.section_saved": gettext_noop("Section saved: %(section_label)s"),
    "library.evidence_added": gettext_noop("Evidence added for level %(level)s: %(title)s"),
    "library.evidence_removed": gettext_noop("Evidence of level %(level)s removed: %(title)s"),
    "library.submitted": gettext_noop(
        "Handed in for review; its truth and the absence of classified content are declared"
    ),
    "library.recalled": gettext_noop("Taken back by its owner"),
    "library.published": gettext_noop("Entered into the library"),
    "library.returned": gettext_noop("Returned for correction; sections: %(count)s"),
    "library.level_set": gettext_noop("Maturity level %(level)s was confirmed"),
    "library.withdrawn": gettext_noop("Withdrawn from the library"),
    "library.frozen": gettext_noop("Frozen"),
    "library.released": gettext_noop("Released again"),
    "library.archived": gettext_noop("Archived"),
    "library.restored": gettext_noop("Brought back for review"),
}
