"""Numbers, drafts, idempotency, two-person acts, deadlines, pinned rules."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict

from factories import accounts, library
from quanheng.methods.errors import MethodError
from quanheng.platform.common import approvals, calendar, drafts, idempotency, inbox, schemes
from quanheng.platform.common.calendar import CalendarDay, CalendarYear
from quanheng.platform.common.errors import Conflict, Refused
from quanheng.platform.common.numbers import next_number
from quanheng.platform.common.problems import problems_of
from quanheng.platform.common.registry import Registry
from quanheng.platform.library.states import ACHIEVEMENT_STATES
from quanheng.schemes import default_stack

pytestmark = pytest.mark.django_db


def test_numbers_run_on_within_letters_and_year(now):
    assert [next_number("CG", now=now) for _ in range(2)] == ["CG-2026-00001", "CG-2026-00002"]
    assert next_number("PJ", now=now) == "PJ-2026-00001"


def test_the_year_of_a_number_is_the_year_in_shanghai(now):
    new_year = now.replace(month=12, day=31, hour=16, minute=30)
    assert next_number("CG", now=new_year) == "CG-2027-00001"


def test_a_rolled_back_act_leaves_no_hole_in_the_numbers(now):
    with pytest.raises(Refused), transaction.atomic():
        refuse(next_number("CG", now=now))
    assert next_number("CG", now=now) == "CG-2026-00001"


def refuse(number: str) -> None:
    raise Refused("%(number)s: not now", number=number)


def post(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data


def test_a_draft_keeps_what_was_typed_without_tokens_and_passwords(now):
    person = uuid4()
    drafts.save(
        person_id=person,
        page="/a/",
        data=post(title="成果", password="secret", csrfmiddlewaretoken="x"),
        now=now,
    )
    assert drafts.load(person, "/a/").data == {"title": ["成果"]}


def test_an_older_window_gets_a_conflict_and_changes_nothing(now):
    person = uuid4()
    for text in ("a", "b"):
        drafts.save(person_id=person, page="/a/", data=post(title=text), now=now)
    with pytest.raises(Conflict):
        drafts.save(person_id=person, page="/a/", data=post(title="stale"), now=now, version=1)
    assert drafts.load(person, "/a/").data == {"title": ["b"]}


def test_a_forged_draft_token_names_nobody():
    token = drafts.token(uuid4(), "/a/")
    assert drafts.read_token(token).page == "/a/"
    assert drafts.read_token(token[:-3] + "xyz") is None


def test_a_double_click_is_one_act(now):
    acts, key = [], idempotency.new_key()
    for _ in range(2):
        answer = idempotency.once(
            person_id=UUID_A, key=key, data=post(a="1"), now=now, act=lambda: acts.append(1) or "/done/"
        )
    assert (acts, answer) == ([1], "/done/")


UUID_A = uuid4()


def test_the_same_key_with_another_body_is_refused(now):
    key = idempotency.new_key()
    idempotency.once(person_id=UUID_A, key=key, data=post(a="1"), now=now, act=lambda: "/done/")
    with pytest.raises(Conflict):
        idempotency.once(person_id=UUID_A, key=key, data=post(a="2"), now=now, act=lambda: "/other/")


def test_a_refused_act_may_be_sent_again(now):
    key = idempotency.new_key()

    def refused() -> str:
        raise Refused("not now")

    with pytest.raises(Refused):
        idempotency.once(person_id=UUID_A, key=key, data=post(a="1"), now=now, act=refused)
    assert (
        idempotency.once(person_id=UUID_A, key=key, data=post(a="1"), now=now, act=lambda: "/done/")
        == "/done/"
    )


def test_nobody_approves_his_own_proposal(now):
    case, lead = library.achievement(), accounts.actor("lead")
    approvals.propose(case, "lock", actor=lead, now=now)
    with pytest.raises(Refused, match="another person"), transaction.atomic():
        approvals.approve(case, "lock", actor=lead, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        approvals.Approval.objects.update(approved_by=lead.person_id)
    assert approvals.pending(case, "lock", now=now) is not None


def test_a_proposal_is_stale_after_three_days(now):
    case = library.achievement()
    approvals.propose(case, "lock", actor=accounts.actor("lead"), now=now)
    with pytest.raises(Refused, match="72 hours"), transaction.atomic():
        approvals.approve(case, "lock", actor=accounts.actor("reviewer"), now=now + timedelta(hours=72))


def test_another_person_approves_once(now):
    case, second = library.achievement(), accounts.actor("reviewer")
    approvals.propose(case, "lock", actor=accounts.actor("lead"), now=now)
    with transaction.atomic():
        approvals.approve(case, "lock", actor=second, now=now)
    with pytest.raises(Refused, match="no open proposal"), transaction.atomic():
        approvals.approve(case, "lock", actor=second, now=now)


def test_a_deadline_skips_the_holidays_of_the_table(now):
    CalendarYear.objects.create(year=2026, source="test")
    CalendarDay.objects.bulk_create(
        CalendarDay(day=date(2026, 10, d), workday=False) for d in (1, 2, 5, 6, 7, 8)
    )
    day, provisional = calendar.due_at("evaluation.accept", start=now)
    assert (day.date(), day.hour, provisional) == (date(2026, 10, 13), 17, False)


def test_without_a_table_a_deadline_is_provisional(now):
    day, provisional = calendar.due_at("evaluation.accept", start=now)
    assert (day.date(), provisional) == (date(2026, 10, 5), True)


def test_a_pinned_stack_is_read_back_from_its_own_bytes():
    fingerprint = schemes.pin_current()
    assert schemes._stored.__wrapped__(fingerprint).fingerprint == default_stack().fingerprint == fingerprint


def test_an_item_of_the_inbox_is_seen_by_its_recipients_alone(now):
    case, lead = library.achievement(), accounts.actor("lead")
    inbox.assign(case, "look", what="Look", to=inbox.Recipient("lead", lead.organisation_id), at=now, by=lead)
    assert [item.what for item in inbox.todo(lead)] == ["Look"]
    assert not inbox.todo(accounts.actor("lead")).exists()
    assert not inbox.todo(accounts.actor("reviewer")).exists()


def test_a_closed_item_is_done_by_who_closed_it(now):
    case, lead = library.achievement(), accounts.actor("lead")
    inbox.assign(case, "look", what="Look", to=inbox.Recipient("lead", lead.organisation_id), at=now, by=lead)
    inbox.close(case, "look", by=lead, at=now)
    assert (inbox.todo(lead).count(), inbox.done(lead).count(), inbox.open_of(case).count()) == (0, 1, 0)


def test_only_a_move_along_the_path_or_back_onto_it_leads_on():
    def leads_on(verb, state):
        (move,) = (m for source, m in ACHIEVEMENT_STATES.arrows() if (m.verb, source) == (verb, state))
        return ACHIEVEMENT_STATES.leads_on(move, state)

    found = [
        leads_on(*pair) for pair in [("submit", "draft"), ("recall", "submitted"), ("restore", "withdrawn")]
    ]
    assert found == [True, False, True]


def test_a_method_error_becomes_a_line_with_its_values():
    lines = problems_of(MethodError("weight: got %(got)s, takes 100", got="99.9"))
    assert [str(line) for line in lines] == ["weight: got 99.9, takes 100"]


def test_two_answers_under_one_key_are_a_fault():
    registry: Registry = Registry("test")
    registry.register("a.b", key="x")
    with pytest.raises(ValueError, match="two answers"):
        registry.register("a.c", key="x")
    registry._names.clear()
