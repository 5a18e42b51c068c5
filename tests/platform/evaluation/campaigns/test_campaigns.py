"""A campaign: drafted, entered, opened, closed; each act in its states only, each entry measured alike."""

import pytest

from factories import accounts, campaigns
from factories.campaigns import NOW, TERMS
from quanheng.platform.common import inbox
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.campaigns import selectors, services
from quanheng.platform.evaluation.campaigns.models import Campaign, CampaignEntry
from quanheng.platform.evaluation.campaigns.states import CAMPAIGN_STATES, CampaignState
from quanheng.platform.evaluation.models import Plan, Result

pytestmark = pytest.mark.django_db
ARROWS = {
    ("draft", "save_campaign"): "draft",
    ("draft", "add_entry"): "draft",
    ("draft", "remove_entry"): "draft",
    ("draft", "open_campaign"): "open",
    ("draft", "withdraw_campaign"): "withdrawn",
    ("open", "add_entry"): "open",
    ("open", "remove_entry"): "open",
    ("open", "close_campaign"): "closed",
    ("open", "withdraw_campaign"): "withdrawn",
    ("closed", "withdraw_campaign"): "withdrawn",
}
VERBS = sorted({verb for _state, verb in ARROWS})


@pytest.fixture
def stands(stood):
    """Return everything that a refused act leaves as it is, campaigns and entries included."""

    def rows():
        return [
            *stood(),
            *(list(model.objects.order_by("id").values()) for model in (Campaign, CampaignEntry)),
        ]

    return rows


def refused(stands, act):
    """Return the sentence with which an act is refused; everything stands as it stood."""
    before = stands()
    with pytest.raises(Refused) as error:
        act()
    assert stands() == before
    return str(error.value)


def fresh(row):
    return Campaign.objects.get(id=row.id)


def add(lead, row, case):
    return services.add_entry(actor=lead, number=row.number, evaluation_number=case.number, now=NOW)


def remove(lead, row, case, reason="Entered twice by mistake"):
    return services.remove_entry(
        actor=lead, number=row.number, evaluation_number=case.number, reason=reason, now=NOW
    )


def in_state(lead, state, case):
    """Return a campaign with one entry, in a state of its table."""
    row = campaigns.entered(lead, [case], opened=state in {"open", "closed"})
    if state == "closed":
        services.close_campaign(actor=lead, number=row.number, now=NOW)
    if state == "withdrawn":
        services.withdraw_campaign(actor=lead, number=row.number, reason="No jury", now=NOW)
    return fresh(row)


def act(verb, lead, row, case, other):
    """Do what a verb stands for."""
    at = {"actor": lead, "number": row.number, "now": NOW}
    acts = {
        "save_campaign": lambda: services.save_campaign(terms=TERMS, **at),
        "add_entry": lambda: services.add_entry(evaluation_number=other.number, **at),
        "remove_entry": lambda: services.remove_entry(
            evaluation_number=case.number, reason="By mistake", **at
        ),
        "open_campaign": lambda: services.open_campaign(**at),
        "close_campaign": lambda: services.close_campaign(**at),
        "withdraw_campaign": lambda: services.withdraw_campaign(reason="No jury", **at),
    }
    acts[verb]()


# states ----------------------------------------------------------------------------------------
def test_the_table_draws_these_arrows_and_no_others_all_in_the_hand_of_a_case_manager():
    drawn = {(source, move.verb): move.target for source, move in CAMPAIGN_STATES.arrows()}
    assert drawn == ARROWS
    assert {move.by for _source, move in CAMPAIGN_STATES.arrows()} == {frozenset({Role.LEAD})}


@pytest.mark.parametrize("state", CampaignState.values)
def test_every_act_is_done_in_its_states_and_refused_in_all_others(state, stands):
    lead = campaigns.manager()
    case, other = campaigns.planned(lead), campaigns.planned(lead)
    for verb in VERBS:
        row = in_state(lead, state, case)
        if (state, verb) in ARROWS:
            act(verb, lead, row, case, other)
            assert fresh(row).state == ARROWS[state, verb]
        else:
            refused(stands, lambda verb=verb, row=row: act(verb, lead, row, case, other))


@pytest.mark.parametrize("verb", VERBS)
def test_a_colleague_manages_nothing_and_a_stranger_finds_nothing(verb, stands):
    lead = campaigns.manager()
    case, other = campaigns.planned(lead), campaigns.planned(lead)
    row = in_state(lead, "draft", case)
    colleague = accounts.actor(Role.LEAD, row.institution)
    said = refused(stands, lambda: act(verb, colleague, row, case, other))
    assert said == "Only the manager of this campaign may do this"
    with pytest.raises(Absent):
        act(verb, campaigns.manager(), row, case, other)


