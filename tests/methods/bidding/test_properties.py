"""What holds for every log, however people, staff and clock mix (bidding.md 4)."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.lots import Table, at, command, terms
from quanheng.methods import bidding
from quanheng.methods.bidding.contest import need

CODES = "ABHK"
LOTS = st.builds(
    terms,
    extension_rule=st.sampled_from(["none", "from_bid", "from_end"]),
    extension_max=st.sampled_from([None, 0, 2]),
    hard_end=st.sampled_from([None, at("10:00:00"), at("10:06:00")]),
    priority_mode=st.sampled_from(["none", "in_sale", "after_close"]),
    priority_holders=st.just((("H", 1), ("K", 2))),
    grid=st.sampled_from(["free", "multiple"]),
)
WHO = st.sampled_from(CODES)
AMOUNT = st.sampled_from([str(1_000_000 + 5_000 * n) for n in range(9)] + ["1999999.99", "2050000"])
TWO = st.sampled_from([["P", "Q"], ["P"]])
ASKED = st.one_of(
    st.fixed_dictionaries({"do": st.just("bid"), "bidder": WHO, "amount": AMOUNT, "confirmed": st.booleans()}),
    st.fixed_dictionaries({"do": st.sampled_from(["bid", "ceiling"]), "bidder": WHO, "amount": AMOUNT}),
    st.fixed_dictionaries({"do": st.sampled_from(["bar", "cancel_ceiling", "exercise"]), "bidder": WHO}),
    st.fixed_dictionaries({"do": st.just("void"), "target": st.sampled_from([f"k{n}" for n in range(6)]), "by": TWO, "reason": st.just("x")}),
    st.fixed_dictionaries({"do": st.just("suspend"), "reason": st.just("x")}),
    st.fixed_dictionaries({"do": st.just("resume"), "resume_at": st.sampled_from(["09:58:00", "10:01:00"])}),
)  # fmt: skip
PAUSES = st.sampled_from(
    [timedelta(0), timedelta(microseconds=1), timedelta(seconds=50), timedelta(minutes=4)]
)
STORIES = st.lists(st.tuples(PAUSES, ASKED), max_size=25)
LATE = at("23:00:00")

proved = settings(deadline=None, max_examples=200)  # a busy machine proves as much as an idle one


def told(lot, story, *, ticks=False):
    """Play a story from 09:50 on, with a tick before each act if wanted, and yield each state and its news."""
    table, now = Table(lot, admitted=CODES), at("09:50:00")
    yield table.state, ()
    for number, (pause, arguments) in enumerate(story):
        now += pause
        acts = [command(key=f"k{number}", **arguments)]
        for act in [bidding.Tick(), *acts] if ticks else acts:
            table.new, table.state = bidding.judge(table.state, act, now)
            yield table.state, table.new


@given(LOTS, STORIES)
@proved
def test_the_price_falls_only_by_a_void(lot, story):
    states = list(told(lot, story))
    falls = [
        new for (old, _), (state, new) in pairwise(states) if (state.price_fen or 0) < (old.price_fen or 0)
    ]
    assert all(any(event.kind == "bid_voided" for event in new) for new in falls)


@given(LOTS, STORIES)
@proved
def test_the_end_never_moves_earlier(lot, story):
    ends = [state.ends_at for state, _ in told(lot, story)]
    assert ends == sorted(ends)


@given(LOTS, STORIES)
@proved
def test_the_end_never_passes_the_hard_end(lot, story):
    assert all(state.hard_end is None or state.ends_at <= state.hard_end for state, _ in told(lot, story))


@given(LOTS, STORIES)
@proved
def test_the_log_never_goes_back_in_time(lot, story):
    judged = [event.at for _, new in told(lot, story) for event in new]
    assert judged == sorted(judged)


@given(LOTS, STORIES)
@proved
def test_the_leader_is_who_holds_the_highest_record(lot, story):
    for state, _ in told(lot, story):
        best = max(state.records, key=lambda record: (record.amount_fen, record.seq), default=None)
        won = state.result is not None and state.result.winner is not None
        assert won or (state.price_fen, state.leader) == (
            (best.amount_fen, best.bidder) if best else (None, None)
        )


@given(LOTS, STORIES)
@proved
def test_no_waiting_maximum_can_still_answer(lot, story):
    for state, _ in told(lot, story):
        others = {
            who: c.amount_fen for who, c in state.ceilings.items() if who not in state.barred | {state.leader}
        }
        assert [who for who, limit in others.items() if limit >= need(state, who)] == []


@given(LOTS, STORIES)
@proved
def test_no_maximum_is_ever_exceeded(lot, story):
    limits = {}
    for _, new in told(lot, story):
        limits |= {event.key: event.amount_fen for event in new if event.kind == "ceiling_set"}
        proxies = [event for event in new if event.kind == "bid_accepted" and event.by == "proxy"]
        assert all(event.amount_fen <= limits[event.ceiling] for event in proxies)


@given(LOTS, STORIES)
@proved
def test_a_refusal_changes_nothing_but_the_log(lot, story):
    states = list(told(lot, story, ticks=True))
    for (old, _), (state, new) in pairwise(states):
        if [event.kind for event in new] == ["refused"]:
            assert replace(state, seq=old.seq, clock=old.clock, keys=old.keys) == old


@given(LOTS, STORIES)
@proved
def test_ticks_anywhere_change_nothing(lot, story):
    logs = []
    for ticks in (False, True):
        *_, (last, _) = told_all = list(told(lot, story, ticks=ticks))
        flush = bidding.decide(last, bidding.Tick(), LATE)
        logs.append([replace(e, arrival=bidding.EPOCH) for _, new in [*told_all, (last, flush)] for e in new])
    assert logs[0] == logs[1]


@pytest.mark.clause("H-29.6")
@given(LOTS, STORIES)
@proved
def test_a_log_replays_to_the_state_that_wrote_it(lot, story):
    *_, (last, _) = told_all = list(told(lot, story))
    first = Table(lot, admitted=CODES)
    log = first.log + [event for _, new in told_all for event in new]
    assert bidding.replay(bidding.event_from_json(bidding.event_to_json(e)) for e in log) == last


@given(LOTS, STORIES)
@proved
def test_a_state_is_never_changed_by_what_follows_it(lot, story):
    states = [state for state, _ in told(lot, story)]
    pictures = [(len(state.records), tuple(state.records), tuple(state.keys)) for state in states]
    for state in states:
        bidding.judge(
            state, command("bid", "elsewhere", bidder="A", amount="3000000", confirmed=True), at("09:59:00")
        )
    assert [(len(s.records), tuple(s.records), tuple(s.keys)) for s in states] == pictures
