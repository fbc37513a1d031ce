from django.urls import path

from . import views

app_name = "dashboards"
urlpatterns = [
    path("", views.home, name="home"),
    path("loom/", views.loom, name="loom"),
    path("loom/floors/<int:floor>/", views.stretch, name="weft"),
    path("loom/branches/<int:branch>/", views.stretch, name="warp"),
    path("loom/floors/<int:floor>/branches/<int:branch>/", views.stretch, name="crossing"),
    path("facades/", views.facades, name="facades"),
    path("facades/<int:pk>/", views.facade, name="facade"),
]
