from django.apps import AppConfig


class HousingConfig(AppConfig):
    name = "jingwei.housing"
    label = "housing"

    def ready(self):
        from . import messages  # noqa: F401 - declares the trail's sentences
