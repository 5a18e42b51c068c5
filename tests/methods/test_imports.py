"""Importing one room loads no other room and no library of another room."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from quanheng import methods
from quanheng.methods import ranking, scoring, trust

LIGHT = "import quanheng.methods as m"
ROOMS = (
    "trust",
    "scoring",
    "valuation",
    "experts",
    "bidding",
    "maturity",
    "money",
    "result",
    "errors",
    "weighting",
    "agreement",
)


def loaded_after(code):
    """Which modules a fresh interpreter has loaded after `code`."""
    program = f"import sys; {code}; print('\\n'.join(sys.modules))"
    return set(
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        ).stdout.split()
    )


def typed_names(package):
    """The names that a package re-exports to type checkers."""
    tree = ast.parse(Path(package.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    return sorted(
        (alias.name, node.module.removeprefix(f"{package.__name__}."))
        for node in block.body
        for alias in node.names
    )


def test_the_package_alone_loads_no_room_and_no_numpy():
    modules = loaded_after(LIGHT)
    assert not modules & {"numpy", "scipy", "django", *(f"quanheng.methods.{room}" for room in ROOMS)}


@pytest.mark.parametrize(
    ("use", "room"), [("m.yuan", "money"), ("m.assess", "maturity"), ("m.WorkCalendar", "workdays")]
)
def test_using_a_name_loads_its_room_and_no_numpy(use, room):
    modules = loaded_after(f"{LIGHT}; {use}")
    assert f"quanheng.methods.{room}" in modules
    assert not modules & {
        "numpy",
        "scipy",
        "django",
        "quanheng.methods.valuation",
        "quanheng.methods.scoring",
    }


@pytest.mark.parametrize(
    "name", ["topsis", "vikor", "grey_relational", "rank_acceptability", "fuzzy_evaluate"]
)
def test_a_ranking_without_a_solver_loads_no_scipy(name):
    assert not loaded_after(f"{LIGHT}; m.{name}") & {"scipy", "quanheng.methods.scoring"}


def test_data_envelopment_loads_its_solver():
    assert "scipy.optimize" in loaded_after(f"{LIGHT}; m.dea_ccr")


def test_canonical_json_loads_nothing_else_of_trust():
    modules = loaded_after("from quanheng.methods.trust import canonical_json")
    assert {name for name in modules if name.startswith("quanheng.methods.trust.")} == {
        "quanheng.methods.trust.canonical"
    }


@pytest.mark.parametrize("package", [methods, ranking, trust], ids=lambda package: package.__name__)
def test_type_checkers_see_the_names_that_resolve(package):
    assert typed_names(package) == sorted(package._HOMES.items())


@pytest.mark.parametrize("package", [methods, ranking, trust], ids=lambda package: package.__name__)
def test_every_name_resolves_and_is_listed(package):
    assert all(getattr(package, name) is not None for name in package._HOMES)
    assert set(package._HOMES) <= set(dir(package))


@pytest.mark.parametrize("package", [methods, ranking, trust], ids=lambda package: package.__name__)
def test_an_unknown_name_is_an_ordinary_attribute_error(package):
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        package.nothing  # noqa: B018 - reading it is the act


def test_the_classes_and_functions_of_scoring_can_be_imported_from_methods():
    names = {name for name in scoring.__all__ if not name.isupper()}
    assert {name for name in names if getattr(methods, name) is not getattr(scoring, name)} == set()
