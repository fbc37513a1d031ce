from django.apps import AppConfig


class TermsConfig(AppConfig):
    name = "jingwei.terms"
    label = "terms"

    def ready(self):
        from . import messages  # noqa: F401 - declares the trail's sentences
