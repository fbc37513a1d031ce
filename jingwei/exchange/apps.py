from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "jingwei.exchange"
    label = "exchange"

    def ready(self):
        from jingwei.core.worker import every_minute

        from . import messages  # noqa: F401 - declares the trail's sentences
        from .actions import discard_stale_previews, forget_old_undos

        every_minute(discard_stale_previews)
        every_minute(forget_old_undos)
