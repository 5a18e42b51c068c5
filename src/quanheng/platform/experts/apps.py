from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "quanheng.platform.experts"
    label = "experts"
