"""How long tokens are kept after they are void. Answers kept against doubles go after seven days (keys.py)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jingwei.gate.periods import ago, keep

from .models import PersonalToken

keep(
    PersonalToken,
    "D18",
    "api.tokens",
    _("令牌：到期或撤销后半年"),
    due=lambda: PersonalToken.objects.filter(Q(expires_at__lt=ago(days=180)) | Q(revoked_at__lt=ago(days=180))),
    stamp=("made_at",),
)
