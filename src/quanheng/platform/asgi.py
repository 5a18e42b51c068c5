"""The one server: Django's pages, and the bidding engine under `/live/` (which never enters Django)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.platform.settings")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
