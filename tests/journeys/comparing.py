"""A weighting group at work, put in place by the factories: run in the server's data folder before it starts.

Two cases: one whose members still compare four indicators, and one that is closed and waits to be adopted.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.platform.settings")
django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402  # after django.setup()

from factories import evaluation, weighting  # noqa: E402
from journeys.people import PASSWORD, keep  # noqa: E402
from journeys.situations import name  # noqa: E402
from quanheng.platform.accounts.models import Person  # noqa: E402
from quanheng.platform.common import clock  # noqa: E402

NAMES = {"lead": "李敏", "member1": "孙受理", "member2": "吴审核", "member3": "郑签发"}
OTHERS = {"lead2": "赵强", "member4": "陈受理", "member5": "冯审核", "member6": "褚签发"}
SHEETS = (
    {"1-2": "2", "1-3": "5", "2-3": "4"},
    {"1-2": "1", "1-3": "3", "2-3": "3"},
    {"1-2": "3", "1-3": "4", "2-3": "1"},
)


def main() -> None:
    now = clock.now()
    comparing = weighting.opened(side="authoritative", now=now)
    closed = weighting.closed(sheets=SHEETS, now=now)
    for row, names in ((comparing, NAMES), (closed, OTHERS)):
        people = (evaluation.cast_of(row.evaluation).lead, *weighting.group(row.evaluation))
        for actor, (username, called) in zip(people, names.items(), strict=True):
            name(actor, username)
            Person.objects.filter(id=actor.person_id).update(name=called)
    Person.objects.update(password=make_password(PASSWORD))
    numbers = {"comparing": comparing.evaluation.number, "closed": closed.evaluation.number}
    keep({"password": PASSWORD, "numbers": numbers})


if __name__ == "__main__":
    sys.exit(main())
