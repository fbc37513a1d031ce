from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("", views.run_list, name="list"),
    path("new/", views.run_new, name="new"),
    path("templates/<slug:sheet>/", views.template_file, name="template"),
    path("<int:pk>/", views.run_show, name="show"),
    path("<int:pk>/confirm/", views.run_confirm, name="confirm"),
    path("<int:pk>/progress/", views.run_progress, name="progress"),
    path("<int:pk>/stop/", views.run_stop, name="stop"),
    path("<int:pk>/discard/", views.run_discard, name="discard"),
    path("<int:pk>/undo/", views.run_undo, name="undo"),
    path("<int:pk>/findings/<int:finding>/decide/", views.finding_decide, name="decide"),
    path("<int:pk>/errors/<slug:sheet>/", views.run_errors, name="errors"),
]
