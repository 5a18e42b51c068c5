"""Rows are fetched in one place, names that rooms leave with each other resolve, kinds have sentences."""

import ast
from collections.abc import Iterator
from pathlib import Path

import quanheng
from quanheng import schemes
from quanheng.platform.common import sentences
from quanheng.platform.common.registry import registries
from quanheng.platform.common.ui import icons, navigation

PLATFORM = Path(quanheng.__file__).parent / "platform"
MANAGERS = {"objects", "_default_manager", "_base_manager"}
MAY_FETCH = {"models", "selectors", "services", "ledger", "migrations"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PLATFORM.rglob("*.py")):
        yield path.relative_to(PLATFORM).as_posix(), ast.parse(path.read_text("utf-8"))


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of `name` (dotted) in the platform, with its place."""
    for place, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
                yield f"{place}:{node.lineno}", node


def defined_classes(tree: ast.Module) -> set[str]:
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


def owns_tables(place: str) -> bool:
    """A folder of `common` with its own tables (journal, inbox, jobs, files) reads and writes them."""
    folder = Path(place).parent
    return (
        place.startswith("common/") and len(folder.parts) > 1 and (PLATFORM / folder / "models.py").exists()
    )


def fetching(tree: ast.Module) -> Iterator[ast.Attribute]:
    """Every use of a model's manager, save of a model that this module defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            model = ast.unparse(node.value).rpartition(".")[2]
            if model[:1].isupper() and model not in defined_classes(tree):
                yield node


def test_rows_are_fetched_in_models_selectors_and_services_only():
    found = [
        f"{place}:{node.lineno} {ast.unparse(node)}"
        for place, tree in modules()
        if not MAY_FETCH & set(Path(place).with_suffix("").parts) and not owns_tables(place)
        for node in fetching(tree)
    ]
    assert found == []


def test_every_name_that_a_room_left_with_another_resolves():
    assert [
        name for registry in registries() for name, answer in registry.answers() if not callable(answer)
    ] == []


def test_every_kind_of_entry_has_its_sentence():
    unknown = [
        place
        for place, call in calls("journal.record")
        if isinstance(call.args[0], ast.Constant) and call.args[0].value not in sentences.kinds()
    ]
    assert unknown == []


def test_every_deadline_of_the_inbox_is_a_row_of_the_rules():
    stack = schemes.default_stack()
    for place, call in calls("inbox.assign"):
        key = next((k.value for k in call.keywords if k.arg == "deadline"), None)
        if isinstance(key, ast.Constant) and key.value:
            assert stack.deadline(key.value), place


def test_every_icon_of_the_menu_exists():
    assert [place.url_name for place in navigation.places() if place.icon not in icons.NAMES] == []
