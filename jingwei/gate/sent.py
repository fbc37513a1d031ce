"""What a form sent, and whether anybody asked for it.

A page reads the fields it knows. A field beside them, added to the form by hand, is no mistake of a person: the first
write of the request finds that it was never asked for and refuses all of it, inside the transaction of the write.
"""

from contextvars import ContextVar

from django.http import Http404, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict

from .security_log import refuse_as

FRAME = frozenset({"csrfmiddlewaretoken", "next"})  # what the frame of a page adds to every form
_request = ContextVar("jingwei_request", default=None)


class _Noted:
    """A dictionary of what was sent that remembers which of it was asked for."""

    def __init__(self, *arguments, **options):
        self.asked = set()
        super().__init__(*arguments, **options)

    def __getitem__(self, key):
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.asked.add(key)
        return super().__contains__(key)

    def _getlist(self, key, *arguments, **options):
        self.asked.add(key)
        return super()._getlist(key, *arguments, **options)

    def lists(self):
        self.asked.update(self.keys())
        return super().lists()

    def unasked(self) -> set[str]:
        return set(self.keys()) - self.asked - FRAME

    def blank(self, names: set[str]) -> set[str]:
        """Those that were sent empty: a file that was not chosen comes as an empty field of its name."""
        return {name for name in names if dict.get(self, name) == [""]}


class NotedFields(_Noted, QueryDict):
    pass


class NotedFiles(_Noted, MultiValueDict):
    pass


class SentMiddleware:
    """Last in the list, so that a form is looked at only after it was found to be ours."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)

    def process_view(self, request, view, arguments, options):
        if request.method == "POST" and _is_there(request):
            request.POST = _noted(request.POST)
            request._files = NotedFiles(dict(request.FILES.lists()))  # Django has no other way


def _is_there(request) -> bool:
    """Whether a form was sent. What only says that it is one is empty from here on, and refused where it is looked at."""
    try:
        return bool(request.POST or request.FILES)
    except MultiPartParserError:
        return False


def _noted(sent: QueryDict) -> NotedFields:
    fields = NotedFields(mutable=True, encoding=sent.encoding)
    fields.update(MultiValueDict(dict(sent.lists())))
    fields.asked.clear()
    fields._mutable = False
    return fields


def refuse_unasked() -> None:
    """Called by every act that the trail records. Raises Http404 where the form carried more than the page knows."""
    request = _request.get()
    if request is None or not isinstance(request.POST, NotedFields):
        return
    if request.POST.unasked() - request.POST.blank(request.FILES.asked) or request.FILES.unasked():
        refuse_as(request, "unexpected-field")
        raise Http404
