from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "jingwei.sign_in"
    label = "sign_in"
