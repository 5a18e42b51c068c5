from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "quanheng.platform.portal"
    label = "portal"
