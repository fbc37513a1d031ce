"""The readings that were written before there was an index of them."""

from itertools import islice

from django.db import migrations

BATCH = 2000


def index(apps, schema_editor):
    TrailEntry, GlassLine = apps.get_model("gate", "TrailEntry"), apps.get_model("gate", "GlassLine")
    readings = TrailEntry.objects.filter(verb="read").order_by("pk").values_list("pk", "data")
    lines = (
        GlassLine(entry_id=entry, person_id=person, data_class=data["class"])
        for entry, data in readings.iterator(chunk_size=BATCH)
        for person in data.get("ids", ())
    )
    while part := list(islice(lines, BATCH)):
        GlassLine.objects.bulk_create(part)


class Migration(migrations.Migration):
    dependencies = [("gate", "0004_glass_lines")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
