from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "quanheng.platform.library"
    label = "library"
