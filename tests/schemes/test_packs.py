"""What every shipped pack keeps."""

import re

import pytest

from quanheng.schemes import load_pack, shipped, shipped_packs

CLAUSE = re.compile(r"(H|M)-")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(params=shipped_packs())
def pack(request):
    return shipped(request.param)


def test_every_folder_of_packs_is_shipped():
    assert {path.name for path in shipped("trade-cn").path.parent.iterdir() if path.is_dir()} == set(
        shipped_packs()
    )


@pytest.mark.clause("H-3.1")
def test_every_row_has_source_clause_status_and_dates(pack):
    documents = {source.id for source in pack.sources}
    for row in pack.rows:
        assert row.source in documents, row.key
        assert row.clause, row.key
        assert row.status in {"official", "secondary", "proposal"}, row.key
        assert row.effective_from >= pack.effective_from, row.key


@pytest.mark.clause("H-3.1")
def test_a_standard_is_cited_by_number_and_marked_where_its_text_is_not_at_hand():
    standards = [source for source in shipped("hebei-guide").sources if source.number.startswith("GB/T")]
    assert [(s.number, s.issued, s.at_hand) for s in standards] == [
        ("GB/T 22900-2022", "2022", False),
        ("GB/T 44731-2024", "2024", False),
    ]


def test_our_own_proposals_never_pass_for_policy(pack):
    assert [
        row.key for row in pack.rows if row.source in {"quanheng", "practice"} and row.status == "official"
    ] == []


def test_an_unconfirmed_text_is_never_called_official(pack):
    borrowed = [row for row in pack.rows if row.verify and row.status == "official"]
    assert borrowed == []


def test_clauses_of_the_policies_stand_in_the_clause_map(pack, clause_ids):
    cited = {row.clause for row in pack.rows if CLAUSE.match(row.clause)}
    assert {
        c for c in cited if c not in clause_ids and not any(known.startswith(f"{c}.") for known in clause_ids)
    } == set()


def test_every_title_has_an_english_one_without_han_characters(pack):
    for row in pack.rows:
        for name, cell in row.fields.items():
            if name.endswith("_en"):
                assert not HAN.search(str(cell)), (row.key, name)
                assert bool(cell) == bool(row.fields[name.removesuffix("_en")]), (row.key, name)


def test_loading_twice_gives_the_same_fingerprint(pack):
    assert load_pack(pack.path).fingerprint == pack.fingerprint


def test_the_fingerprint_is_blind_to_place_and_to_the_way_of_writing(workshop):
    path = workshop.copy("conflicts-default")
    text = (path / "conflicts.toml").read_text("utf-8")
    (path / "conflicts.toml").write_text(text.replace(" = ", "  =  ") + "\n# a remark\n", "utf-8")
    assert load_pack(path).fingerprint == shipped("conflicts-default").fingerprint


@pytest.mark.clause("M-8.5")
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("deadlines.csv", "evaluation.accept,10", "evaluation.accept,11"),
        ("levels.csv", "发现新需求", "发现需求"),
        ("indicators.csv", "scientific=0.6;technical=0.4", "scientific=0.5;technical=0.5"),
        ("qualification.toml", "minimum = 10", "minimum = 9"),
        ("seats.csv", "quanheng,H-13.1,proposal", "practice,H-13.1,proposal"),
        ("pack.toml", "effective_to = 2027-06-30", "effective_to = 2027-06-29"),
        ("pack.toml", 'version = "1.0"', 'version = "1.1"'),
    ],
)
def test_any_rule_that_changes_changes_the_fingerprint(workshop, file, old, new):
    assert (
        load_pack(workshop.spoiled("hebei-guide", file, old, new)).fingerprint
        != shipped("hebei-guide").fingerprint
    )


def test_a_row_without_dates_holds_as_long_as_its_pack():
    pack = shipped("hebei-guide")
    assert {(row.effective_from, row.effective_to) for row in pack.rows} == {
        (pack.effective_from, pack.effective_to)
    }


def test_a_row_leads_to_the_document_it_cites():
    pack = shipped("trade-cn")
    row = next(row for row in pack.rows if row.key == "auction.notice_minimum")
    assert pack.source_of(row).title == "中华人民共和国拍卖法"


def test_the_sheets_of_a_pack_can_be_read_apart():
    assert len(shipped("hebei-guide").table("levels")) == 13
