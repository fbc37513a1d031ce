from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "jingwei.exchange"
    label = "exchange"

    def ready(self):
        from . import messages  # noqa: F401 - declares the trail's sentences
