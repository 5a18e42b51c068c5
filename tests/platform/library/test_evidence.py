"""Evidence: judged before it is stored, put to one place, read by few."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from factories import accounts, library
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.files.access import get_attachment
from quanheng.platform.common.files.models import Attachment, StoredFile
from quanheng.platform.library import hooks, selectors, services
from quanheng.platform.library.dossier import EvidencePaper, EvidencePlace, PackageRow
from quanheng.platform.library.models import Evidence

pytestmark = pytest.mark.django_db
PLACE = EvidencePlace(package_code="1.1", level=5, element="function_test_report")


def upload(name: str = "report.txt", content: bytes = b"Function test: passed") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(row, *, actor=None, place=PLACE, paper=None, file=None, now=library.NOW):
    return services.add_evidence(
        actor=actor or library.owner_of(row),
        number=row.number,
        place=place,
        paper=paper or EvidencePaper(),
        upload=file or upload(),
        now=now,
    )


@pytest.fixture
def draft():
    return library.achievement(state="draft")


def test_a_file_is_stored_with_its_place_its_hash_and_its_uploader(draft):
    paper = add(draft).evidence
    assert (paper.package.code, paper.level, paper.element, paper.title) == (
        "1.1",
        5,
        "function_test_report",
        "report",
    )
    assert (len(paper.attachment.file_id), paper.uploaded_by_id) == (64, library.owner_of(draft).person_id)


def test_a_file_that_is_not_what_its_name_says_is_refused_and_leaves_nothing(draft):
    with pytest.raises(Refused, match=r"report\.pdf was not stored: the file does not parse as PDF"):
        add(draft, file=upload("report.pdf", b"%PDF-1.7 not really"))
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_the_same_file_at_another_level_is_linked_to_the_stored_one(draft):
    first = add(draft).evidence
    place = EvidencePlace(package_code="1.1", level=6, element="performance_test_report")
    added = add(draft, place=place, file=upload("again.txt"))
    assert (added.same_as, added.evidence.attachment_id) == (first, first.attachment_id)
    assert Attachment.objects.count() == 2


def test_the_same_file_at_the_same_place_is_not_added_twice(draft):
    first = add(draft).evidence
    assert add(draft, file=upload("again.txt")) == services.Added(first, first)
    assert selectors.evidence(draft).count() == 2


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (
            EvidencePlace(package_code="9", level=5, element="function_test_report"),
            "Work package: got 9, takes one without parts",
        ),
        (
            EvidencePlace(package_code=None, level=5, element="function_test_report"),
            "Level 5 is judged by work package; choose one",
        ),
        (
            EvidencePlace(package_code="1.1", level=10, element="invoice"),
            "Level 10 is judged for the whole project; choose “Whole project”",
        ),
        (
            EvidencePlace(package_code="1.1", level=5, element="invoice"),
            "Evidence element: level 5 does not ask for it",
        ),
        (EvidencePlace(package_code="1.1", level=14, element="invoice"), "Level: got 14, takes 1 to 13"),
    ],
)
def test_a_place_that_the_scheme_does_not_know_is_refused(draft, place, said):
    with pytest.raises(Incomplete) as refusal:
        add(draft, place=place)
    assert [str(part) for part in refusal.value.missing] == [said]
    assert Evidence.objects.count() == 1


def test_money_evidence_belongs_to_the_whole_project(draft):
    paper = add(draft, place=EvidencePlace(package_code=None, level=10, element="invoice")).evidence
    assert (paper.package, paper.level) == (None, 10)


def test_a_paper_of_tomorrow_is_refused(draft):
    with pytest.raises(Incomplete) as refusal:
        add(draft, paper=EvidencePaper(issued_on=date(2026, 9, 22)))
    assert [str(part) for part in refusal.value.missing] == [
        "Issued on: got 2026-09-22, takes a day that has come"
    ]


def test_a_classified_paper_never_enters(draft):
    with pytest.raises(Refused, match="secrecy office"):
        add(draft, file=upload("秘密★5年 report.txt"))
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_a_stranger_adds_nothing(draft):
    with pytest.raises(Absent):
        add(draft, actor=library.owner())
    published = library.achievement()
    with pytest.raises(Refused, match="Only the owner"):
        add(published, actor=library.owner())
    assert Evidence.objects.count() == 2


def test_evidence_goes_on_while_an_evaluation_needs_it_but_not_once_frozen():
    assert add(library.achievement()).evidence.level == 5
    with pytest.raises(Refused, match="No evidence is taken while the achievement is Frozen"):
        add(library.achievement(state="frozen"))


def test_a_removed_paper_is_gone_from_the_dossier_and_stays_on_the_disk(draft):
    paper = add(draft).evidence
    services.remove_evidence(
        actor=library.owner_of(draft), number=draft.number, evidence_id=paper.id, now=library.NOW
    )
    assert paper not in selectors.evidence(draft)
    assert StoredFile.objects.filter(sha256=paper.attachment.file_id).exists()


def test_what_was_handed_in_is_not_taken_back():
    row = library.achievement(state="submitted")
    paper = selectors.evidence(row).get()
    with pytest.raises(Refused, match="is not a draft"):
        services.remove_evidence(
            actor=library.owner_of(row), number=row.number, evidence_id=paper.id, now=library.NOW
        )
    assert selectors.evidence(row).get() == paper


def test_nobody_removes_a_strangers_paper(draft):
    paper = selectors.evidence(library.achievement(state="draft")).get()
    with pytest.raises(Absent):
        services.remove_evidence(
            actor=library.owner_of(draft), number=draft.number, evidence_id=paper.id, now=library.NOW
        )


def test_a_package_that_carried_a_removed_paper_can_be_dropped(draft):
    row = selectors.evidence(draft).get()
    act = {"actor": library.owner_of(draft), "number": draft.number, "now": library.NOW}
    services.remove_evidence(evidence_id=row.id, **act)
    kept = [p for p in selectors.packages(draft) if p.code != "1.1"]
    rows = [PackageRow(id=p.pk, code=p.code, title=p.title, weight=p.weight) for p in kept]
    services.save_packages(packages=rows, **act)
    assert [p.code for p in selectors.packages(draft)] == ["1.2", "1.3", "1.4"]


def test_the_file_goes_to_the_owner_the_office_and_nobody_else():
    row = library.achievement()
    attachment = selectors.evidence(row).get().attachment
    for reader in (library.owner_of(row), accounts.actor("officer"), accounts.actor("auditor")):
        assert get_attachment(reader, attachment.id) == attachment
    for stranger in (library.owner(), accounts.actor("buyer"), accounts.actor("lead")):
        with pytest.raises(Absent):
            get_attachment(stranger, attachment.id)


def test_the_office_has_no_files_of_a_draft(draft):
    with pytest.raises(Absent):
        get_attachment(accounts.actor("officer"), selectors.evidence(draft).get().attachment_id)


def for_leads(actor, achievement) -> bool:
    return actor.role == "lead"


def test_a_case_above_opens_the_dossier_through_its_hook():
    row = library.achievement(state="submitted")
    hooks.evidence_readers.register(f"{__name__}.for_leads", "test")
    lead = accounts.actor("lead")
    attachment = selectors.evidence(row).get().attachment
    assert (get_attachment(lead, attachment.id), selectors.get(lead, row.number)) == (attachment, row)
    assert row not in selectors.visible_to(lead)
