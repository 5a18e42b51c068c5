from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "quanheng.platform.demo"
    label = "demo"
