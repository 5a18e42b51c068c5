"""The contract: fee apart from the result, signed by both sides in any order, on the page or on paper."""

from dataclasses import replace
from datetime import date

import pytest

from factories import accounts, evaluation
from quanheng.platform.common.errors import Incomplete, Refused
from quanheng.platform.common.files.services import store_made
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import services

pytestmark = pytest.mark.django_db
NOW = evaluation.NOW


def with_terms():
    row = evaluation.evaluation("accepted")
    cast = evaluation.cast_of(row)
    services.save_contract(actor=cast.lead, number=row.number, terms=evaluation.TERMS, now=NOW)
    return evaluation.fresh(row), cast


def sign(row, actor, organisation, **changes):
    values = {
        "actor": actor,
        "number": row.number,
        "version": row.version,
        "word": organisation.name,
        "now": NOW,
    }
    return services.sign_contract(**(values | changes))


@pytest.mark.parametrize("first", ["client", "institution"])
def test_either_side_may_sign_first_and_the_second_signature_makes_the_contract(first):
    row, cast = with_terms()
    sides = [(cast.owner, row.client), (cast.lead, row.institution)]
    states = []
    for actor, organisation in sides if first == "client" else reversed(sides):
        sign(row, actor, organisation)
        states.append(evaluation.fresh(row).state)
    assert states == ["accepted", "contracted"]


def test_a_fee_that_follows_the_result_is_refused(stood):
    row, cast = with_terms()
    terms, before = replace(evaluation.TERMS, fee_basis="result"), stood()
    with pytest.raises(Refused, match="The fee must not depend on level, score or value of the result"):
        services.save_contract(actor=cast.lead, number=row.number, terms=terms, now=NOW)
    assert stood() == before


def test_a_report_is_due_on_a_day_to_come(stood):
    row, cast = with_terms()
    terms, before = replace(evaluation.TERMS, finish_on=date(2026, 9, 20)), stood()
    with pytest.raises(Refused, match="Report due on: got 2026-09-20, takes a day to come"):
        services.save_contract(actor=cast.lead, number=row.number, terms=terms, now=NOW)
    assert stood() == before


def test_nothing_is_signed_before_all_terms_are_written(stood):
    row = evaluation.evaluation("accepted")
    before = stood()
    with pytest.raises(Incomplete) as error:
        sign(row, evaluation.cast_of(row).owner, row.client)
    assert len(error.value.missing) == 6
    assert stood() == before


def test_changed_terms_void_the_signature_given_to_the_old_ones():
    row, cast = with_terms()
    sign(row, cast.owner, row.client)
    services.save_contract(actor=cast.lead, number=row.number, terms=evaluation.TERMS, now=NOW)
    assert evaluation.fresh(row).client_signed_at is None


def test_terms_that_changed_after_they_were_read_are_not_signed(stood):
    row, cast = with_terms()
    services.save_contract(actor=cast.lead, number=row.number, terms=evaluation.TERMS, now=NOW)
    before = stood()
    with pytest.raises(Refused, match="The terms were changed after you read them"):
        sign(row, cast.owner, row.client)
    assert stood() == before


@pytest.mark.parametrize("word", ["", "Somebody else"])
def test_a_signature_is_the_name_of_the_own_organisation(word, stood):
    row, cast = with_terms()
    before = stood()
    with pytest.raises(Refused, match="To sign, type the name of your organisation"):
        sign(row, cast.owner, row.client, word=word)
    assert stood() == before


def scanned(row, actor):
    attachment = store_made(
        content=b"%PDF-", name="contract.txt", owner_kind="contract", owner_id=row.id, actor=actor, now=NOW
    )
    services.file_contract_scan(
        actor=actor, number=row.number, version=row.version, attachment=attachment, now=NOW
    )


@pytest.mark.clause("M-S3.5")
def test_a_scan_needs_a_second_person(stood):
    row, cast = with_terms()
    scanned(row, cast.lead)
    before = stood()
    with pytest.raises(Refused, match="another person than the proposer"):
        services.confirm_contract_scan(actor=cast.lead, number=row.number, side="institution", now=NOW)
    assert stood() == before
    services.confirm_contract_scan(actor=cast.reviewer, number=row.number, side="institution", now=NOW)
    assert evaluation.fresh(row).institution_signed_at == NOW


def test_two_confirmed_scans_make_the_contract():
    row, cast = with_terms()
    for actor, side in ((cast.owner, "client"), (cast.lead, "institution")):
        scanned(row, actor)
        services.confirm_contract_scan(actor=cast.signer, number=row.number, side=side, now=NOW)
    assert evaluation.fresh(row).state == "contracted"


def test_another_case_manager_of_the_institution_does_not_write_the_terms(stood):
    row, _ = with_terms()
    other, before = accounts.actor(Role.LEAD, row.institution), stood()
    with pytest.raises(Refused, match="Only the manager of this case"):
        services.save_contract(actor=other, number=row.number, terms=evaluation.TERMS, now=NOW)
    assert stood() == before
