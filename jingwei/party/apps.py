from django.apps import AppConfig


class PartyConfig(AppConfig):
    name = "jingwei.party"
    label = "party"
