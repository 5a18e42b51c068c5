from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "quanheng.platform.followup"
    label = "followup"
