"""How long codes, requests for them, and known devices are kept."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock
from jingwei.gate.periods import keep

from .models import CodeRequest, Device, SignInCode

LEFT = timedelta(days=30)
CODE = timedelta(days=30)
REQUEST = timedelta(days=365)
DEVICE = timedelta(days=180)

keep(
    Authenticator,
    "D18",
    "sign_in.factors",
    _("两步验证：离校三十天后"),
    due=lambda: Authenticator.objects.filter(user__is_active=False, user__left_at__lt=clock.now() - LEFT),
    stamp=("created_at",),
)
keep(
    SignInCode,
    "D18",
    "sign_in.codes",
    _("登录码：用过或过期后三十天"),
    due=lambda: SignInCode.objects.filter(Q(used_at__lt=clock.now() - CODE) | Q(expires_at__lt=clock.now() - CODE)),
    stamp=("issued_at",),
)
keep(
    CodeRequest,
    "D18",
    "sign_in.requests",
    _("登录码的申请：一年"),
    due=lambda: CodeRequest.objects.filter(lapses_at__lt=clock.now() - REQUEST),
    stamp=("asked_at",),
)
keep(
    Device,
    "D18",
    "sign_in.devices",
    _("登录过的设备：半年没用过"),
    due=lambda: Device.objects.filter(seen_at__lt=clock.now() - DEVICE),
    stamp=("first_at",),
)
