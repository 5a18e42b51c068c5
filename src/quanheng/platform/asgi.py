"""The one server: Django's pages, and the bidding engine under `/live/` (which never enters Django)."""

import os
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.platform.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application

from quanheng.live.serve import Application, Mounted
from quanheng.platform.common import clock

application = Mounted(
    cast(Application, get_asgi_application()), settings.DATA_DIR, keys_dir=settings.KEYS_DIR, clock=clock.now
)
