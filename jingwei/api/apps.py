from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jingwei.api"
    label = "api"

    def ready(self):
        from jingwei.core.worker import every_minute

        from . import messages  # noqa: F401 - declares itself
        from .keys import forget_old_answers

        every_minute(forget_old_answers)
