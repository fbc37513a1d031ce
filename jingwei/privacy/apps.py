from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "jingwei.privacy"
    label = "privacy"
