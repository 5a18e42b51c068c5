"""The real settings in the test profile, on a throw-away data folder (read before any conftest)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("QUANHENG_PROFILE", "test")
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="quanheng-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from quanheng.platform.settings import *  # noqa: F403  # the environment has to be set first

Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # noqa: F405  # from the real settings