# drafting --------------------------------------------------------------------------------------
def test_a_draft_waits_for_its_manager_and_is_on_record():
    lead = campaigns.manager()
    row = campaigns.campaign(lead)
    step = inbox.open_of(row).get()
    assert (row.number[:8], row.state, step.person_id) == ("HD-2026-", "draft", lead.person_id)
    assert [one.sentence for one in timeline.lines(row)] == ["The campaign was drafted: Competition"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.INTAKE, Role.OWNER, Role.SUPERVISOR])
def test_only_a_case_manager_drafts_a_campaign(role, stands):
    actor = accounts.actor(role)
    said = refused(stands, lambda: services.create_campaign(actor=actor, terms=TERMS, now=NOW))
    assert said == "A campaign is run by a case manager of an evaluation institution"


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("title", "x" * 201), ("rules", ""), ("kind", "raffle"), ("stage", "x")],
)
def test_terms_that_do_not_hold_are_refused_by_name(field, value, stands):
    terms = services.Terms(
        **{"title": "A", "kind": "horse_race", "stage": "basic", "rules": "B", field: value}
    )
    lead = campaigns.manager()
    said = refused(stands, lambda: services.create_campaign(actor=lead, terms=terms, now=NOW))
    assert said.startswith(f"{field}: got")


def test_the_stage_stays_while_there_is_an_entry(stands):
    lead = campaigns.manager()
    row = campaigns.entered(lead, [campaigns.planned(lead)], opened=False)
    terms = services.Terms(title="A", kind="competition", stage="applied", rules="B")
    said = refused(
        stands, lambda: services.save_campaign(actor=lead, number=row.number, terms=terms, now=NOW)
    )
    assert said == "The stage cannot be changed while the campaign has entries"


# entries ---------------------------------------------------------------------------------------
def test_the_first_entry_brings_the_indicators_and_weights():
    lead = campaigns.manager()
    case = campaigns.planned(lead)
    row = campaigns.entered(lead, [case], opened=False)
    plan = case.plans.get()
    leaves = [node["id"] for node in row.measure["tree"]["indicators"] if node["kind"] != "group"]
    assert (row.measure["from"], leaves) == (case.number, [one["id"] for one in plan.indicators])
    assert row.scheme == plan.scheme


def test_a_plan_with_other_weights_is_refused_with_the_name_and_both_weights(stands):
    lead = campaigns.manager()
    row = campaigns.entered(lead, [campaigns.planned(lead)])
    other = campaigns.planned(lead)
    plan = other.plans.get()
    first, second = [one for one in plan.indicators if one["role"] == plan.indicators[0]["role"]][:2]
    first["weight"], second["weight"] = "50", str(float(second["weight"]) + float(first["weight"]) - 50)
    Plan.objects.filter(id=plan.id).update(indicators=plan.indicators)
    said = refused(stands, lambda: add(lead, row, other))
    assert said == (
        f"{other.number} cannot be compared in this campaign: "
        f"weight of “{first['title_en']}”: 35 % here, 50 % there; "
        f"weight of “{second['title_en']}”: 35 % here, 20 % there"
    )


def test_a_plan_with_another_share_of_the_sides_is_refused_by_name(stands):
    lead = campaigns.manager()
    row = campaigns.entered(lead, [campaigns.planned(lead)])
    other = campaigns.planned(lead, share=60)
    said = refused(stands, lambda: add(lead, row, other))
    assert said == (
        f"{other.number} cannot be compared in this campaign: "
        "weight of the competitive side: 50 % here, 60 % there"
    )


def test_a_plan_that_lacks_an_indicator_is_refused_by_name(stands):
    lead = campaigns.manager()
    row, other = campaigns.entered(lead, [campaigns.planned(lead)]), campaigns.planned(lead)
    plan = other.plans.get()
    gone, heir = [one for one in plan.indicators if one["role"] == plan.indicators[0]["role"]][:2]
    heir["weight"] = str(float(heir["weight"]) + float(gone["weight"]))
    kept = [one for one in plan.indicators if one["id"] != gone["id"]]
    Plan.objects.filter(id=plan.id).update(indicators=kept)
    assert f"“{gone['title_en']}” is not in that plan" in refused(stands, lambda: add(lead, row, other))


