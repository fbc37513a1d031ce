"""Sign-in codes were kept by people: the table stays, and changes hands."""

from django.conf import settings
from django.db import migrations, models

import jingwei.core.clock


class Migration(migrations.Migration):
    initial = True
    dependencies = [("people", "0004_sign_in_codes_move")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SignInCode",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code_hash", models.CharField(max_length=64, unique=True)),
                        ("issued_at", models.DateTimeField(default=jingwei.core.clock.now)),
                        ("expires_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                        ("failures", models.PositiveSmallIntegerField(default=0)),
                        ("failed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "issued_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=models.deletion.CASCADE,
                                related_name="sign_in_codes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                )
            ]
        )
    ]
