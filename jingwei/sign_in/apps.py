from django.apps import AppConfig
from django.core.checks import register


class SignInConfig(AppConfig):
    name = "jingwei.sign_in"
    label = "sign_in"

    def ready(self):
        import django_cas_ng  # noqa: F401 - puts its defaults into the settings

        from jingwei.core.worker import every_minute

        from . import guard, messages  # noqa: F401 - declares its sentences
        from .school.checks import check_numbers

        every_minute(guard.forget_old)
        register(check_numbers)
