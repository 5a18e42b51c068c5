"""The work breakdown from a table (`interface.md` 7): all faults at once, good rows into the editor, nothing stored."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from factories import accounts, library
from quanheng.platform.common import drafts
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.library import selectors
from quanheng.platform.library.imports import TEMPLATE

pytestmark = [pytest.mark.django_db, pytest.mark.clause("H-8.1")]
HEADS = [column.heading for column in TEMPLATE.sheets[0].columns]


def workbook(*rows) -> SimpleUploadedFile:
    book = Workbook()
    book.active.title = "工作分解"
    for row in (HEADS, *rows):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile("分解.xlsx", content.getvalue())


def send(row, file, *, actor=None):
    client = accounts.client_for(actor or library.owner_of(row))
    return client.post(reverse("library:packages_import", args=[row.number]), {"file": file}, follow=True)


def test_the_template_is_a_workbook_that_reads_back():
    page = accounts.client_for(library.owner()).get(reverse("library:packages_template"))
    sheet = load_workbook(BytesIO(page.content))["工作分解"]
    assert [cell.value.removesuffix(" *") for cell in sheet[1]] == HEADS


def test_good_rows_stand_in_the_editor_and_nothing_is_stored_before_it_is_saved():
    row = library.draft()
    answer = send(
        row,
        workbook(
            ["1", None, "轴承球", 0, "否"], ["1.1", "1", "粉体", 60, "是"], ["1.2", "1", "烧结", 40, "否"]
        ),
    )
    assert "The file was read: 3 new, 0 changed, 0 unchanged" in answer.text
    assert ('value="粉体"' in answer.text, row.work_packages.count()) == (True, 0)


def test_rows_of_the_editor_are_changed_by_number_and_keep_their_identity():
    row = library.achievement(state="draft", packages=[("1", "A", 50, True), ("2", "B", 50, False)])
    answer = send(
        row, workbook(["1", None, "A", 50, "是"], ["2", None, "B neu", 30, "否"], ["3", None, "C", 20, "否"])
    )
    assert "1 new, 1 changed, 1 unchanged" in answer.text
    draft = drafts.load(library.owner_of(row).person_id, reverse("library:edit_packages", args=[row.number]))
    accounts.client_for(library.owner_of(row)).post(
        draft.page, {name: values[0] for name, values in draft.data.items()}
    )
    assert [(p.code, p.title, p.weight) for p in selectors.packages(row)] == [
        ("1", "A", 50),
        ("2", "B neu", 30),
        ("3", "C", 20),
    ]
    assert selectors.evidence(row).get().package.code == "1"


def test_what_was_typed_and_not_sent_is_not_lost_by_an_import():
    row = library.draft()
    owner = library.owner_of(row)
    page = reverse("library:edit_packages", args=[row.number])
    typed = {
        "rows-TOTAL_FORMS": "1",
        "rows-INITIAL_FORMS": "0",
        "rows-0-code": "9",
        "rows-0-title": "Typed",
        "rows-0-weight": "10",
    }
    drafts.save(person_id=owner.person_id, page=page, data=typed, now=library.NOW)
    answer = send(row, workbook(["1", None, "Read", 90, "否"]))
    assert ('value="Typed"' in answer.text, 'value="Read"' in answer.text) == (True, True)


def test_every_fault_is_named_with_its_place_and_the_marked_file_goes_to_its_sender_only():
    row = library.draft()
    answer = send(row, workbook(["1", None, "A", "viel", "ja"], ["1", None, None, -1, "是"]))
    assert (answer.status_code, "Nothing was read in: 4 faults" in answer.text) == (422, True)
    marked = Attachment.objects.get(owner_kind="library_import")
    url = reverse("common:file", args=[marked.id])
    readers = library.owner_of(row), accounts.actor("owner", row.owner), library.owner()
    assert [accounts.client_for(reader).get(url).status_code for reader in readers] == [200, 404, 404]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF-", "takes a file of type xlsx, csv"),
        ("a.xlsx", b"no workbook", "a.xlsx was not read: "),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(name, content, said):
    answer = send(library.draft(), SimpleUploadedFile(name, content))
    assert (answer.status_code, said in answer.text) == (422, True)


def test_a_stranger_imports_nothing():
    row = library.draft()
    assert send(row, workbook(), actor=library.owner()).status_code == 404
