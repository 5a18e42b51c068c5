"""From draft to library: what is missing is said at once, undertakings are signed, another organisation decides."""

from dataclasses import replace
from itertools import product

import pytest

from factories import accounts, library
from quanheng.platform.accounts.actors import PUBLIC
from quanheng.platform.common import inbox
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.journal.timeline import lines
from quanheng.platform.common.roles import Role
from quanheng.platform.integrity.models import Undertaking
from quanheng.platform.library import hooks, selectors, services
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.states import ACHIEVEMENT_STATES, AchievementState

pytestmark = pytest.mark.django_db
ARROWS = {
    ("submit", "draft", "owner"): "submitted",
    ("recall", "submitted", "owner"): "draft",
    ("publish", "submitted", "officer"): "published",
    ("return", "submitted", "officer"): "draft",
    ("withdraw", "published", "owner"): "withdrawn",
    ("freeze", "published", "supervisor"): "frozen",
    ("release", "frozen", "supervisor"): "published",
    ("withdraw", "frozen", "supervisor"): "withdrawn",
    ("archive", "published", "officer"): "archived",
    ("restore", "withdrawn", "officer"): "submitted",
    ("restore", "archived", "officer"): "submitted",
}
VERBS = sorted({verb for verb, _, _ in ARROWS})


def acts(row, actor=None) -> dict:
    return {"actor": actor or library.owner_of(row), "number": row.number, "now": library.NOW}


def submit(row, declarations=library.DECLARED):
    return services.submit_achievement(declarations=declarations, **acts(row))


def test_the_state_table_draws_these_arrows_and_no_others():
    drawn = {}
    for verb, state, role in product(VERBS, AchievementState.values, Role.values):
        try:
            drawn[verb, state, role] = ACHIEVEMENT_STATES.target(verb, state=state, role=Role(role))
        except Refused:
            continue
    assert drawn == ARROWS


@pytest.mark.clause("M-P5")
def test_a_dossier_without_need_and_application_is_incomplete():
    row = library.achievement(state="draft")
    services.save_basics(basics=library.basics(row.title, need=" ", application=""), **acts(row))
    with pytest.raises(Incomplete) as refusal:
        submit(row)
    assert [str(part) for part in refusal.value.missing] == [
        "The need that the achievement answers is empty",
        "The application that it aims at is empty",
    ]


def test_everything_that_is_missing_is_said_at_once_and_nothing_is_signed():
    row = library.draft()
    with pytest.raises(Incomplete) as refusal:
        submit(row, replace(library.DECLARED, truth=False, no_classified=False, way=""))
    assert [part.section for part in refusal.value.missing] == (
        ["basics"] * 5
        + ["rights", "people", "packages", "evidence", "parameters", "transfer"]
        + ["declarations"] * 3
    )
    assert (selectors.by_id(row.id).state, Undertaking.objects.count()) == ("draft", 0)


def test_a_patent_without_an_inventor_is_incomplete():
    row = library.achievement(state="draft", patent=library.PATENTS[0])
    row.contributors.update(inventor=False)
    assert [str(part) for part in selectors.missing_parts(row)] == [
        "A patent is entered, but no contributor is marked as inventor"
    ]


@pytest.mark.clause("M-G3")
def test_handing_in_signs_both_undertakings_and_puts_it_into_the_offices_inbox():
    row = library.achievement(state="draft")
    submit(row)
    signed = Undertaking.objects.filter(case_id=row.id).values_list("kind", "person_id")
    assert sorted(signed) == [("no_classified", row.created_by_id), ("truth", row.created_by_id)]
    step = inbox.open_of(row).get()
    assert (step.role, step.verb, step.due_at.isoformat()) == (
        "officer",
        "publish",
        "2026-09-28T09:00:00+00:00",
    )


def test_a_recalled_dossier_is_a_draft_whose_next_step_is_its_owners():
    row = library.achievement(state="submitted")
    services.recall_achievement(**acts(row))
    step = inbox.open_of(row).get()
    assert (selectors.by_id(row.id).state, step.role, step.organisation_id) == (
        "draft",
        "owner",
        row.owner_id,
    )


def test_what_was_published_is_not_recalled():
    row = library.achievement()
    with pytest.raises(Refused, match="not possible while the case is In the library"):
        services.recall_achievement(**acts(row))
    assert selectors.by_id(row.id).state == "published"


@pytest.mark.clause("M-G3")
def test_the_office_enters_a_dossier_into_the_library():
    row = library.achievement(state="submitted")
    published = services.publish_achievement(**acts(row, accounts.actor("officer")))
    assert (published.state, published.published_at, list(inbox.open_of(row))) == (
        "published",
        library.NOW,
        [],
    )


def test_an_officer_of_the_owner_does_not_decide_on_it():
    row = library.achievement(state="submitted")
    with pytest.raises(Refused, match="Nobody decides on an achievement of the own organisation"):
        services.publish_achievement(**acts(row, accounts.actor("officer", row.owner)))
    assert selectors.by_id(row.id).state == "submitted"


def test_an_owner_does_not_publish():
    row = library.achievement(state="submitted")
    with pytest.raises(Refused):
        services.publish_achievement(**acts(row))
    assert selectors.by_id(row.id).state == "submitted"


