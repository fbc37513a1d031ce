"""A browser that somebody has signed in with."""

from django.db import models

from jingwei.core import clock
from jingwei.people.models import Person


class Device(models.Model):
    """One person on one browser. It is known by a random cookie of which only a fingerprint is kept; no address, no place."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    mark = models.CharField(max_length=64)  # fingerprint of the cookie
    browser = models.CharField(max_length=20, blank=True)  # Chrome, Safari …
    system = models.CharField(max_length=20, blank=True)  # Windows, iOS …
    session_key = models.CharField(max_length=40, blank=True, db_index=True)  # empty: known, and signed out
    first_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)

    reach = {"self": ("person",)}

    class Meta:
        ordering = ["-seen_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "mark"], name="sign_in_device_once")]

    def __str__(self):
        return f"{self.browser} · {self.system}"
