"""Personal tokens, and the answers kept against doubles."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock


class TokenScope(models.TextChoices):
    """What a token is good for, within what its owner may do anyway."""

    READ = "read", _("查看")
    REPORT = "report", _("上报和答复")
    WORK = "work", _("办理")
    MANAGE = "manage", _("方案、名单与任职")


class PersonalToken(models.Model):
    """A key that a program carries in somebody's name. Kept is the SHA-256 of a random value of 256 bits, never the value."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("名称"), max_length=40)
    scopes = models.JSONField(_("能做什么"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # What the account's password was worth when the token was made: another password, and the token is void.
    account_hash = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    reach = {"self": ("person",)}

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="api_token_expires_later")]

    def __str__(self):
        return self.name

    @property
    def scope_labels(self) -> list[str]:
        return [TokenScope(scope).label for scope in self.scopes]


class KeptAnswer(models.Model):
    """What was answered to a write under a key. Written in the transaction of the write itself, so both are there or neither."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)  # of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="api_answer_once")]

    def __str__(self):
        return f"{self.person_id} {self.key}"
