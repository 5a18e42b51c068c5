from django.apps import AppConfig

from quanheng.platform.common import profile


class CommonConfig(AppConfig):
    name = "quanheng.platform.common"
    label = "common"

    def ready(self) -> None:
        profile.register_checks()
