"""Cases in the middle of their way, put in place by the factories: run in the server's data folder before it starts.

Writes `people.json`: the password of everybody, who may act, and the numbers of the cases.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.platform.settings")
django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402  # after django.setup()

from factories import accounts, evaluation, library, marking  # noqa: E402
from journeys.people import PASSWORD, keep  # noqa: E402
from quanheng.platform.accounts.actors import Actor  # noqa: E402
from quanheng.platform.accounts.models import Person  # noqa: E402
from quanheng.platform.common import clock  # noqa: E402
from quanheng.platform.common.roles import Role  # noqa: E402


def main() -> None:
    now = clock.now()
    commission = evaluation.evaluation("submitted", now=now)
    for username in ("manager1", "manager2"):
        name(accounts.actor(Role.INTAKE, commission.institution), username)
    scoring = marking.scoring(now=now)
    sheet = marking.sheets(scoring)[0]
    marking.mark(sheet, now=now)
    name(marking.expert_of(sheet), "expert")
    draft = library.draft(now=now)
    name(library.owner_of(draft), "owner")
    Person.objects.update(password=make_password(PASSWORD))
    numbers = {"commission": commission.number, "scoring": scoring.number, "draft": draft.number}
    keep({"password": PASSWORD, "numbers": numbers})


def name(actor: Actor, username: str) -> None:
    """Give a person an account that a test can name."""
    Person.objects.filter(id=actor.person_id).update(username=username)


if __name__ == "__main__":
    sys.exit(main())
