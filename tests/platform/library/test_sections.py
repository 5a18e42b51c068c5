"""The sections of a draft: what they take, what they refuse, whom they belong to."""

from decimal import Decimal

import pytest

from factories import accounts, library
from quanheng.platform.common.errors import Absent, Conflict, Incomplete, Refused
from quanheng.platform.common.journal.timeline import faults, lines
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.library import rules, selectors, services
from quanheng.platform.library.dossier import (
    Basics,
    ContributorRow,
    PackageRow,
    ParameterRow,
    RightRow,
    Transfer,
)

pytestmark = pytest.mark.django_db
SOURCES = {
    2: [
        "natural_science_fund",
        "proof_of_concept_contest",
        "institute_publication",
        "transfer_agency",
        "owner_commission",
        "other",
    ],
    6: [
        "startup_contest",
        "scene_mining",
        "institute_publication",
        "new_institution",
        "transfer_agency",
        "enterprise_challenge",
        "other",
    ],
    9: [
        "startup_contest",
        "venture_search",
        "enterprise_commission",
        "incubator_adviser",
        "institute_publication",
        "other",
    ],
}


def texts(refusal) -> list[str]:
    return [str(part) for part in refusal.value.missing]


def right(**answers) -> RightRow:
    values = {
        "kind": "secret",
        "title": "Sintering",
        "holder": "Works",
        "holder_uscc": accounts.uscc(7),
        "share": Decimal(100),
    }
    return RightRow(**values | answers)


def packages(*rows) -> list[PackageRow]:
    return [
        PackageRow(code=code, title=code, parent_code=parent, weight=Decimal(weight))
        for code, parent, weight in rows
    ]


def test_a_new_achievement_is_a_numbered_draft_of_the_actors_organisation(now):
    actor = library.owner()
    row = services.create_achievement(actor=actor, title="Balls", category="software", now=now)
    assert (row.number, row.state, row.owner_id, row.contact_id) == (
        "CG-2026-00001",
        "draft",
        actor.organisation_id,
        actor.person_id,
    )


def test_only_an_owner_registers(now):
    with pytest.raises(Refused, match="Only an owner"):
        services.create_achievement(
            actor=accounts.actor("buyer"), title="Balls", category="software", now=now
        )
    assert selectors.Achievement.objects.count() == 0


def test_a_stranger_cannot_save_into_a_draft(now):
    row = library.draft()
    with pytest.raises(Absent):
        services.save_basics(
            actor=library.owner(), number=row.number, basics=library.basics("Stolen"), now=now
        )
    assert selectors.by_id(row.id).title == row.title


def test_a_draft_does_not_exist_for_a_colleague_of_another_role(now):
    row = library.draft()
    colleague = accounts.actor("buyer", row.owner)
    with pytest.raises(Absent):
        services.save_basics(actor=colleague, number=row.number, basics=library.basics("Other"), now=now)


def test_what_was_handed_in_is_not_edited(now):
    row = library.achievement(state="submitted")
    with pytest.raises(Refused, match="is not a draft"):
        services.save_basics(
            actor=library.owner_of(row), number=row.number, basics=library.basics("Other"), now=now
        )
    assert selectors.by_id(row.id).title == row.title


def test_each_save_is_an_entry_and_the_chain_is_whole(now):
    row = library.draft()
    services.save_basics(
        actor=library.owner_of(row), number=row.number, basics=library.basics("Balls"), now=now
    )
    assert [line.sentence for line in lines(row)] == [
        "Section saved: Basic information",
        f"Registered as a draft: {row.title}",
    ]
    assert faults(row.stream) == []


def test_a_section_that_somebody_else_saved_meanwhile_is_not_overwritten(now):
    row = library.draft()
    actor, seen = library.owner_of(row), selectors.section_print(row, "basics")
    services.save_basics(actor=actor, number=row.number, basics=library.basics("First"), now=now, seen=seen)
    with pytest.raises(Conflict):
        services.save_basics(
            actor=actor, number=row.number, basics=library.basics("Second"), now=now, seen=seen
        )
    assert selectors.by_id(row.id).title == "First"


def test_invisible_characters_in_a_title_are_named(now):
    row = library.draft()
    with pytest.raises(Incomplete) as refusal:
        services.save_basics(
            actor=library.owner_of(row), number=row.number, basics=library.basics("Ba\u202ells"), now=now
        )
    assert texts(refusal) == [
        "Title: got the invisible character U+202E at place 3, takes characters that can be seen"
    ]


