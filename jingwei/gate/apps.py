from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "jingwei.gate"
    label = "gate"
