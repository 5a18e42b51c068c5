"""Faults that the pages must show: planted by the story, each where a careful reader finds it.

An expired test report, one report for two levels and amounts that disagree lie in the papers (`dossiers`, `papers`);
here are a typed number whose check digit is wrong, and a file whose bytes were changed after it was accepted.
"""

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from quanheng.platform.common import drafts
from quanheng.platform.common.actors import person_of
from quanheng.platform.common.files import store
from quanheng.platform.demo.codes import patent
from quanheng.platform.demo.province.journey import Journey
from quanheng.platform.demo.province.sources import source
from quanheng.platform.demo.province.telling import Story
from quanheng.platform.library import selectors as library

TYPED = 2
"""Step of a draft at which its owner typed the wrong number."""


def mistype(journey: Journey) -> Story:
    """Leave a form half filled in, with a patent number whose check digit is wrong."""
    yield (now := journey.at(TYPED, "17:40"))
    words = source("sentences")["mistyped"]
    right = patent(2026, 1, 207734)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    answers = {
        "rows-TOTAL_FORMS": "1",
        "rows-INITIAL_FORMS": "0",
        "rows-MIN_NUM_FORMS": "0",
        "rows-MAX_NUM_FORMS": "1000",
        "rows-0-kind": "patent",
        "rows-0-number": wrong,
        "rows-0-title": words["title"],
        "rows-0-holder": journey.house.name,
        "rows-0-holder_uscc": journey.house.uscc,
        "rows-0-share": "100",
        "rows-0-legal_status": words["status"],
    }
    form = QueryDict(mutable=True)
    form.update(answers)
    page = reverse("library:edit_rights", args=[journey.number])
    drafts.save(person_id=person_of(journey.owner), page=page, data=form, now=now)


def tamper(journey: Journey) -> None:
    """Change the bytes of an accepted paper on the disk, as a careless or dishonest hand might."""
    level, element = journey.dossier["tampered"]
    achievement = library.get(journey.owner, journey.number)
    row = library.evidence(achievement).filter(level=level, element=element)[0]
    path = store.place(settings.FILES_DIR, row.attachment.file_id)
    content = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(content + b"\n% changed\n")
    path.chmod(0o400)
