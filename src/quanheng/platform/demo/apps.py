from django.apps import AppConfig

from quanheng.platform.common import sentences
from quanheng.platform.demo.journal_kinds import KINDS


class DemoConfig(AppConfig):
    name = "quanheng.platform.demo"
    label = "demo"

    def ready(self) -> None:
        sentences.register(KINDS)
