from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jingwei.people"
    label = "people"
