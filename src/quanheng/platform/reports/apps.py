from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "quanheng.platform.reports"
    label = "reports"
