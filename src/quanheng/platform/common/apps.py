from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "quanheng.platform.common"
    label = "common"