def test_another_stage_another_institution_and_no_locked_plan_are_refused(stands):
    lead = campaigns.manager()
    row = campaigns.entered(lead, [campaigns.planned(lead)])
    applied = campaigns.planned(lead, stage="applied")
    assert refused(stands, lambda: add(lead, row, applied)).endswith("its plan is of another stage")
    unlocked = campaigns.planned(lead)
    Plan.objects.filter(evaluation=unlocked).update(state="voided")
    assert refused(stands, lambda: add(lead, row, unlocked)).endswith("has no locked plan yet")
    with pytest.raises(Absent):
        add(lead, row, campaigns.planned(campaigns.manager()))


def test_an_evaluation_enters_once_and_may_come_back_after_it_was_removed(stands):
    lead = campaigns.manager()
    case = campaigns.planned(lead)
    row = campaigns.entered(lead, [case])
    assert refused(stands, lambda: add(lead, row, case)).endswith("is entered already")
    remove(lead, row, case)
    assert add(lead, row, case).place == 2


def test_a_removal_has_a_reason_on_record(stands):
    lead = campaigns.manager()
    case = campaigns.planned(lead)
    row = campaigns.entered(lead, [case])
    refused(stands, lambda: remove(lead, row, case, " "))
    remove(lead, row, case)
    assert timeline.lines(row)[0].opinion == "Entered twice by mistake"


def test_an_open_campaign_keeps_its_measure_and_an_empty_draft_has_none():
    lead = campaigns.manager()
    case = campaigns.planned(lead)
    draft, opened = campaigns.entered(lead, [case], opened=False), campaigns.entered(lead, [case])
    for row in (draft, opened):
        remove(lead, row, case)
    assert (fresh(draft).yardstick, fresh(opened).measure["from"]) == (None, case.number)


def test_a_campaign_without_an_entry_is_not_opened_and_not_closed(stands):
    lead = campaigns.manager()
    row, case = campaigns.campaign(lead), campaigns.planned(lead)
    said = refused(stands, lambda: services.open_campaign(actor=lead, number=row.number, now=NOW))
    assert said.startswith("The campaign has no entry: the first one brings")
    opened = campaigns.entered(lead, [case])
    remove(lead, opened, case)
    said = refused(stands, lambda: services.close_campaign(actor=lead, number=opened.number, now=NOW))
    assert said == "The campaign has no entry; withdraw it instead"


def test_a_closed_campaign_waits_for_nobody():
    lead = campaigns.manager()
    row = in_state(lead, "closed", campaigns.planned(lead))
    assert not inbox.open_of(row).exists()


# results ---------------------------------------------------------------------------------------
def test_entries_are_compared_when_three_are_concluded():
    lead = campaigns.manager()
    row = campaigns.entered(lead, [campaigns.concluded(lead), campaigns.planned(lead)])
    standings = selectors.standings(row)
    assert [str(one.bar or "") for one in standings] == ["", "not concluded yet"]
    assert str(selectors.closed_because(row, standings)) == (
        "The comparison opens with 3 concluded entries; the campaign has 1"
    )


def test_an_entry_whose_evaluation_was_revoked_is_compared_no_more():
    lead = campaigns.manager()
    case = campaigns.concluded(lead)
    row = campaigns.entered(lead, [case])
    case.state = "revoked"
    case.save(update_fields=["state"])
    assert str(selectors.standings(row)[0].bar) == "the evaluation has ended: Revoked"


def test_an_entry_whose_plan_changed_later_says_in_what():
    lead = campaigns.manager()
    case = campaigns.concluded(lead)
    row = campaigns.entered(lead, [case])
    older = campaigns.planned(lead, share=60).plans.get()
    CampaignEntry.objects.filter(campaign=row).update(plan=older)
    row.yardstick["rules"]["drop"] = 2
    row.save(update_fields=["yardstick"])
    said = str(selectors.standings(fresh(row))[0].bar)
    assert said == "its plan has changed since it was entered: Marks dropped at each end: 2 here, 1 there"


def test_one_more_entry_changes_no_certified_score_grade_or_fingerprint():
    lead, row = campaigns.running()
    before = list(Result.objects.order_by("id").values())
    add(lead, row, campaigns.concluded(lead))
    assert [one for one in Result.objects.order_by("id").values() if one in before] == before


def test_who_watches_sees_a_campaign_once_it_is_open():
    lead = campaigns.manager()
    draft, opened = campaigns.campaign(lead), campaigns.entered(lead, [campaigns.planned(lead)])
    auditor = accounts.actor(Role.AUDITOR)
    assert selectors.get(auditor, opened.number) == opened
    with pytest.raises(Absent):
        selectors.get(auditor, draft.number)
