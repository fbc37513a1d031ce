"""The headers that go with every answer, whatever it is: a page, a redirect, an error, a file.

First in the list of middleware, so that nothing answers before it. The content security policy is django-csp's, the
rest of the usual ones Django's own; their values stand together in the settings under «headers».
"""

from django.conf import settings


class HeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in settings.SITE_HEADERS.items():
            response.headers[name] = value
        if not request.path_info.startswith(settings.STATIC_URL):  # those carry their fingerprint in their name
            response.headers["Cache-Control"] = "no-store"
        return response
