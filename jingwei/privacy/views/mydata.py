"""我的档案: everything that is kept about me, on the page and to take along."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from jingwei.gate.doors import one
from jingwei.gate.pages import page
from jingwei.privacy import links, mydata, queries
from jingwei.privacy.actions import copies
from jingwei.privacy.models import DataCopy


@page("copies.read")
def my_data(request):
    copy = queries.last_copy(request.user)
    return render(
        request, "privacy/my_data.html", {"sections": mydata.sections(request.user), **_progress(request, copy)}
    )


@page("copies.ask", "POST")
def copy_new(request):
    try:
        copies.ask_copy(request.user)
    except ValidationError as error:
        messages.info(request, error.messages[0])
    return redirect("privacy:my-data")


@page("copies.read")
@never_cache
def copy_progress(request, pk):
    """The bar that the page asks for each second."""
    copy = one(request.user, "copies.read", DataCopy, pk)
    return render(request, "privacy/parts/copy.html", _progress(request, copy))


@page("copies.read")
@never_cache
def copy_file(request, pk):
    links.check(request, one(request.user, "copies.read", DataCopy, pk), request.GET.get("link", ""))
    copy = copies.open_copy(request.user, pk)
    return download(copies.content_of(copy), copy.file_name, "application/zip")


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _progress(request, copy: DataCopy | None) -> dict:
    ready = copy is not None and copy.state == DataCopy.State.MADE
    return {
        "copy": copy,
        "making": copy is not None and copy.state in DataCopy.UNFINISHED,
        "link": links.link_for(request, copy) if ready else "",
    }
