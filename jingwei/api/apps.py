from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jingwei.api"
    label = "api"
