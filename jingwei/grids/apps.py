from django.apps import AppConfig


class GridsConfig(AppConfig):
    name = "jingwei.grids"
    label = "grids"

    def ready(self):
        from jingwei.core.worker import every_minute

        from . import messages  # noqa: F401 - declares its sentences
        from .actions import calculating, repairing

        every_minute(calculating.take_up_due)
        every_minute(repairing.propose_once_a_day)
