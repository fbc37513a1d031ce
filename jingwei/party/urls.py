from django.urls import path

from . import views

app_name = "party"
urlpatterns = [
    path("", views.branch_list, name="list"),
    path("<int:pk>/", views.branch_show, name="show"),
]
