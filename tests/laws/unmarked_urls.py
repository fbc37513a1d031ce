"""One view somebody forgot to mark, beside all the others."""

from django.http import HttpResponse
from django.urls import path

from jingwei.site.urls import *  # noqa: F403
from jingwei.site.urls import urlpatterns as all_patterns


def unmarked(request):
    return HttpResponse("nobody may read this")


urlpatterns = [*all_patterns, path("unmarked/", unmarked, name="unmarked")]
