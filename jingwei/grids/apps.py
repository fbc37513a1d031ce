from django.apps import AppConfig


class GridsConfig(AppConfig):
    name = "jingwei.grids"
    label = "grids"
