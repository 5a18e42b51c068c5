"""Trust promise 2: what happened cannot be rewritten unseen."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import Error, connection, transaction
from django.utils import translation

from factories import accounts
from quanheng.platform.common import journal, sentences
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.journal.models import JournalEntry, JournalPart, JournalStream
from quanheng.platform.common.journal.timeline import faults, lines

pytestmark = pytest.mark.django_db
sentences.register({"test.said": "Said %(word)s", "test.sold": "Sold at %(price)s"})


@dataclass
class Thing:
    stream: str = "thing/1"


def say(word: str, *, now, actor=None):
    with transaction.atomic():
        return journal.record(
            "test.said", Thing(), actor=actor or accounts.actor("owner"), at=now, body={"word": word}
        )


def refuse(entry: JournalEntry) -> None:
    raise Refused("entry %(seq)s: not now", seq=entry.seq)


def test_entries_of_one_object_form_a_chain(now):
    first, second = say("a", now=now), say("b", now=now)
    assert (first.seq, second.seq, faults("thing/1")) == (1, 2, [])
    assert first.link.encode() in bytes(second.bytes)


def test_the_database_refuses_to_change_or_delete_an_entry(now):
    row = say("a", now=now)
    for act in (
        lambda: JournalEntry.objects.filter(id=row.id).update(kind="test.other"),
        lambda: connection.cursor().execute("DELETE FROM common_journalentry"),
    ):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            act()
    assert JournalEntry.objects.get().kind == "test.said"


def test_a_changed_part_is_located(now):
    say("a", now=now)
    row = say("b", now=now)
    JournalPart.objects.filter(entry=row).update(value={"role": "owner", "word": "forged"})
    assert [(fault.seq, fault.what) for fault in faults("thing/1")] == [(2, "part body")]


def test_an_erased_part_leaves_the_chain_sound(now):
    row = say("a", now=now)
    JournalPart.objects.filter(entry=row).delete()
    assert faults("thing/1") == []


def test_a_refused_act_leaves_no_entry(now):
    with pytest.raises(Refused), transaction.atomic():
        refuse(say("a", now=now))
    assert not JournalEntry.objects.exists()
    assert not JournalStream.objects.exists()


def test_floats_do_not_enter_the_journal(now):
    with pytest.raises(ValueError, match="float"), transaction.atomic():
        journal.record("test.said", Thing(), actor=accounts.actor("owner"), at=now, body={"word": 0.5})


def test_the_timeline_speaks_in_sentences(now):
    say("a", now=now)
    assert [(line.sentence, line.role) for line in lines(Thing())] == [("Said a", "owner")]


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "Sold at CNY 8,840,000.00"), ("zh-hans", "Sold at 8,840,000.00 元")]
)
def test_the_timeline_writes_money_as_every_page_does(now, language, sentence):
    price = {"price": Decimal("8840000.00")}
    with transaction.atomic():
        journal.record("test.sold", Thing(), actor=accounts.actor("owner"), at=now, body=price)
    with translation.override(language):
        assert [line.sentence for line in lines(Thing())] == [sentence]


def test_an_unknown_kind_is_a_fault_of_the_house(now):
    with pytest.raises(KeyError), transaction.atomic():
        journal.record("test.unknown", Thing(), actor=accounts.actor("owner"), at=now)
