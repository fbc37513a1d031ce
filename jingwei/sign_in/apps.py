from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "jingwei.sign_in"
    label = "sign_in"

    def ready(self):
        from jingwei.core.worker import every_minute

        from . import guard, messages  # noqa: F401 - declares its sentences

        every_minute(guard.forget_old)
