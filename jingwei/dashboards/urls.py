from django.urls import path

from . import views

app_name = "dashboards"
urlpatterns = [
    path("", views.home, name="home"),
    path("loom/", views.loom, name="loom"),
    path("loom/<int:floor>/<int:branch>/", views.crossing, name="crossing"),
    path("facades/", views.facades, name="facades"),
    path("facades/<int:pk>/", views.facade, name="facade"),
    path("rooms/<int:pk>/", views.room, name="room"),
]
