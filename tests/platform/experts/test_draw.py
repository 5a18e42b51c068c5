"""Frozen, drawn before a witness, and drawn again by anyone from the record."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from factories import accounts, experts
from quanheng.cli import main
from quanheng.methods.experts import seed_commitment
from quanheng.methods.experts.verify_draw import verdict
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.roles import Role
from quanheng.platform.experts import services
from quanheng.platform.experts.models import Draw, Seat
from quanheng.platform.experts.services.drawing import CaseStream

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(scene, now):
    experts.frozen(scene.request, scene.manager, now=now)
    return scene


@pytest.fixture
def drawn(frozen, now):
    services.propose_draw(actor=frozen.manager, request_id=frozen.request.id, now=now)
    services.run_draw(actor=frozen.witness, request_id=frozen.request.id, public_value=experts.VALUE, now=now)
    frozen.request.refresh_from_db()
    return frozen


@pytest.mark.clause("M-6.3")
def test_freezing_publishes_root_algorithm_source_and_commitment_and_keeps_the_secret(frozen):
    draw = Draw.objects.get()
    line = timeline.lines(CaseStream(frozen.request.case_stream))[0]
    assert f"root {draw.root}, algorithm sha256, random value: {experts.SOURCE}" in line.sentence
    assert draw.commitments == {"agency": seed_commitment(bytes(draw.secret))}
    assert (draw.seed, draw.record) == ("", {})


def test_a_frozen_list_changes_no_more(frozen, now):
    for act in (
        lambda: services.screen_candidates(actor=frozen.manager, request_id=frozen.request.id, now=now),
        lambda: services.widen_fields(
            actor=frozen.manager, request_id=frozen.request.id, fields=["chemistry"], now=now
        ),
        lambda: services.freeze_request(
            actor=frozen.manager, request_id=frozen.request.id, public_source="x", now=now
        ),
    ):
        with pytest.raises(Refused):
            act()
    assert Draw.objects.count() == 1


def test_the_source_of_the_random_value_is_named_before(scene, now):
    services.screen_candidates(actor=scene.manager, request_id=scene.request.id, now=now)
    with pytest.raises(Refused, match="Source of the random value"):
        services.freeze_request(actor=scene.manager, request_id=scene.request.id, public_source=" ", now=now)


@pytest.mark.clause("M-6.3")
def test_whoever_put_the_draw_up_does_not_witness_it(frozen, now):
    services.propose_draw(actor=frozen.manager, request_id=frozen.request.id, now=now)
    with pytest.raises(Refused, match="another person"):
        services.run_draw(
            actor=frozen.manager, request_id=frozen.request.id, public_value=experts.VALUE, now=now
        )
    frozen.request.refresh_from_db()
    assert (frozen.request.state, Seat.objects.count()) == ("frozen", 0)


def test_nobody_draws_before_it_was_put_up(frozen, now):
    with pytest.raises(Refused, match="no open proposal"):
        services.run_draw(
            actor=frozen.witness, request_id=frozen.request.id, public_value=experts.VALUE, now=now
        )


def test_nobody_draws_before_the_published_time(scene, now):
    services.screen_candidates(actor=scene.manager, request_id=scene.request.id, now=now)
    services.freeze_request(
        actor=scene.manager,
        request_id=scene.request.id,
        public_source=experts.SOURCE,
        draw_at=now + timedelta(hours=6),
        now=now,
    )
    services.propose_draw(actor=scene.manager, request_id=scene.request.id, now=now)
    with pytest.raises(Refused, match="cannot be earlier"):
        services.run_draw(
            actor=scene.witness, request_id=scene.request.id, public_value=experts.VALUE, now=now
        )


def test_a_supervisor_may_witness(frozen, now):
    services.propose_draw(actor=frozen.manager, request_id=frozen.request.id, now=now)
    witness = accounts.actor(Role.SUPERVISOR)
    services.run_draw(actor=witness, request_id=frozen.request.id, public_value=experts.VALUE, now=now)
    assert Draw.objects.get().witness_id == witness.person_id


def test_seats_fill_the_quotas_and_every_role_has_substitutes(drawn):
    for role, quota in experts.SMALL.items():
        seats = Seat.objects.filter(role=role, place__isnull=False)
        assert sorted(seats.values_list("place", flat=True)) == list(range(1, quota + 1))
        assert Seat.objects.filter(role=role, origin="substitute").exists()
    assert len(set(Seat.objects.values_list("code", flat=True))) == 15


def test_there_is_no_second_draw(drawn, now):
    with pytest.raises(Refused):
        services.propose_draw(actor=drawn.manager, request_id=drawn.request.id, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.create(
            request=drawn.request,
            algorithm="sha256",
            root="0" * 64,
            manifest=[],
            commitments={},
            public_source="x",
            draw_at=now,
            secret=b"",
            frozen_by_id=drawn.manager.person_id,
            frozen_at=now,
        )


@pytest.mark.clause("M-6.3")
def test_anyone_draws_again_from_the_downloaded_record(drawn, tmp_path, capsys):
    client = accounts.client_for(drawn.manager)
    answer = client.get(f"{drawn.request.get_absolute_url()}record.json")
    file = tmp_path / "draw.json"
    file.write_bytes(answer.content)
    assert (main.main(["verify", "draw", str(file)]), capsys.readouterr().out) == (0, "same\n")


def test_a_record_with_another_secret_value_or_row_is_found_out(drawn):
    record = Draw.objects.get().record
    changed = [
        record | {"public_value": "3187.43"},
        record | {"secrets": {"agency": [record["secrets"]["agency"][0], "00" * 32]}},
        record | {"leaves": record["leaves"][:-1]},
    ]
    assert [verdict(row) == "same" for row in [record, *changed]] == [True, False, False, False]


@pytest.mark.clause("M-6.3")
def test_neither_names_nor_accounts_nor_employers_are_in_the_record(drawn):
    text = json.dumps([Draw.objects.get().record, Draw.objects.get().manifest], ensure_ascii=False)
    for expert in drawn.pool.experts.select_related("person", "employer"):
        for word in (expert.person.name, expert.person.username, expert.employer.name, str(expert.id)):
            assert f'"{word}"' not in text
            assert f"|{word}" not in text


def test_the_page_of_the_draw_shows_the_walk_line_by_line(drawn):
    client = accounts.client_for(drawn.manager)
    page = client.get(drawn.request.get_absolute_url(), {"part": "draw"}).content.decode()
    for line in Draw.objects.get().record["log"]:
        parts = line.split("|")
        if len(parts) == 4:
            assert parts[2] in page


def test_a_panel_given_up_may_be_asked_for_again(frozen, now):
    services.fail_request(actor=frozen.manager, request_id=frozen.request.id, reason="Too few", now=now)
    ref = experts.case_ref(case_id=frozen.request.case_id)
    again = experts.request(
        frozen.achievement, lead=frozen.lead, ref=ref, of=frozen.pool, quotas=experts.SMALL, now=now
    )
    assert again.state == "draft"
