from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jingwei.gate.pages import page, show

from . import actions, queries
from .forms import PostForm


@page("gate.appoint", "GET")
def post_list(request):
    posts = queries.held_posts(request.user)
    show(request, "D04", [row.person_id for _label, held in posts for item in held for row in item.appointments])
    return render(request, "posts/list.html", {"posts": posts})


@page("gate.appoint", "GET", "POST")
def post_new(request):
    form = PostForm(request.POST or None, initial={"post": request.GET.get("post", "")})
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.give_post(request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已任命 %(name)s") % {"name": given.person})
            return redirect("posts:list")
    return render(request, "posts/new.html", {"form": form}, status=422 if form.errors else 200)


@page("gate.appoint", "POST")
def post_end(request, pk):
    try:
        ended = actions.end_post(request.user, pk)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s 的任职已结束") % {"name": ended.person})
    return redirect("posts:list")
