from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "jingwei.core"
    label = "core"
