"""One-time codes. One person asks for them, another agrees; only then do they come about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock
from jingwei.people.models import Person


class CodeRequest(models.Model):
    """Codes that somebody asks for: slips for people who have never been in, or a way back for one who has."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("第一次登录")
        PASSWORD = "password", _("忘了密码")
        FACTORS = "factors", _("密码和两步验证都没了")

    class State(models.TextChoices):
        WAITING = "waiting", _("等另一位同意")
        AGREED = "agreed", _("已同意，等打印")
        REFUSED = "refused", _("没有同意")
        ISSUED = "issued", _("已打印")

    kind = models.CharField(max_length=10, choices=Kind)
    people = models.ManyToManyField(Person, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    lapses_at = models.DateTimeField()  # asked and not decided, or agreed and not printed, by then: over

    reach = {"own": ("asked_by",)}

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="sign_in_request_two_people",
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def recovers(self) -> bool:
        return self.kind != self.Kind.INVITATION


class SignInCode(models.Model):
    """A code with which somebody enters once and chooses a password. Only its keyed fingerprint is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_codes")
    request = models.ForeignKey(
        CodeRequest, null=True, on_delete=models.CASCADE, related_name="codes"
    )  # null: command line
    code_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.person_id} …"
