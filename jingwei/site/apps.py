from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "jingwei.site"
    label = "site"
