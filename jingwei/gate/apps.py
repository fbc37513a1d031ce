from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "jingwei.gate"
    label = "gate"

    def ready(self):
        from django.utils.module_loading import autodiscover_modules

        from jingwei.core.worker import every_minute

        from . import trail

        every_minute(trail.seal)
        autodiscover_modules("personal", "retention", "exports")  # what each slice holds, keeps and lets go
