"""Tries to get in, kept for a day and without what they were."""

from django.db import models
from django.utils import timezone


class Guess(models.Model):
    """One try that was looked at. All four marks are keyed fingerprints: nothing that was typed can be read from them."""

    at = models.DateTimeField(default=timezone.now)
    account = models.CharField(max_length=32)
    device = models.CharField(max_length=64, blank=True)  # empty: a device the account has not been seen on
    address = models.CharField(max_length=32)
    word = models.CharField(max_length=32, blank=True)  # what was tried, in one of 2^24 bins
    good = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"]),
            models.Index(fields=["word", "at"]),
            models.Index(fields=["address", "at"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self):
        return f"{self.at:%H:%M}"
