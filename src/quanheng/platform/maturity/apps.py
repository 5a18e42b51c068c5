from django.apps import AppConfig


class MaturityConfig(AppConfig):
    name = "quanheng.platform.maturity"
    label = "maturity"
