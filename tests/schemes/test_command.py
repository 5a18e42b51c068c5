"""`quanheng scheme` from the outside."""

import argparse

import pytest

from quanheng.cli import scheme
from quanheng.schemes import shipped, shipped_packs


@pytest.fixture
def command():
    def run(*words: str) -> int:
        parser = argparse.ArgumentParser()
        scheme.register(parser.add_subparsers())
        return scheme.run(parser.parse_args(["scheme", *words]))

    return run


def test_check_prints_what_the_pack_is(command, capsys):
    path = shipped("conflicts-default").path
    assert command("check", str(path)) == 0
    assert (
        capsys.readouterr().out
        == f"conflicts-default 1.0  proposal  2026-01-01 to open  15 rows  {shipped('conflicts-default').fingerprint}\n"
    )


def test_check_prints_every_fault_and_nothing_else(command, capsys, workshop):
    path = workshop.spoiled(
        "hebei-guide", "deadlines.csv", "evaluation.accept,10,workday", "evaluation.accept,ten,workday"
    )
    (path / "raters.csv").write_text(
        (path / "raters.csv").read_text("utf-8").replace("technical", "wizard", 1), "utf-8"
    )
    assert command("check", str(path)) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "deadlines.csv, row 2, column value",
        "raters.csv, row 2, column role",
    ]


def test_check_of_a_place_without_a_pack_fails(command, capsys, tmp_path):
    assert command("check", str(tmp_path / "nowhere")) == 2
    assert capsys.readouterr().out == "pack.toml: the file is missing\n"


def test_list_names_every_shipped_pack(command, capsys):
    assert command("list") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(shipped_packs())
