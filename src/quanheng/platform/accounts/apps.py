from django.apps import AppConfig

from quanheng.platform.accounts.journal_kinds import KINDS
from quanheng.platform.common import sentences


class AccountsConfig(AppConfig):
    name = "quanheng.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        sentences.register(KINDS)
