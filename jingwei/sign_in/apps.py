from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "jingwei.sign_in"
    label = "sign_in"

    def ready(self):
        import django_cas_ng  # noqa: F401 - puts its defaults into the settings

        from jingwei.core.worker import every_minute

        from . import guard, messages  # noqa: F401 - declares its sentences

        every_minute(guard.forget_old)
