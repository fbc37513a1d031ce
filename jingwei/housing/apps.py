from django.apps import AppConfig


class HousingConfig(AppConfig):
    name = "jingwei.housing"
    label = "housing"
