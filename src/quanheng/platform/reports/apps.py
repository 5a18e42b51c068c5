from django.apps import AppConfig

from quanheng.platform.common import sentences
from quanheng.platform.common.files.guards import guards
from quanheng.platform.reports.journal_kinds import KINDS

HERE = "quanheng.platform.reports"


class ReportsConfig(AppConfig):
    name = HERE
    label = "reports"

    def ready(self) -> None:
        sentences.register(KINDS)
        guards.register(f"{HERE}.access.reads_file", "report")
