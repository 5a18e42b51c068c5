"""Third-party files are the ones that were read and licensed, byte for byte."""

import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

import quanheng.platform.common

VENDOR = Path(quanheng.platform.common.__file__).parent / "static" / "vendor"
PACKAGES = tomllib.loads((VENDOR / "vendor.toml").read_text("utf-8"))["package"]


def folder(package):
    return VENDOR / f"{package['name']}-{package['version']}"


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p["name"])
def test_a_vendored_file_has_the_sum_that_is_written_down(package):
    assert sha256((folder(package) / package["file"]).read_bytes()).hexdigest() == package["sha256"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p["name"])
def test_a_vendored_file_stands_beside_its_licence(package):
    assert (folder(package) / "LICENSE").stat().st_size > 100


def test_no_file_is_vendored_that_is_not_listed():
    listed = {folder(p) / p["file"] for p in PACKAGES}
    found = {f for f in VENDOR.glob("*/*") if f.name not in {"LICENSE", "NOTICE"}}
    assert found == listed
