"""Figures are kept with or without a source; runs are kept once per figures, and never changed."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from factories import library, valuation
from factories.valuation import FIGURES, NOW, SOURCED
from quanheng.methods.errors import MethodError
from quanheng.platform.common.errors import Incomplete, Refused
from quanheng.platform.common.steps import step_of
from quanheng.platform.valuation import selectors, services
from quanheng.platform.valuation.models import Engagement, MethodRun
from quanheng.platform.valuation.services import Entry
from quanheng.platform.valuation.sheets.catalogue import SHEETS

pytestmark = pytest.mark.django_db
SPLIT = "income.split"


def save(row: Engagement, code: str = SPLIT, **changes: object) -> None:
    figures = {name: Entry(value, **SOURCED) for name, value in (FIGURES[code] | changes).items()}
    services.save_params(actor=valuation.lead_of(row), number=row.number, code=code, entries=figures, now=NOW)


def run(row: Engagement, code: str = SPLIT) -> MethodRun:
    return services.run_method(actor=valuation.lead_of(row), number=row.number, code=code, now=NOW)


def test_a_figure_without_source_is_kept_and_computes():
    row = valuation.engagement("locked", sourced=False)
    assert (run(row).value, row.params.get(name="rate").sourced) == (Decimal("1919520.35"), False)


def test_the_same_figures_give_the_same_run():
    row = valuation.engagement("locked")
    assert run(row).id == run(row).id


def test_a_figure_typed_with_zeros_behind_the_point_gives_the_same_run():
    row = valuation.engagement("locked")
    first = run(row)
    save(row, rate="0.1800")
    assert run(row).id == first.id


def test_going_back_to_earlier_figures_finds_their_run_again():
    row = valuation.engagement("locked")
    first = run(row)
    save(row, rate="0.2")
    second = run(row)
    save(row)
    assert (second.value, run(row).id, row.runs.count()) == (Decimal("1819945.99"), first.id, 2)


def test_the_fingerprint_of_a_run_is_the_same_on_every_computer():
    row = valuation.engagement("locked")
    assert run(row).fingerprint == "e9c3464c7a34" + run(row).fingerprint[12:]


def test_a_source_is_no_input_of_the_run():
    row = valuation.engagement("locked")
    first = run(row)
    entry = Entry(FIGURES[SPLIT]["rate"], source="Bond table", as_of=date(2026, 8, 30))
    services.set_param(
        actor=valuation.lead_of(row), number=row.number, code=SPLIT, name="rate", entry=entry, now=NOW
    )
    assert run(row).id == first.id


def test_changed_figures_leave_the_method_without_a_value_until_they_are_run():
    row = valuation.engagement("in")
    save(row, rate="0.25")
    assert selectors.current_runs(row) == {}


def test_a_run_keeps_inputs_explanation_and_the_reason_of_its_method():
    row = valuation.engagement("in")
    kept = row.runs.get()
    assert (
        kept.inputs["rate"],
        step_of(kept.explanation).value.quantize(Decimal("0.01")),
        kept.why_chosen,
    ) == (
        "0.18",
        kept.value,
        "Fits the data at hand",
    )


def test_a_missing_figure_keeps_no_run():
    row = valuation.engagement("locked")
    save(row, rate="")
    with pytest.raises(Incomplete, match="1 parts"):
        run(row)
    assert row.runs.count() == 0


def test_a_refusal_of_the_method_leaves_the_runs_as_they_were():
    row = valuation.engagement("in", methods=(SPLIT, "income.dcf"))
    save(row, "income.dcf", terminal_growth="0.3")
    with pytest.raises(MethodError, match="below the rate"):
        run(row, "income.dcf")
    assert row.runs.count() == 2


def test_a_method_that_was_not_chosen_is_not_run():
    row = valuation.engagement("locked")
    save(row, "income.dcf")
    with pytest.raises(Refused, match="not among the methods chosen"):
        run(row, "income.dcf")


@pytest.mark.clause("H-14.6")
def test_a_method_that_needs_a_reason_is_not_run_without_one():
    row = valuation.engagement("draft", "basic")
    Engagement.objects.filter(id=row.id).update(methods=[{"code": "income.dcf", "weight": "1", "why": ""}])
    save(row, "income.dcf")
    with pytest.raises(Refused, match="reason"):
        run(row, "income.dcf")


def test_a_paper_of_another_achievement_is_refused():
    row = valuation.engagement("locked")
    stranger = library.achievement().evidence.get()
    for paper in (stranger.id, uuid4()):
        entry = Entry("0.2", evidence_id=paper)
        with pytest.raises(Refused, match="not of this achievement"):
            services.set_param(
                actor=valuation.lead_of(row),
                number=row.number,
                code=SPLIT,
                name="rate",
                entry=entry,
                now=NOW,
            )
    assert row.params.get(method=SPLIT, name="rate").value == "0.18"


def test_a_paper_of_the_achievement_stands_beside_its_figure():
    row = valuation.engagement("locked")
    entry = Entry("0.18", evidence_id=row.achievement.evidence.get().id, **SOURCED)
    services.set_param(
        actor=valuation.lead_of(row), number=row.number, code=SPLIT, name="rate", entry=entry, now=NOW
    )
    assert row.params.get(method=SPLIT, name="rate").evidence == row.achievement.evidence.get()


def test_a_figure_that_did_not_change_keeps_who_entered_it():
    row = valuation.engagement("locked")
    before = row.params.get(method=SPLIT, name="tax").id, row.params.get(method=SPLIT, name="tax").entered_at
    save(row, rate="0.2")
    after = row.params.get(method=SPLIT, name="tax")
    assert (after.id, after.entered_at) == before


def test_a_figure_left_out_is_gone():
    row = valuation.engagement("locked")
    save(row, rate="")
    assert not row.params.filter(method=SPLIT, name="rate").exists()


def test_a_name_that_the_method_does_not_know_is_refused():
    row = valuation.engagement("locked")
    with pytest.raises(Refused, match="not a figure"):
        save(row, magic="1")
    assert row.params.filter(method=SPLIT).count() == len(FIGURES[SPLIT])


def test_once_the_opinions_are_open_the_figures_are_fixed():
    row = valuation.engagement("opened")
    with pytest.raises(Refused, match="fixed"):
        save(row, rate="0.2")
    with pytest.raises(Refused):
        run(row)
    assert row.params.get(method=SPLIT, name="rate").value == "0.18"


def test_once_the_opinions_are_open_a_source_is_still_completed():
    row = valuation.engagement("opened", sourced=False)
    save(row)
    assert row.params.get(method=SPLIT, name="rate").sourced


def test_the_database_refuses_a_second_run_of_the_same_figures():
    row = valuation.engagement("in")
    twin = row.runs.get()
    twin.id = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.parametrize("code", sorted(SHEETS))
def test_every_sheet_is_kept_and_read_back_as_it_was(code):
    row = valuation.engagement("draft", "industrial")
    save(row, code)
    sheet = SHEETS[code]
    stored = selectors.stored_values(sheet, selectors.params(row, code))
    assert selectors.run_print(sheet, stored) == selectors.run_print(sheet, stored | {"unknown": "1"})
    assert not sheet.missing(stored)
