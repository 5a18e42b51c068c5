"""H-8: the level follows the accepted evidence, and a person other than the uploader accepts it."""

from decimal import Decimal

import pytest

from factories import accounts, library, maturity
from factories.maturity import NOW, decide, grading
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.files import store
from quanheng.platform.common.files.services import EvidenceChanged
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.journal.models import JournalEntry
from quanheng.platform.common.roles import Role
from quanheng.platform.maturity import selectors, services
from quanheng.platform.maturity.models import GradingState, Verdict

pytestmark = pytest.mark.django_db
ONE = [("1", "Everything", 100, True)]


def cell(row, code: str, level: int):
    return selectors.matrix(row).cells[code, level]


def untouched(row):
    return Verdict.objects.filter(grading=row).count(), JournalEntry.objects.count()


@pytest.mark.clause("H-8.2")
def test_a_level_is_accepted_when_every_element_of_it_is():
    row = grading(library.achievement(packages=ONE))
    library.evidence(row.achievement, "1", 1, "needs_report")
    decide(row, "1", 1, "survey_report")
    half = cell(row, "1", 1).state
    decide(row, "1", 1, "needs_report")
    assert (half, cell(row, "1", 1).state, selectors.assess(row).level) == ("pending", "accepted", 1)


@pytest.mark.clause("H-8.2")
def test_a_gap_holds_the_level_down():
    row = grading(library.achievement(packages=ONE))
    maturity.accept_up_to(row, 3)
    library.evidence(row.achievement, "1", 5, "function_test_report")
    decide(row, "1", 5, "function_test_report")
    result = selectors.assess(row)
    assert (result.level, result.leaves[0].gaps) == (3, (4,))


@pytest.mark.clause("H-8.2")
def test_the_uploader_cannot_accept_own_evidence():
    row = grading()
    uploader = accounts.actor(
        Role.LEAD, maturity.accounts.Organisation.objects.get(id=maturity.lead_of(row).organisation_id)
    )
    paper = row.achievement.evidence.get(level=1)
    paper.uploaded_by_id = uploader.person_id
    paper.save(update_fields=["uploaded_by_id"])
    before = untouched(row)
    with pytest.raises(Refused, match="another person than the one who uploaded"):
        decide(row, "1.1", 1, "survey_report", actor=uploader)
    assert untouched(row) == before


def test_evidence_changed_after_acceptance_is_invalidated_and_the_level_falls():
    row = grading(library.achievement(packages=ONE))
    maturity.accept_up_to(row, 2)
    paper = row.achievement.evidence.filter(level=2, element="rd_scheme").get()
    paper.removed_at = NOW
    paper.save(update_fields=["removed_at"])
    library.evidence(row.achievement, "1", 2, "rd_scheme", content=b"another scheme")
    assert (cell(row, "1", 2).state, selectors.assess(row).level) == ("invalidated", 1)


def test_a_file_changed_in_the_store_is_not_accepted(settings):
    row = grading()
    paper = row.achievement.evidence.get(level=1)
    place = store.place(settings.FILES_DIR, paper.attachment.file_id)
    place.chmod(0o600)
    place.write_bytes(b"forged")
    before = untouched(row)
    with pytest.raises(EvidenceChanged):
        decide(row, "1.1", 1, "survey_report")
    assert untouched(row) == before


def test_a_refused_element_is_judged_anew_when_another_paper_comes():
    row = grading()
    decide(row, "1.1", 1, "survey_report", verdict="not_accepted", reason="No date")
    refused = cell(row, "1.1", 1).state
    library.evidence(row.achievement, "1.1", 1, "survey_report")
    assert (refused, cell(row, "1.1", 1).state) == ("not_accepted", "pending")


def test_a_refusal_needs_a_reason():
    row = grading()
    before = untouched(row)
    with pytest.raises(Refused, match="takes the reason"):
        decide(row, "1.1", 1, "survey_report", verdict="not_accepted", reason="  ")
    assert untouched(row) == before


@pytest.mark.parametrize(
    ("code", "level", "element"),
    [("9.9", 1, "survey_report"), ("1.1", 1, "line_proof"), ("1.1", 10, "invoice"), ("1.1", 99, "invoice")],
)
def test_only_what_the_matrix_holds_is_judged(code, level, element):
    row = grading()
    before = untouched(row)
    with pytest.raises(Refused, match="takes one of the matrix"):
        decide(row, code, level, element)
    assert untouched(row) == before


def test_nothing_is_judged_before_the_breakdown_is_confirmed():
    row = grading(confirmed_packages=False)
    with pytest.raises(Refused, match="has to be confirmed"):
        decide(row, "1.1", 1, "survey_report")
    assert untouched(row)[0] == 0


def test_a_stranger_finds_no_grading():
    row = grading()
    stranger = accounts.actor(Role.LEAD)
    with pytest.raises(Absent):
        selectors.get(stranger, row.case_number)
    with pytest.raises(Absent):
        decide(row, "1.1", 1, "survey_report", actor=stranger)


