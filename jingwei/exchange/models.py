"""An import from its preview to its undoing. What is left out by law never reaches these tables."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock
from jingwei.terms.models import Term

UNDO_KEPT = timedelta(days=14)  # as long as an import can be taken back; then what that needs is dropped


class ImportRun(models.Model):
    """Some workbooks brought together, and what became of them."""

    class State(models.TextChoices):
        READING = "reading", _("正在读取")
        UNREADABLE = "unreadable", _("没有读成")
        PREVIEWED = "previewed", _("待确认")
        WRITING = "writing", _("正在写入")
        CONFIRMED = "confirmed", _("已导入")
        UNDONE = "undone", _("已撤销")
        DISCARDED = "discarded", _("已放弃")

    state = models.CharField(max_length=10, choices=State, default=State.PREVIEWED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    forgotten = models.BooleanField(default=False)  # what an undo needs, and the rows shown, are dropped
    asked_at = models.DateTimeField(null=True, blank=True)  # when the worker was last given something to do
    problems = models.JSONField(default=list, blank=True)  # sentences: why that could not be done
    term = models.ForeignKey(Term, null=True, on_delete=models.PROTECT, related_name="+")
    partial = models.BooleanField(
        _("补充名单"), default=False
    )  # adds and corrects, and says nothing of who is not in it
    files = models.JSONField(
        default=list, blank=True
    )  # name, sheet, digest, row count, headings left out and not needed, notes
    counts = models.JSONField(default=dict, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # of the changes that were shown

    reach = {"own": ("by",)}

    WAITING = (State.READING, State.WRITING)  # on the worker

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.created_at:%Y-%m-%d %H:%M} · {self.get_state_display()}"

    @property
    def undo_until(self):
        """Until when it can be taken back."""
        return self.confirmed_at and self.confirmed_at + UNDO_KEPT

    @property
    def waits_for_worker(self) -> bool:
        return self.state in self.WAITING


class StagedRows(models.Model):
    """A batch of rows as they were read, allowed columns only; gone once the run is confirmed or given up."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="staged")
    sheet = models.CharField(max_length=12)
    rows = models.JSONField()  # [row number, values, findings of the reader]

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.run_id} · {self.sheet}"


class ImportFinding(models.Model):
    """Something about a row that a person should know or decide."""

    class Severity(models.TextChoices):
        HELD = "held", _("待定")  # not imported until somebody decides
        LOOK = "look", _("请核对")  # imported, and worth a look
        NOTE = "note", _("说明")  # how something was read

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="findings")
    sheet = models.CharField(max_length=12)
    row_number = models.PositiveIntegerField(default=0)
    severity = models.CharField(max_length=4, choices=Severity)
    code = models.CharField(max_length=30)
    details = models.JSONField(default=dict, blank=True)
    values = models.JSONField(
        default=dict, blank=True
    )  # the row's allowed columns, to be given back in the error workbook
    accepted = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "severity"])]

    def __str__(self):
        return f"{self.sheet} {self.row_number}: {self.code}"


class ImportLine(models.Model):
    """One thing that an import makes, changes or ends, as the preview shows it."""

    class Kind(models.TextChoices):
        NEW = "new", _("新增")
        CHANGED = "changed", _("变动")
        GONE = "gone", _("离开")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=7, choices=Kind)
    noun = models.CharField(max_length=12)
    person = models.PositiveBigIntegerField(null=True)  # who it is about, where they are known already
    label = models.CharField(max_length=120)
    changes = models.JSONField(default=list, blank=True)  # [column, before, after]

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "kind"])]

    def __str__(self):
        return f"{self.kind} {self.label}"


class ImportJournal(models.Model):
    """What a confirmed import wrote, step by step, with the images before it: what an undo goes back along."""

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="journal")
    steps = models.JSONField(default=list, blank=True)

    def __str__(self):
        return f"{self.run_id}"
