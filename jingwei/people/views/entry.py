"""In and out: number and password, the one-time code, leaving."""

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from jingwei.gate.pages import page, public_page
from jingwei.people import accounts
from jingwei.people.forms import EnterForm, PasswordForm, SignInForm

from .language import speak

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(LoginView):
    form_class = SignInForm
    template_name = "people/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form):
        return speak(super().form_valid(form), form.get_user().language)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


sign_in = public_page("GET", "POST")(SignIn.as_view())
sign_out = page("home.read", "POST")(LogoutView.as_view())


@public_page("GET", "POST")
@never_cache
@sensitive_post_parameters()
def enter(request):
    form = EnterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = accounts.enter_with_code(**form.chosen())
        except ValidationError as error:
            form.add_error(None if error.error_list[0].code == "refused" else "password", error)
        else:
            login(request, person, backend=BACKEND)
            return speak(redirect("dashboards:home"), person.language)
    return render(request, "people/enter.html", {"form": form}, status=422 if form.errors else 200)


@page("account.update", "GET", "POST")
@never_cache
@sensitive_post_parameters()
def password(request):
    form = PasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        update_session_auth_hash(
            request, accounts.set_password(request.user, request.user, form.cleaned_data["new_password1"])
        )
        messages.success(request, _("密码换好了，其他设备上要重新登录"))
        return redirect("people:account")
    return render(request, "people/password.html", {"form": form}, status=422 if form.errors else 200)
