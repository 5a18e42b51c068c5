"""What `pip install` would bring: every file of the source, and methods that need no Django."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
NOT_SHIPPED = {"__pycache__", "quanheng.egg-info"}
BUILD = "from setuptools.build_meta import build_wheel; build_wheel('dist')"
WITHOUT_DJANGO = """
import sys
sys.modules["django"] = None  # an import of it now fails
import quanheng.methods as methods
for name in dir(methods):
    getattr(methods, name)
"""


def test_a_wheel_holds_every_file_of_the_source(tmp_path):
    for folder in ("src", "requirements"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(*NOT_SHIPPED))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, tmp_path)
    shipped = (tmp_path / "src" / "quanheng").rglob("*")
    source = {str(path.relative_to(tmp_path / "src")) for path in shipped if path.is_file()}
    (tmp_path / "dist").mkdir()
    subprocess.run([sys.executable, "-c", BUILD], cwd=tmp_path, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert source - set(ZipFile(wheel).namelist()) == set()


def test_the_methods_load_without_django():
    subprocess.run([sys.executable, "-c", WITHOUT_DJANGO], cwd=ROOT / "src", check=True)
