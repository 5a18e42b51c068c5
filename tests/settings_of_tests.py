"""The real settings, in the test profile, on a throw-away data folder (pytest reads settings before any conftest)."""

import os
import tempfile

os.environ["QUANHENG_PROFILE"] = "test"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="quanheng-test-")

from quanheng.platform.settings import *  # noqa: F403  # the environment comes first; everything is meant

os.makedirs(STATIC_ROOT, exist_ok=True)  # noqa: F405, PTH103  # whitenoise warns of a missing folder