def test_a_return_gives_each_section_its_reason_and_a_deadline():
    row = library.achievement(state="submitted")
    reasons = {"rights": "The share of the second holder is not proven", "people": " "}
    services.return_achievement(reasons=reasons, **acts(row, accounts.actor("officer")))
    statuses = {
        s.section: (s.status, s.note) for s in selectors.section_statuses(selectors.by_id(row.id), None)
    }
    assert (statuses["rights"], statuses["people"]) == (("fix", reasons["rights"]), ("done", ""))
    assert (inbox.open_of(row).get().due_at is not None, lines(row)[0].opinion) == (True, reasons["rights"])


def test_saving_a_section_ends_its_correction():
    row = library.achievement(state="submitted")
    services.return_achievement(reasons={"basics": "Too short"}, **acts(row, accounts.actor("officer")))
    services.save_basics(basics=library.basics("Balls of silicon nitride"), **acts(row))
    assert selectors.by_id(row.id).corrections == {}


def test_a_return_without_a_reason_is_refused():
    row = library.achievement(state="submitted")
    with pytest.raises(Refused, match="with a reason"):
        services.return_achievement(reasons={"basics": "  "}, **acts(row, accounts.actor("officer")))
    assert selectors.by_id(row.id).state == "submitted"


@pytest.mark.clause("M-G3")
def test_a_duplicate_dossier_is_flagged_until_its_owner_says_why_it_is_another_one():
    first = library.achievement(patent=library.PATENTS[0])
    second = library.achievement(
        library.owner_of(first), state="draft", title=first.title, patent=library.PATENTS[0]
    )
    assert [(d.why, d.achievement) for d in selectors.duplicates(second)] == [
        ("The same right stands in both", first),
        ("Same title and same holder", first),
    ]
    with pytest.raises(Incomplete, match="1 parts"):
        submit(second)
    answered = submit(second, replace(library.DECLARED, duplicates_answer="Another size of balls"))
    assert (answered.state, answered.duplicates_answer) == ("submitted", "Another size of balls")


def test_the_same_file_in_two_achievements_is_flagged():
    first, second = library.achievement(), library.achievement(state="draft")
    library.evidence(first, "1.2", 1, "needs_report", content=b"one report")
    library.evidence(second, "1.2", 1, "needs_report", content=b"one report")
    assert [(d.why, d.achievement) for d in selectors.duplicates(second)] == [
        ("The same file is evidence of both", first)
    ]


def test_the_confirmed_level_is_kept_with_its_stage():
    row = library.achievement()
    services.set_level(
        actor=accounts.actor("lead"), achievement=row, level=6, stage="applied", now=library.NOW
    )
    assert [(r.level, r.stage) for r in [selectors.by_id(row.id)]] == [(6, "applied")]
    assert lines(row)[0].sentence == "Maturity level 6 was confirmed"


@pytest.mark.parametrize(
    ("verb", "start", "role", "end"),
    [
        ("freeze", "published", "supervisor", "frozen"),
        ("release", "frozen", "supervisor", "published"),
        ("archive", "published", "officer", "archived"),
        ("restore", "withdrawn", "officer", "submitted"),
        ("withdraw", "frozen", "supervisor", "withdrawn"),
    ],
)
def test_a_decision_on_an_item_of_the_library_takes_a_reason_and_another_organisation(verb, start, role, end):
    row = library.achievement(state=start)
    service = getattr(services, f"{verb}_achievement")
    with pytest.raises(Refused, match="Reason: got 0 characters"):
        service(reason=" ", **acts(row, accounts.actor(role)))
    with pytest.raises(Refused, match="own organisation"):
        service(reason="Why", **acts(row, accounts.actor(role, row.owner)))
    assert service(reason="Why", **acts(row, accounts.actor(role))).state == end
    assert lines(row)[0].opinion == "Why"


def test_the_owner_withdraws_what_nothing_runs_on():
    row = library.achievement()
    assert services.withdraw_achievement(reason="Sold", **acts(row)).state == "withdrawn"


def running(achievement) -> str:
    return "An evaluation of it is running"


def test_what_runs_above_keeps_an_achievement_in_the_library():
    hooks.withdrawal_stops.register(f"{__name__}.running", "test")
    row = library.achievement()
    with pytest.raises(Refused, match="An evaluation of it is running"):
        services.withdraw_achievement(reason="Sold", **acts(row))
    assert selectors.by_id(row.id).state == "published"


def test_a_stranger_sees_no_draft_in_get_list_or_count():
    row = library.draft()
    for stranger in (
        library.owner(),
        accounts.actor("officer"),
        accounts.actor("supervisor"),
        accounts.actor("buyer"),
    ):
        assert row not in selectors.visible_to(stranger)
        with pytest.raises(Absent):
            selectors.get(stranger, row.number)
        with pytest.raises(Absent):
            selectors.get_own(stranger, row.number)


def test_two_owners_each_see_their_own_drafts():
    first, second = library.draft(), library.draft()
    assert list(selectors.own(library.owner_of(first))) == [first]
    assert list(selectors.visible_to(library.owner_of(second))) == [second]


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [
        ("public", (True, True)),
        ("registered", (False, True)),
        ("invited", (False, False)),
        ("unit", (False, False)),
    ],
)
def test_visibility_decides_who_sees_what_is_published(visibility, seen):
    row = library.achievement()
    Achievement.objects.filter(id=row.id).update(visibility=visibility)
    visitor, signed_in = PUBLIC, accounts.actor("buyer")
    assert (row in selectors.visible_to(visitor), row in selectors.visible_to(signed_in)) == seen
