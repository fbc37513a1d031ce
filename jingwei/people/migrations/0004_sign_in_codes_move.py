"""Sign-in codes are kept by sign_in from here on: the table is renamed, and none of its rows is lost."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0003_sign_in_code_tries")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("SignInCode", "sign_in_signincode")],
            state_operations=[migrations.DeleteModel("SignInCode")],
        )
    ]
