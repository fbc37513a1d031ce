"""A cohort for each year that the roster names already."""

from django.db import migrations


def open_cohorts(apps, schema_editor):
    Person, Cohort = apps.get_model("people", "Person"), apps.get_model("people", "Cohort")
    grades = Person.objects.exclude(grade="").order_by("grade").values_list("grade", flat=True).distinct()
    Cohort.objects.bulk_create([Cohort(grade=grade) for grade in grades])


class Migration(migrations.Migration):
    dependencies = [("people", "0005_cohorts")]
    operations = [migrations.RunPython(open_cohorts, migrations.RunPython.noop)]