@pytest.mark.clause("H-A1.3")
def test_level_9_without_a_site_visit_is_refused():
    row = grading(library.achievement(packages=ONE))
    maturity.accept_up_to(row, 8)
    for element in ("line_proof", "quality_test", "market_licence", "user_contract"):
        library.evidence(row.achievement, "1", 9, element)
        if element != "line_proof":
            decide(row, "1", 9, element)
    before = untouched(row)
    with pytest.raises(Refused, match="site visit"):
        decide(row, "1", 9, "line_proof")
    assert (untouched(row), selectors.assess(row).level) == (before, 8)


@pytest.mark.clause("H-A1.3")
def test_level_9_is_reached_with_the_visit():
    row = grading(library.achievement(packages=ONE))
    maturity.accept_up_to(row, 9)
    assert selectors.assess(row).level == 9


@pytest.mark.clause("H-A1.3")
def test_level_11_waits_for_its_figures():
    row = grading(library.achievement(packages=ONE))
    maturity.accept_up_to(row, 11)
    lead = maturity.lead_of(row)
    before = selectors.assess(row).level
    figures = {
        "break_even_volume": Decimal(1000),
        "sold_volume": Decimal(1200),
        "cumulative_net_profit": Decimal("350000.00"),
    }
    services.enter_figures(actor=lead, grading_id=row.id, level=11, values=figures, now=NOW)
    assert (before, selectors.assess(row).level) == (10, 11)


@pytest.mark.clause("H-A1.3")
def test_a_figure_falls_with_the_paper_it_was_read_from():
    row = grading(library.achievement(packages=ONE))
    maturity.accept_up_to(row, 12)
    lead, values = (
        maturity.lead_of(row),
        {"accounting_year": Decimal(2025), "annual_profit": Decimal("10.00")},
    )
    services.enter_figures(actor=lead, grading_id=row.id, level=12, values=values, now=NOW)
    whole = cell(row, "", 12).state
    row.achievement.evidence.filter(level=12, element="audit_report").update(removed_at=NOW)
    library.evidence(row.achievement, None, 12, "audit_report", content=b"a later audit")
    decide(row, "", 12, "audit_report")
    assert (whole, cell(row, "", 12).state, len(cell(row, "", 12).missing)) == ("accepted", "pending", 2)


@pytest.mark.clause("H-8.1")
def test_the_worked_example_gives_level_6_and_index_6_65():
    row = grading()
    for code, level in (("1.1", 7), ("1.2", 6), ("1.3", 8), ("1.4", 5)):
        maturity.accept_up_to(row, level, codes=[code])
    result = selectors.assess(row)
    assert (result.level, result.stage, round(result.index, 2)) == (6, "applied", 6.65)


def test_confirming_fixes_level_stage_index_and_explanation():
    row = grading(library.achievement(packages=ONE))
    row.achievement.evidence.update(removed_at=NOW)
    maturity.accept_up_to(row, 4)
    done = services.confirm_grading(actor=maturity.lead_of(row), grading=row, now=NOW)
    kept = done.result
    assert (done.state, done.level, done.stage, done.index) == (
        GradingState.CONFIRMED,
        4,
        "basic",
        Decimal("4.00"),
    )
    assert (kept["leaves"], kept["explanation"]["label"]["text"]) == (
        [{"code": "1", "level": 4, "gaps": []}],
        "Maturity level",
    )


def test_confirming_names_everything_in_the_way():
    row = grading(confirmed_packages=False)
    with pytest.raises(Incomplete) as refusal:
        services.confirm_grading(actor=maturity.lead_of(row), grading=row, now=NOW)
    assert [part.section for part in refusal.value.missing] == ["packages", "matrix"]
    row.refresh_from_db()
    assert row.state == GradingState.OPEN


def test_a_confirmed_grading_is_closed_to_every_verb():
    row = grading(library.achievement(packages=ONE))
    row.achievement.evidence.update(removed_at=NOW)
    maturity.accept_up_to(row, 1)
    services.confirm_grading(actor=maturity.lead_of(row), grading=row, now=NOW)
    before = untouched(row)
    with pytest.raises(Refused, match="already confirmed"):
        decide(row, "1", 1, "survey_report", verdict="not_accepted", reason="late")
    with pytest.raises(Refused, match="already confirmed"):
        maturity.visit(row)
    assert untouched(row) == before


def test_history_tells_the_decisions_of_one_cell_newest_first():
    row = grading()
    decide(row, "1.1", 1, "survey_report", verdict="not_accepted", reason="No date")
    decide(row, "1.1", 1, "survey_report")
    kinds = [line.kind for line in selectors.history(row, "1.1", 1)]
    assert kinds == ["maturity.accepted", "maturity.not_accepted"]
    assert (selectors.history(row, "1.2", 1), timeline.faults(row.stream)) == ([], [])
