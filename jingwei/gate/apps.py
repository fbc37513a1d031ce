from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "jingwei.gate"
    label = "gate"

    def ready(self):
        from jingwei.core.worker import every_minute

        from . import trail

        every_minute(trail.seal)
