from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projections", "0006_lists_by_time"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="checkpoint",
            options={"verbose_name": "projection"},
        ),
        migrations.AddField(
            model_name="checkpoint",
            name="paused_on",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="checkpoint",
            name="rate",
            field=models.FloatField(db_default=0.0),
        ),
        migrations.AddField(
            model_name="checkpoint",
            name="window_on",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="checkpoint",
            name="window_position",
            field=models.BigIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="parkedstream",
            name="retry_asked_on",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Rebuild",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("projection", models.TextField()),
                ("is_open", models.BooleanField(default=True, null=True, unique=True)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("Asked", "Asked"),
                            ("Running", "Running"),
                            ("Done", "Done"),
                            ("Failed", "Failed"),
                        ],
                        default="Asked",
                    ),
                ),
                ("operator", models.TextField()),
                ("asked_on", models.DateTimeField()),
                ("started_on", models.DateTimeField(null=True)),
                ("ended_on", models.DateTimeField(null=True)),
                ("position", models.BigIntegerField(default=0)),
                ("head", models.BigIntegerField(default=0)),
                ("differences", models.JSONField(default=list)),
                ("error", models.TextField(default="")),
            ],
            options={
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["projection", "-id"], name="rebuild_by_projection")
                ],
            },
        ),
    ]
