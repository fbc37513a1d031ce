from django.urls import path

from . import views

app_name = "housing"
urlpatterns = [
    path("", views.building_list, name="list"),
    path("<int:pk>/", views.building_show, name="show"),
    path("<int:pk>/plates/", views.plates, name="plate"),
    path("rooms/<int:pk>/", views.room_show, name="room"),
]
