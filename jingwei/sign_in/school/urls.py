"""Without a namespace: allauth looks its own addresses up by these names."""

from django.urls import path

from . import OIDC, views

urlpatterns = [
    path("cas/", views.cas_login, name="cas"),
    path("cas/callback/", views.cas_callback, name="cas_callback"),
    path("oidc/", views.oidc_login, {"provider_id": OIDC}, name="openid_connect_login"),
    path("oidc/callback/", views.oidc_callback, {"provider_id": OIDC}, name="openid_connect_callback"),
    path("wecom/", views.wecom_login, name="wecom_login"),
    path("wecom/callback/", views.wecom_callback, name="wecom_callback"),
]
