from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "quanheng.platform.accounts"
    label = "accounts"
