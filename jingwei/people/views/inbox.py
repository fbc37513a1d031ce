"""One's own messages."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jingwei.gate.pages import page
from jingwei.people import inbox as box


@page("inbox.read")
def inbox(request):
    before = request.GET.get("before", "")
    lines, more = box.lines(request.user, int(before) if before.isdecimal() else None)
    context = {"lines": lines, "more": more and f"?before={more}", "unread": box.unread_count(request.user)}
    return render(request, f"people/inbox.html{'#lines' if request.htmx and before else ''}", context)


@page("inbox.update")
def inbox_open(request, pk):
    return redirect(box.open_message(request.user, pk))


@page("inbox.update", "POST")
def inbox_read_all(request):
    count, stamp = box.read_all(request.user)
    if count:
        text = ngettext("%(count)s 条消息标为已读", "%(count)s 条消息标为已读", count) % {"count": count}
        messages.success(request, text, extra_tags=reverse("people:inbox-unread", args=[stamp]))
    return redirect("people:inbox")


@page("inbox.update", "POST")
def inbox_unread(request, stamp):
    box.unread_again(request.user, stamp)
    messages.info(request, _("已恢复为未读"))
    return redirect("people:inbox")
