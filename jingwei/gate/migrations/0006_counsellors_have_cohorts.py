"""Counsellors held their post over a desk, where it reached nobody. Such a post ends; it is given anew over a year."""

from django.db import migrations, models

from jingwei.core import clock


def end_desk_posts(apps, schema_editor):
    posts = apps.get_model("gate", "Appointment").objects.filter(role="counsellor", unit_kind="desk", end=None)
    posts.update(end=clock.now())


class Migration(migrations.Migration):

    dependencies = [
        ('gate', '0005_index_the_readings'),
    ]

    operations = [
        migrations.RunPython(end_desk_posts, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='appointment',
            name='unit_kind',
            field=models.CharField(choices=[('college', '学院'), ('branch', '党支部'), ('grid', '小网格'), ('room', '房间'), ('building', '楼栋'), ('desk', '部门'), ('cohort', '年级')], max_length=10),
        ),
    ]
