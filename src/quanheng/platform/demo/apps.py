from django.apps import AppConfig
from django.conf import settings

from quanheng.platform.common import sentences
from quanheng.platform.common.ticking import due
from quanheng.platform.demo.journal_kinds import KINDS


class DemoConfig(AppConfig):
    name = "quanheng.platform.demo"
    label = "demo"

    def ready(self) -> None:
        sentences.register(KINDS)
        if settings.PROFILE == "demo":
            due.register("quanheng.platform.demo.services.bots.let_bots_bid", key="demo.bots")
