from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "jingwei.posts"
    label = "posts"
