from django.urls import path

from . import views

app_name = "posts"
urlpatterns = [
    path("", views.post_list, name="list"),
    path("new/", views.post_new, name="new"),
    path("<int:pk>/end/", views.post_end, name="end"),
]
