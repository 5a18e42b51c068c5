from django.apps import AppConfig

from quanheng.platform.common import sentences
from quanheng.platform.integrity.journal_kinds import KINDS


class IntegrityConfig(AppConfig):
    name = "quanheng.platform.integrity"
    label = "integrity"

    def ready(self) -> None:
        sentences.register(KINDS)