def test_a_text_with_the_mark_of_a_classified_paper_is_refused(now):
    row = library.draft()
    with pytest.raises(Refused, match="marks a classified paper"):
        services.save_basics(
            actor=library.owner_of(row), number=row.number, basics=library.basics("机密★10年 Balls"), now=now
        )
    assert selectors.by_id(row.id).title == row.title


@pytest.mark.clause("H-11")
def test_the_basic_stage_takes_the_sources_of_article_11_and_another_in_words(now):
    assert [item.id for item in rules.sources(stack_of(""), 2)] == SOURCES[2]
    row = library.draft()
    act = {"actor": library.owner_of(row), "number": row.number, "now": now}
    with pytest.raises(Incomplete, match="1 parts"):
        services.save_basics(basics=library.basics("Balls", own_level=2, source="other"), **act)
    saved = services.save_basics(
        basics=library.basics("Balls", own_level=2, source="other", source_note="Academy, 2026-3"), **act
    )
    assert (saved.source, saved.source_note) == ("other", "Academy, 2026-3")


@pytest.mark.clause("H-17")
def test_the_applied_stage_takes_the_sources_of_article_17():
    assert [item.id for item in rules.sources(stack_of(""), 6)] == SOURCES[6]


@pytest.mark.clause("H-23")
def test_the_industrial_stage_takes_the_sources_of_article_23():
    assert [item.id for item in rules.sources(stack_of(""), 9)] == SOURCES[9]


def test_a_source_of_another_stage_is_refused(now):
    row = library.draft()
    with pytest.raises(Incomplete) as refusal:
        services.save_basics(
            actor=library.owner_of(row),
            number=row.number,
            basics=library.basics("Balls", own_level=9, source="scene_mining"),
            now=now,
        )
    assert texts(refusal) == [
        "Source: this source does not belong to the stage of the chosen level; choose one of its list"
    ]


def test_unknown_field_level_and_keywords_are_named_together(now):
    row = library.draft()
    answers = Basics(
        title="Balls", category="software", field_code="magic", keywords=("a", "b", "c", "d"), own_level=14
    )
    with pytest.raises(Incomplete) as refusal:
        services.save_basics(actor=library.owner_of(row), number=row.number, basics=answers, now=now)
    assert texts(refusal) == [
        "Field: got magic, takes one of the list",
        "Keywords: takes at most 3 of 20 characters each",
        "Level: got 14, takes 1 to 13",
    ]


def test_a_patent_number_is_kept_in_its_one_normal_form(now):
    row = library.draft()
    rights = [right(kind="patent", number="ZL 2020 1 0566088.9")]
    services.save_rights(actor=library.owner_of(row), number=row.number, rights=rights, now=now)
    assert row.rights.get().number == "202010566088.9"


def test_wrong_check_digits_name_the_expected_one_row_by_row(now):
    row = library.draft()
    rights = [right(kind="patent", number="202310123456.7"), right(holder_uscc="911100001000013428")]
    with pytest.raises(Incomplete) as refusal:
        services.save_rights(actor=library.owner_of(row), number=row.number, rights=rights, now=now)
    assert ["would be 6" in texts(refusal)[0], "would be C" in texts(refusal)[1]] == [True, True]
    assert not row.rights.exists()


def test_the_shares_of_one_right_make_a_whole(now):
    row = library.draft()
    rights = [right(share=Decimal("60.5")), right(share=Decimal("39.4"), holder="Other")]
    with pytest.raises(Incomplete) as refusal:
        services.save_rights(actor=library.owner_of(row), number=row.number, rights=rights, now=now)
    assert texts(refusal) == ["Sintering: the shares of its holders make 99.9 %, takes 100 (difference 0.1)"]
    assert not row.rights.exists()


def test_two_rights_each_have_their_own_whole(now):
    row = library.draft()
    rights = [
        right(),
        right(title="Polishing", share=Decimal(50)),
        right(title="Polishing", holder="Other", share=Decimal(50)),
    ]
    services.save_rights(actor=library.owner_of(row), number=row.number, rights=rights, now=now)
    assert row.rights.count() == 3


def test_contributors_keep_their_order(now):
    row = library.draft()
    people = [ContributorRow(name=name, organisation_name="Works") for name in ("Zhao", "An")]
    services.save_people(actor=library.owner_of(row), number=row.number, people=people, now=now)
    assert list(row.contributors.values_list("order", "name")) == [(1, "Zhao"), (2, "An")]


