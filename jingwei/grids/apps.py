from django.apps import AppConfig


class GridsConfig(AppConfig):
    name = "jingwei.grids"
    label = "grids"

    def ready(self):
        from jingwei.core.worker import every_minute

        from . import messages, worker  # noqa: F401 - declare their sentences and tasks

        every_minute(worker.take_up_due)
