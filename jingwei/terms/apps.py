from django.apps import AppConfig


class TermsConfig(AppConfig):
    name = "jingwei.terms"
    label = "terms"
