from django.urls import path

from . import views

app_name = "grids"
urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("plans/", views.plan_list, name="plans"),
    path("plans/new/", views.plan_new, name="plan-new"),
    path("plans/<int:pk>/", views.plan_show, name="plan"),
    path("plans/<int:pk>/rooms/<int:room>/", views.plan_room, name="plan-room"),
    path("plans/<int:pk>/rooms/<int:room>/pin/", views.plan_pin, name="plan-pin"),
    path("plans/<int:pk>/rooms/<int:room>/unpin/", views.plan_unpin, name="plan-unpin"),
    path("plans/<int:pk>/replan/", views.plan_replan, name="plan-replan"),
    path("plans/<int:pk>/publish/", views.plan_publish, name="publish"),
    path("plans/<int:pk>/discard/", views.plan_discard, name="discard"),
    path("findings/", views.findings, name="findings"),
    path("exempt/", views.exempt, name="exempt"),
    path("exempt/<int:pk>/end/", views.exempt_end, name="exempt-end"),
]
