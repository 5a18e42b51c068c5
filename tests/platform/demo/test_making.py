"""Making the province: with chance from the seed, in an empty database, in the demonstration only."""

import os
import secrets
import threading
from argparse import Namespace
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import override_settings

from factories import accounts
from quanheng.cli import demo as command
from quanheng.methods.identifiers import parse_cn_patent, parse_uscc
from quanheng.platform.common import clock
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Refused
from quanheng.platform.demo import codes, services
from quanheng.platform.demo.chance import Chance, seeded
from quanheng.platform.demo.models import Province
from quanheng.platform.demo.province import papers, pool, stories
from quanheng.platform.demo.province.days import Days
from quanheng.platform.demo.province.sources import names, source
from quanheng.platform.demo.province.telling import tell
from quanheng.platform.demo.services import making

TODAY = date(2026, 9, 21)


def drawn():
    return [
        uuid4().hex,
        secrets.token_hex(8),
        secrets.choice("abc"),
        secrets.SystemRandom().sample(range(99), 3),
    ]


def test_the_same_seed_and_step_draw_the_same():
    chance = Chance(7)
    with seeded(chance):
        chance.turn("one")
        first = drawn()
        chance.turn("one")
        second = drawn()

    assert first == second


def test_another_seed_draws_something_else():
    with seeded(Chance(7)):
        first = drawn()
    with seeded(Chance(8)):
        second = drawn()

    assert first != second


def test_what_one_step_draws_does_not_change_the_next():
    chance, found = Chance(7), []
    for draws in (1, 5):
        with seeded(chance):
            chance.turn("one")
            [drawn() for _ in range(draws)]
            chance.turn("two")
            found.append(drawn())

    assert found[0] == found[1]


def test_other_threads_and_later_draws_take_the_systems_bytes():
    found = []
    with seeded(Chance(7)):
        thread = threading.Thread(target=lambda: found.append(os.urandom(16)))
        thread.start()
        thread.join()
        own = os.urandom(16)
    found.append(os.urandom(16))

    assert len({own, *found, Chance(7).bytes(16)}) == 3


def test_production_draws_no_chance_of_its_own():
    with override_settings(PROFILE="production"), pytest.raises(Refused):
        seeded(Chance(7)).__enter__()


@pytest.mark.django_db
def test_production_has_no_province():
    with override_settings(PROFILE="production"), pytest.raises(Refused, match="Only the demonstration"):
        services.load_province()

    assert Province.objects.count() == 0


@pytest.mark.django_db
def test_a_database_in_which_people_work_is_left_alone():
    accounts.organisation()

    with pytest.raises(Refused, match="empty database"):
        services.load_province()
    assert Province.objects.count() == 0


@pytest.mark.django_db
def test_a_demonstration_does_not_start_on_a_database_in_which_people_work():
    accounts.organisation()

    with pytest.raises(Refused, match="not a demonstration's"):
        services.require_demonstration()


@pytest.mark.django_db
def test_a_demonstration_does_not_start_where_mail_leaves():
    with (
        override_settings(EMAIL_HOST="mail.example.org"),
        pytest.raises(Refused, match="mail leaves by"),
    ):
        services.require_demonstration()


@pytest.mark.django_db
def test_a_demonstration_begun_empty_may_be_filled_by_its_visitors():
    services.begin_without_province()
    accounts.organisation()

    services.require_demonstration()
    assert services.accounts_table() == []


def print_of(seed):
    """Make a province of a few people and one dossier, and take it back."""
    with transaction.atomic():
        services.load_province(seed=seed, today=TODAY)
        found = services.fingerprint()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def few(monkeypatch, folders):
    """Tell of a handful of experts and one achievement only."""
    everybody, everything = pool.candidates, stories.stories
    monkeypatch.setattr(pool, "candidates", lambda *a: islice(everybody(*a), 4))
    for name, place in (("REJECTED", 0), ("UNVERIFIED", 1), ("RELATIONS", ())):
        monkeypatch.setattr(pool, name, place)
    told = ("found", "pool", "03_eeg")
    monkeypatch.setattr(
        making, "stories", lambda world: {k: v for k, v in everything(world).items() if k in told}
    )


@pytest.mark.django_db
def test_the_same_seed_and_day_give_the_same_fingerprint(few):
    assert print_of(1) == print_of(1)


@pytest.mark.django_db
def test_another_seed_gives_another_fingerprint(few):
    assert print_of(1) != print_of(2)


@pytest.mark.django_db
def test_the_command_makes_the_province_once_and_prints_its_fingerprint(few, capsys, monkeypatch):
    monkeypatch.setattr(command, "call_command", lambda *_, **__: None)
    monkeypatch.setattr(command, "compile_catalogue", lambda: None)
    options = Namespace(seed=1, today=TODAY, scale="small", fingerprint=True)
    codes_of_two_calls = [command.run(options), command.run(options)]

    assert (codes_of_two_calls, capsys.readouterr().out) == ([0, 0], f"{services.fingerprint()}\n" * 2)


@pytest.mark.django_db
def test_the_clock_shows_the_hour_at_which_the_story_ends(few):
    made = services.load_province(today=clock.now().date() + timedelta(days=30))

    assert abs(clock.now() - made.present) < timedelta(seconds=5)


@pytest.mark.django_db
def test_a_day_gone_by_leaves_the_clock_alone(few):
    services.load_province(today=TODAY)

    assert clock.shift() == timedelta(0)


@pytest.mark.django_db
def test_the_present_is_ten_in_the_morning_of_a_working_day():
    making.enter_holidays()

    assert Days(date(2026, 9, 26)).present == datetime(2026, 9, 28, 10, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize("serial", [1, 20_000_101, 99_999_999])
@pytest.mark.parametrize("registrar", ["11", "12", "52", "91"])
def test_codes_of_the_province_pass_both_checks(registrar, serial):
    code = codes.uscc(registrar, serial)

    assert parse_uscc(code)[2:8] == "990000"


@pytest.mark.parametrize("kind", [1, 2])
def test_patent_numbers_of_the_province_pass_their_check(kind):
    number = codes.patent(2024, kind, 318642)

    assert parse_cn_patent(number).number == number


def test_stories_are_told_in_the_order_of_time():
    told = []

    def story(name, hours):
        for hour in hours:
            yield datetime(2026, 9, 21, hour, tzinfo=SHANGHAI)
            told.append((hour, name))

    tell({"a": story("a", [9, 12]), "b": story("b", [8, 9, 15])}, Chance(1))

    assert told == [(8, "b"), (9, "a"), (9, "b"), (12, "a"), (15, "b")]


def test_a_paper_is_the_same_to_the_byte():
    dossier = source("achievements/13_biochar")
    paper = papers.Paper(element="invoice", level=10, issued_on=TODAY, number="YJ-2026-1")
    money = papers.money_rows(dossier, 2026, paper)

    assert papers.pdf_of(paper, dossier, "A", money) == papers.pdf_of(paper, dossier, "A", money)


def test_one_money_paper_disagrees_with_the_others():
    dossier = source("achievements/13_biochar")
    invoice, contract = (
        papers.money_rows(
            dossier, 2026, papers.Paper(element=element, level=10, issued_on=TODAY, number="YJ-2026-1")
        )
        for element in ("invoice", "sales_contract")
    )

    assert [a[2] == b[2] for a, b in zip(invoice, contract, strict=True)] == [False, False, False, True]


def test_sixteen_achievements_have_their_texts():
    titles = {source(f"achievements/{name}")["title"] for name in names("achievements")}

    assert len(titles) == 16
