from django.urls import path

from .views import case, catalogue, lists, photos, report, requests, steps

app_name = "cases"
urlpatterns = [
    path("", lists.cases, name="list"),
    path("report/", report.report, name="report"),
    path("report/<slug:family>/", report.report_details, name="report-details"),
    path("report/<slug:family>/similar/", report.similar, name="similar"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("figures/", lists.figures_page, name="figures"),
    path("photos/<int:pk>/", photos.photo, name="photo"),
    path("pauses/<int:pk>/", requests.pause, name="pause"),
    path("extensions/<int:pk>/", requests.extension, name="extension"),
    path("<int:pk>/", case.show, name="show"),
    path("<int:pk>/receipt/", report.receipt, name="receipt"),
    path("<int:pk>/deadline/", case.deadline, name="deadline"),
    path("<int:pk>/rate/", case.rate, name="rate"),
    path("<int:pk>/join/", case.join, name="join"),
    path("<int:pk>/remark/", case.remark, name="remark"),
    path("<int:pk>/add-photo/", photos.add, name="add-photo"),
    path("<int:pk>/<slug:step>/", steps.step, name="step"),
]
