from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    name = "quanheng.platform.integrity"
    label = "integrity"
