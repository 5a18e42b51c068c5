from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "quanheng.platform.exchange"
    label = "exchange"
