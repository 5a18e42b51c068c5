"""The one server: Django's pages, and the bidding engine under `/live/` (which never enters Django)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.platform.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application

from quanheng.live.serve import Mounted
from quanheng.platform.common import clock

application = Mounted(get_asgi_application(), settings.DATA_DIR, keys_dir=settings.KEYS_DIR, clock=clock.now)
