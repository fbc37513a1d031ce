"""The sentences of the trail about the college's calendar."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate import trail

trail.sentence("terms.open", _("{who} 开设了学期 {code}"))
