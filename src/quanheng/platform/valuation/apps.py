from django.apps import AppConfig


class ValuationConfig(AppConfig):
    name = "quanheng.platform.valuation"
    label = "valuation"
