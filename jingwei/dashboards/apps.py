from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "jingwei.dashboards"
    label = "dashboards"
