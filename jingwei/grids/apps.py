from django.apps import AppConfig


class GridsConfig(AppConfig):
    name = "jingwei.grids"
    label = "grids"

    def ready(self):
        from . import messages  # noqa: F401 - declares its sentences
