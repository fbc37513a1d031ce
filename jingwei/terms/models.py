"""The college's calendar: terms, vacations, office hours, and what the college decides beside the statutory holidays."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    code = models.CharField(max_length=12, unique=True)  # 2026-1
    name = models.CharField(_("学期"), max_length=60)  # 2026-2027 学年第一学期
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("结束"))

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="terms_term_ends_after_start")
        ]

    def __str__(self):
        return self.name

    def week_of(self, day) -> int:
        """The teaching week of a day, from 1; weeks begin on Monday."""
        first_monday = self.starts_on - timedelta(days=self.starts_on.weekday())
        return (day - first_monday).days // 7 + 1


class Vacation(models.Model):
    """Days on which working clocks stand still."""

    name = models.CharField(_("假期"), max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()  # inclusive

    def __str__(self):
        return self.name


class DayOverride(models.Model):
    """A day that the college works, or does not, other than the statutory calendar says."""

    day = models.DateField(unique=True)
    is_workday = models.BooleanField()
    label = models.CharField(max_length=40, blank=True)

    def __str__(self):
        return f"{self.day} {self.label}"


class OfficeHours(models.Model):
    """One stretch of a working day; working clocks run inside these alone."""

    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        ordering = ["opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="terms_officehours_closes_after_open")
        ]

    def __str__(self):
        return f"{self.opens_at:%H:%M}–{self.closes_at:%H:%M}"
