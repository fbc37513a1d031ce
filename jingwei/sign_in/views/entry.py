"""In and out: number and password, the one-time code, leaving."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from jingwei.gate.pages import page, public_page
from jingwei.gate.security_log import refuse_as
from jingwei.sign_in import devices, entering, school
from jingwei.sign_in.forms import EnterForm, PasswordForm, SignInForm
from jingwei.sign_in.threshold import STEP_UP


class SignIn(LoginView):
    form_class = SignInForm
    template_name = "sign_in/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(ways=school.ways(), **kwargs)

    def form_valid(self, form):
        return devices.let_in(self.request, form.get_user(), to=self.get_redirect_url())

    def form_invalid(self, form):
        refuse_as(self.request, "guessing" if getattr(self.request, "axes_locked_out", False) else "failed-sign-in")
        return self.render_to_response(self.get_context_data(form=form), status=422)


sign_in = public_page("GET", "POST")(SignIn.as_view())


@page(STEP_UP, "POST")
def sign_out(request):
    devices.sign_out(request)
    return redirect("sign_in:sign-in")


@public_page("GET", "POST")
@never_cache
@sensitive_post_parameters()
def enter(request):
    form = EnterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = entering.enter(request, **form.chosen())
        except ValidationError as error:
            refused = isinstance(error, entering.Refused)
            if refused:
                refuse_as(request, "refused-code")
            form.add_error(None if refused else "password", error)
        else:
            return devices.let_in(request, person)
    return render(request, "sign_in/enter.html", {"form": form}, status=422 if form.errors else 200)


@page("account.update", "GET", "POST")
@never_cache
@sensitive_post_parameters()
def password(request):
    form = PasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        person = entering.set_password(request.user, request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, person)
        devices.keep_only(request)
        messages.success(request, _("密码换好了，其他设备上要重新登录"))
        return redirect("people:account")
    return render(request, "sign_in/password.html", {"form": form}, status=422 if form.errors else 200)
