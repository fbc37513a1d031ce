from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jingwei.people"
    label = "people"

    def ready(self):
        from . import messages  # noqa: F401 - declares the trail's sentences
