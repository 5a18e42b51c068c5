"""Two people accept one commission at the same moment: one wins, the other reads why not."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.utils import translation

from factories import accounts, evaluation
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import services
from quanheng.platform.evaluation.models import Evaluation


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run every act in a thread of its own, all let go together; return what each gave or refused."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        gate.wait()
        try:
            with translation.override("en"):
                answers[place] = acts[place]()
        except Refused as refusal:
            with translation.override("en"):
                answers[place] = str(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def two_accept(now) -> None:
    row = evaluation.evaluation("submitted", now=now)
    lead = evaluation.cast_of(row).lead
    officers = [evaluation.cast_of(row).intake, accounts.actor(Role.INTAKE, row.institution)]

    def accepting(officer):
        how = {"no_conflict": True, "in_scope": True, "now": now}
        return lambda: services.accept_evaluation(
            actor=officer, number=row.number, lead_id=lead.person_id, **how
        )

    answers = at_once(*[accepting(officer) for officer in officers])
    won = [answer for answer in answers if isinstance(answer, Evaluation)]
    lost = [answer for answer in answers if not isinstance(answer, Evaluation)]
    sentence = "Accept for evaluation: not possible while the case is Accepted for evaluation"
    assert ([row.state for row in won], lost) == (["accepted"], [sentence])
    assert evaluation.fresh(row).version == row.version + 1


@pytest.mark.skipif("__import__('django').db.connection.vendor != 'sqlite'", reason="the file is SQLite's")
def test_of_two_who_accept_at_once_one_wins_and_the_other_is_told(database_file, now):
    two_accept(now)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_wins_and_the_other_is_told_on_postgresql(now):
    two_accept(now)
