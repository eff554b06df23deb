from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0004_keyed_fingerprint")]

    operations = [
        migrations.CreateModel(
            name="NamesVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="api_namesversion_one_row")
                ],
            },
        ),
        # Before the triggers have seen a change, there is a version already.
        migrations.RunSQL("INSERT INTO api_namesversion (id, number) VALUES (1, 1)", migrations.RunSQL.noop),
    ]
