"""The store: once per content, unchanged for ever, handed out only after the owner's guard."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.files import store
from quanheng.platform.common.files.guards import guards
from quanheng.platform.common.files.models import Attachment, StoredFile
from quanheng.platform.common.files.services import (
    EvidenceChanged,
    Fault,
    read,
    store_made,
    store_upload,
    verify_all,
)
from quanheng.platform.common.files.views import download
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db
OWNER = Actor(Role.OWNER, person_id=uuid4(), organisation_id=uuid4(), pseudonym="owner")
STRANGER = Actor(Role.OWNER, person_id=uuid4(), organisation_id=uuid4(), pseudonym="stranger")


def only_its_organisation(actor: Actor, attachment: Attachment) -> bool:
    return actor.organisation_id == attachment.organisation_id


@pytest.fixture
def guarded(monkeypatch):
    monkeypatch.setitem(guards._names, "test", f"{__name__}.only_its_organisation")
    monkeypatch.setattr(guards, "get", {"test": only_its_organisation}.get)


def upload(content: bytes = b"text", name: str = "说明.txt", *, now) -> Attachment:
    file = SimpleUploadedFile("ignored", content)
    return store_upload(
        uploaded_file=file, name=name, owner_kind="test", owner_id=uuid4(), actor=OWNER, now=now
    )


def on_disk(settings) -> list[str]:
    return sorted(path.name for path in settings.FILES_DIR.rglob("*") if path.is_file())


def lies_at(settings, attachment: Attachment):
    return store.place(settings.FILES_DIR, attachment.file_id)


def answer(actor: Actor, attachment_id):
    request = RequestFactory().get("/files/")
    request.actor = actor
    return download(request, attachment_id)


def test_an_upload_lies_under_its_hash(settings, now):
    attachment = upload(b"abc", now=now)
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (attachment.file_id, attachment.file.size, on_disk(settings)) == (digest, 3, [digest])


def test_the_same_content_is_stored_once(settings, now):
    first, second = upload(b"abc", "a.txt", now=now), upload(b"abc", "b.txt", now=now)
    assert (first.file_id, first.name, second.name) == (second.file_id, "a.txt", "b.txt")
    assert (StoredFile.objects.count(), len(on_disk(settings))) == (1, 1)


@pytest.mark.clause("G-14")
def test_a_refused_upload_leaves_nothing(settings, now):
    with pytest.raises(Refused, match="报告"):
        upload(b"%PDF-1.7 <script>", "报告.pdf", now=now)
    assert (StoredFile.objects.count(), Attachment.objects.count(), on_disk(settings)) == (0, 0, [])


def test_a_refused_upload_is_logged_without_its_name(caplog, now):
    with pytest.raises(Refused):
        upload(b"%PDF-1.7 <script>", "报告.pdf", now=now)
    (line,) = caplog.messages
    assert str(OWNER.person_id) in line
    assert "报告" not in line


def test_an_upload_above_the_limit_of_the_form_is_refused(settings, now):
    file = SimpleUploadedFile("a", b"x")
    file.size = 51 << 20
    with pytest.raises(Refused, match="50"):
        store_upload(
            uploaded_file=file, name="a.txt", owner_kind="test", owner_id=uuid4(), actor=OWNER, now=now
        )
    assert on_disk(settings) == []


def test_what_the_platform_made_is_stored_as_it_is(now):
    attachment = store_made(
        content=b"%PDF", name="a.pdf", owner_kind="test", owner_id=uuid4(), actor=OWNER, now=now
    )
    assert (read(attachment), attachment.file.media_type) == (b"%PDF", "application/pdf")


@pytest.mark.clause("G-14")
def test_a_file_changed_on_the_disk_is_not_handed_out(settings, now):
    attachment = upload(b"abc", now=now)
    lies_at(settings, attachment).chmod(0o600)
    lies_at(settings, attachment).write_bytes(b"abd")
    with pytest.raises(EvidenceChanged):
        read(attachment)


def test_a_file_lost_from_the_disk_is_not_handed_out(settings, now):
    attachment = upload(b"abc", now=now)
    lies_at(settings, attachment).unlink()
    with pytest.raises(EvidenceChanged):
        read(attachment)


@pytest.mark.clause("G-14")
def test_the_nightly_walk_finds_what_was_changed_or_lost(settings, now):
    changed, lost, _sound = upload(b"1", now=now), upload(b"2", now=now), upload(b"3", now=now)
    lies_at(settings, changed).chmod(0o600)
    lies_at(settings, changed).write_bytes(b"x")
    lies_at(settings, lost).unlink()
    assert set(verify_all()) == {Fault(changed.file_id, "changed"), Fault(lost.file_id, "missing")}


def test_a_download_is_closed_to_every_interpretation(guarded, now):
    response = answer(OWNER, upload(b"abc", "说明 1.txt", now=now).id)
    assert (response.content, response["Content-Type"]) == (b"abc", "text/plain")
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%B4%E6%98%8E%201.txt"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_strangers_file_and_an_absent_one_are_the_same(guarded, now):
    attachment = upload(now=now)
    for actor, attachment_id in ((STRANGER, attachment.id), (OWNER, uuid4())):
        with pytest.raises(Absent):
            answer(actor, attachment_id)


def test_a_file_that_no_room_guards_is_absent(now):
    with pytest.raises(Absent):
        answer(OWNER, upload(now=now).id)
