from django.apps import AppConfig


class PartyConfig(AppConfig):
    name = "jingwei.party"
    label = "party"

    def ready(self):
        from . import messages  # noqa: F401 - declares the trail's sentences
