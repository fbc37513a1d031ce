"""Reminders before the fifteen working days are over; what is open already has one a week before its end."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import F


def remind_of_open_ones(apps, schema_editor):
    for name in ("Correction", "Objection"):
        rows = apps.get_model("privacy", name).objects.filter(state="open")
        rows.update(next_reminder_at=F("due_at") - timedelta(days=7))


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0002_breakglass_watchers'),
    ]

    operations = [
        migrations.AddField(
            model_name='correction',
            name='next_reminder_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='correction',
            name='reminders',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='objection',
            name='next_reminder_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='objection',
            name='reminders',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(remind_of_open_ones, migrations.RunPython.noop),
    ]
