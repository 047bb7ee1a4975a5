from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projections", "0003_print_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("state", models.TextField()),
                ("command", models.TextField()),
                ("subject", models.TextField()),
                ("summary", models.TextField()),
                ("operator", models.TextField()),
                ("reason", models.TextField()),
                ("decided_by", models.TextField(null=True)),
                ("decision_reason", models.TextField(null=True)),
                ("created_on", models.DateTimeField()),
                ("changed_on", models.DateTimeField()),
                ("position", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "created_on"], name="approval_by_state")
                ],
            },
        ),
    ]
