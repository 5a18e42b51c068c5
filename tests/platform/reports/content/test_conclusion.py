"""The conclusion as data: exact, complete, under one fingerprint; facts survive being stored."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from factories.facts import NOTICE, SENTENCE_A, report_facts
from quanheng.methods.errors import MethodError
from quanheng.methods.trust.canonical import canonical_json
from quanheng.platform.reports.content import (
    conclusion_fingerprint,
    conclusion_json,
    conclusion_text,
    facts_data,
    facts_of,
)


def test_facts_come_back_from_json_as_they_were():
    assert facts_of(json.loads(json.dumps(facts_data(report_facts())))) == report_facts()


def test_stored_facts_with_a_foreign_field_are_refused_by_name():
    with pytest.raises(MethodError, match="ReportFacts: got colour"):
        facts_of(facts_data(report_facts()) | {"colour": "red"})


@pytest.mark.clause("H-5.1")
def test_the_conclusion_carries_the_notice_and_the_sentence_of_a_valuation():
    data = conclusion_json(report_facts())
    assert (data["notice"], data["valuation"]["sentence_a"]) == (NOTICE, SENTENCE_A)


def test_decimals_are_text_with_all_their_digits():
    data = conclusion_json(report_facts())
    assert (data["scoring"]["competitive"], data["valuation"]["low"]) == ("84.995", "2183570.6512")


@pytest.mark.clause("M-1.2")
def test_an_unfed_value_is_null_and_not_zero():
    data = conclusion_json(report_facts())
    assert data["scoring"]["values"][4]["score"] is None


def test_the_fingerprint_is_the_hash_of_the_canonical_rest():
    data = conclusion_json(report_facts())
    stated = data.pop("fingerprint")
    assert stated == sha256(canonical_json(data)).hexdigest()


def test_the_fingerprint_does_not_depend_on_the_issued_file_or_a_watermark():
    issued = replace(report_facts(), file_sha256="ff" * 32, mark="draft")
    assert conclusion_fingerprint(issued) == conclusion_fingerprint(report_facts())


def test_any_other_change_changes_the_fingerprint():
    assert conclusion_fingerprint(report_facts(lead="P-015")) != conclusion_fingerprint(report_facts())


def test_the_text_is_sorted_and_readable():
    text = conclusion_text(report_facts())
    assert (text.endswith("}\n"), list(json.loads(text))) == (True, sorted(conclusion_json(report_facts())))
