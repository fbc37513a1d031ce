"""All addresses. Each slice keeps its own; the order here is the order of the layers, top first."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", include("jingwei.dashboards.urls")),
    path("imports/", include("jingwei.exchange.urls")),
    path("posts/", include("jingwei.posts.urls")),
    path("privacy/", include("jingwei.privacy.urls")),
    path("cases/", include("jingwei.cases.urls")),
    path("grids/", include("jingwei.grids.urls")),
    path("party/", include("jingwei.party.urls")),
    path("housing/", include("jingwei.housing.urls")),
    path("people/", include("jingwei.people.urls")),
    path("", include("jingwei.sign_in.urls")),
    path("sign-in/school/", include("jingwei.sign_in.school.urls")),
    path("people/account/tokens/", include("jingwei.api.urls")),
    path("api/v1/", include("jingwei.site.api")),
    path("preferences/", views.preferences, name="preferences"),
    path("health/", views.health, name="health"),
    path("style-guide/", views.style_guide, name="style-guide"),
]
handler400 = "jingwei.site.views.bad_request"
handler403 = "jingwei.site.views.forbidden"
handler404 = "jingwei.site.views.not_found"
handler500 = "jingwei.site.views.server_error"
