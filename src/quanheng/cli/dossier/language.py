"""Django's translations without the platform: no database, no apps, only the catalogue."""

import os

import django
from django.conf import settings

from quanheng.platform.common.catalogue import CATALOGUE, compile_catalogue

CHINESE, ENGLISH = "zh-hans", "en"


def make_ready() -> None:
    """Let texts be translated; where the platform is already set up nothing happens."""
    if not settings.configured:
        compile_catalogue()
        settings.configure(
            USE_I18N=True, LANGUAGE_CODE=CHINESE, LOCALE_PATHS=[str(CATALOGUE.parents[2])], INSTALLED_APPS=[]
        )
        django.setup()


def of_reader() -> str:
    """Return the language in which the person at the terminal reads messages."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return CHINESE if value.lower().startswith("zh") else ENGLISH
    return ENGLISH
