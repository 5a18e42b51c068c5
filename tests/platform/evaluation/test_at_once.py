"""Two people do the same at the same moment: one wins, the other reads why not."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import translation

from factories import accounts, evaluation, weighting
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import services
from quanheng.platform.evaluation.models import Evaluation, PairSheet, WeightingRound
from quanheng.platform.evaluation.weighting import services as group


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


def two_open_a_round(now) -> None:
    row = weighting.contracted(now)
    answers = at_once(*[lambda: weighting.opened(row, now=now)] * 2)
    lost = [answer for answer in answers if not isinstance(answer, WeightingRound)]
    assert lost == ["The indicators of this side are being compared already"]
    assert (WeightingRound.objects.count(), PairSheet.objects.count()) == (1, 3)


def one_hands_in_while_the_round_is_closed(now) -> None:
    row = weighting.opened(now=now)
    *others, last = weighting.group(row.evaluation)
    for member in others:
        weighting.handed_in(row, member, now=now)
    lead, late = evaluation.cast_of(row.evaluation).lead, now + timedelta(days=30)
    act = {"number": row.evaluation.number, "round_number": row.number, "now": late}
    at_once(lambda: weighting.handed_in(row, last, now=late), lambda: group.close_round(actor=lead, **act))
    states = list(PairSheet.objects.filter(round=row).values_list("state", flat=True))
    assert WeightingRound.objects.get().outcome["members"] == states.count("submitted")
    assert "open" not in states


@pytest.mark.skipif("__import__('django').db.connection.vendor != 'sqlite'", reason="the file is SQLite's")
def test_of_two_rounds_for_one_side_one_is_opened(database_file, now):
    two_open_a_round(now)


@pytest.mark.skipif("__import__('django').db.connection.vendor != 'sqlite'", reason="the file is SQLite's")
def test_a_sheet_that_comes_with_the_closing_is_counted_or_refused(database_file, now):
    one_hands_in_while_the_round_is_closed(now)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_rounds_for_one_side_one_is_opened_on_postgresql(now):
    two_open_a_round(now)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_sheet_that_comes_with_the_closing_is_counted_or_refused_on_postgresql(now):
    one_hands_in_while_the_round_is_closed(now)
