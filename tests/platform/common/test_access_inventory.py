"""Every address stands in `security/urls.toml`, and nothing else does (`trust.md` 7)."""

from collections import Counter

from factories.addresses import addresses
from factories.foreign import foreigners
from quanheng.platform.common.access import inventory


def test_every_address_is_listed():
    assert {a.name for a in addresses()} - set(inventory()) == set()


def test_nothing_is_listed_that_is_not_served():
    assert set(inventory()) - {a.name for a in addresses()} == set()


def test_a_name_belongs_to_one_address():
    assert [name for name, times in Counter(a.name for a in addresses()).items() if times > 1] == []


def test_the_listed_path_is_the_served_one():
    listed = {name: rule.path for name, rule in inventory().items()}
    assert {a.name: a.route for a in addresses() if listed.get(a.name, a.route) != a.route} == {}


def test_every_listed_method_is_answered():
    rules = inventory()
    wrong = {
        a.name: sorted(rules[a.name].methods - a.methods)
        for a in addresses()
        if a.name in rules and a.methods is not None and not rules[a.name].methods <= a.methods
    }
    assert wrong == {}


def test_an_address_that_names_a_case_is_marked_as_one():
    """An address with a place names something; what everybody may see has no `object` mark but is public."""
    rules = inventory()
    unmarked = [
        a.name
        for a in addresses()
        if a.places() and a.name in rules and not rules[a.name].object and "public" not in rules[a.name].roles
    ]
    assert unmarked == []


def test_every_address_of_a_case_is_probed_with_a_strangers():
    assert [name for name, rule in inventory().items() if rule.object and not foreigners(name)] == []
