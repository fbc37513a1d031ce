from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "jingwei.exchange"
    label = "exchange"
