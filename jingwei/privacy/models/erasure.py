"""What is left of what was erased."""

from django.db import models
from django.db.models import UniqueConstraint


class Tombstone(models.Model):
    """On this day this rule erased something of this class. Not what, not whose, not how much."""

    data_class = models.CharField(max_length=4)
    on = models.DateField()
    rule = models.CharField(max_length=40)

    reach = {}

    class Meta:
        ordering = ["-on", "rule"]
        constraints = [UniqueConstraint(fields=["data_class", "on", "rule"], name="privacy_tombstone_once")]

    def __str__(self):
        return f"{self.on} {self.rule}"
