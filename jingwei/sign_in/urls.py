from django.urls import path

from .views import codes, devices, entry, factors, verify

app_name = "sign_in"
urlpatterns = [
    path("sign-in/", entry.sign_in, name="sign-in"),
    path("sign-out/", entry.sign_out, name="sign-out"),
    path("enter/", entry.enter, name="enter"),
    path("sign-in/password/", entry.password, name="password"),
    path("sign-in/verify/", verify.verify, name="verify"),
    path("sign-in/verify/passkey/", verify.passkey, name="verify-passkey"),
    path("sign-in/factors/", factors.factors, name="factors"),
    path("sign-in/factors/app/", factors.app, name="app"),
    path("sign-in/factors/passkey/", factors.passkey, name="passkey"),
    path("sign-in/factors/recovery-codes/", factors.recovery_codes, name="recovery-codes"),
    path("sign-in/factors/<int:pk>/remove/", factors.remove, name="remove-factor"),
    path("sign-in/devices/", devices.devices, name="devices"),
    path("sign-in/devices/<int:pk>/end/", devices.end, name="end-device"),
    path("sign-in/devices/end-others/", devices.end_others, name="end-others"),
    path("sign-in/devices/end-all/", devices.end_all, name="end-all"),
    path("sign-in/end-sessions/", devices.end_sessions, name="end-sessions"),
    path("sign-in/codes/", codes.codes, name="codes"),
    path("sign-in/codes/recover/", codes.recover, name="recover"),
    path("sign-in/codes/requests/", codes.requests, name="requests"),
    path("sign-in/codes/<int:pk>/agree/", codes.agree, name="agree"),
    path("sign-in/codes/<int:pk>/refuse/", codes.refuse, name="refuse"),
    path("sign-in/codes/<int:pk>/slips/", codes.slips, name="slips"),
]
