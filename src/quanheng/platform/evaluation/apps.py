from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "quanheng.platform.evaluation"
    label = "evaluation"