def test_a_parameter_longer_than_its_column_is_named_and_nothing_is_lost(now):
    row = library.achievement(state="draft")
    rows = [ParameterRow(name="Roundness", value="1"), ParameterRow(name="x" * 81, value="1")]
    with pytest.raises(Incomplete) as refusal:
        services.save_parameters(actor=library.owner_of(row), number=row.number, parameters=rows, now=now)
    assert texts(refusal) == ["Row 2, Parameter: Ensure this value has at most 80 characters (it has 81)."]
    assert row.parameters.count() == 1


def test_a_way_of_transfer_outside_the_list_is_refused(now):
    row = library.draft()
    with pytest.raises(Incomplete) as refusal:
        services.save_transfer(
            actor=library.owner_of(row),
            number=row.number,
            transfer=Transfer(ways=("gift",), visibility="public"),
            now=now,
        )
    assert texts(refusal) == ["Ways of transfer: got gift, takes those of the list"]


def test_the_contact_is_one_of_the_owners_people(now):
    row = library.draft()
    with pytest.raises(Refused, match="one of the owner's own people"):
        services.save_transfer(
            actor=library.owner_of(row),
            number=row.number,
            transfer=Transfer(ways=("licence",), visibility="public"),
            contact_id=library.owner().person_id,
            now=now,
        )


@pytest.mark.clause("H-8.1")
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], ["The work breakdown has no package"]),
        ([("1", "", 1), ("1", "", 1)], ["The number 1 stands 2 times, takes each number once"]),
        ([("1.1", "1", 1)], ["1.1: its parent 1 is not in the list"]),
        ([("1", "3", 1), ("2", "1", 1), ("3", "2", 1)], ["1 → 3 → 2 → 1 are parts of one another"]),
        ([("1", "1", 1)], ["1 → 1 are parts of one another"]),
        ([("1", "", 0), ("2", "", 0)], ["Every weight is 0; at least one package takes a positive weight"]),
        ([("1", "", -1), ("2", "", 1)], ["1: got the weight -1, takes 0 or more"]),
        (
            [("1", "", 9), ("1.1", "1", 40)],
            ["1 has parts, so its weight is their sum 40; got 9, leave it empty"],
        ),
    ],
)
def test_a_bad_tree_names_its_node(now, rows, said):
    row = library.draft()
    with pytest.raises(Incomplete) as refusal:
        services.save_packages(
            actor=library.owner_of(row), number=row.number, packages=packages(*rows), now=now
        )
    assert set(said) <= set(texts(refusal))
    assert not row.work_packages.exists()


def test_leaves_are_the_packages_without_parts_and_1_10_follows_1_9(now):
    row = library.draft()
    rows = packages(("1", "", 0), ("1.10", "1", 50), ("1.9", "1", 50))
    services.save_packages(actor=library.owner_of(row), number=row.number, packages=rows, now=now)
    assert [package.code for package in selectors.packages(row)] == ["1", "1.9", "1.10"]
    assert [package.code for package in selectors.leaves(row)] == ["1.9", "1.10"]


def test_two_packages_can_exchange_their_numbers_and_keep_their_evidence(now):
    row = library.achievement(state="draft", packages=[("a", "A", 50, True), ("b", "B", 50, False)])
    first, second = selectors.packages(row)
    swapped = [
        PackageRow(id=first.pk, code="b", title="A", weight=Decimal(50)),
        PackageRow(id=second.pk, code="a", title="B", weight=Decimal(50)),
    ]
    services.save_packages(actor=library.owner_of(row), number=row.number, packages=swapped, now=now)
    assert [(paper.package.code, paper.package.title) for paper in selectors.evidence(row)] == [("b", "A")]


def test_a_package_with_evidence_is_neither_dropped_nor_divided(now):
    row = library.achievement(state="draft", packages=[("1", "A", 50, False), ("2", "B", 50, False)])
    first, second = selectors.packages(row)
    act = {"actor": library.owner_of(row), "number": row.number, "now": now}
    with pytest.raises(Incomplete) as refusal:
        services.save_packages(
            packages=[PackageRow(id=second.pk, code="2", title="B", weight=Decimal(50))], **act
        )
    assert texts(refusal) == ["1 carries evidence: remove the evidence before the package"]
    divided = [PackageRow(id=first.pk, code="1", title="A", weight=Decimal(0)), *packages(("1.1", "1", 50))]
    with pytest.raises(Incomplete) as refusal:
        services.save_packages(packages=divided, **act)
    assert texts(refusal) == ["1 carries evidence and cannot be divided: remove the evidence first"]
    assert row.work_packages.count() == 2
