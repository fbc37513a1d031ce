"""The sentences of the trail about tokens."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate import trail

trail.sentence("api.make_token", _("{who} 做了一个访问令牌"))
trail.sentence("api.revoke_token", _("{who} 撤销了一个访问令牌"))
