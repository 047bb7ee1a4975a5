"""Print jobs, and who downloaded their packages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projections", "0002_lots_tell_nothing_of_redemption"),
    ]

    operations = [
        migrations.CreateModel(
            name="PackageDownload",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("print_job_id", models.UUIDField()),
                ("client_id", models.TextField(null=True)),
                ("start", models.BigIntegerField()),
                ("stop", models.BigIntegerField()),
                ("downloaded_on", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["print_job_id", "position"], name="download_by_print_job"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintJob",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("catalog_id", models.TextField()),
                ("billing_account_id", models.TextField()),
                ("certificate_thumbprint", models.TextField()),
                ("quantity", models.IntegerField()),
                ("state", models.TextField()),
                ("shortage", models.IntegerField(default=0)),
                ("printed", models.IntegerField(default=0)),
                ("downloads", models.IntegerField(default=0)),
                ("package_length", models.BigIntegerField(null=True)),
                ("cancel_reason", models.TextField(null=True)),
                ("created_on", models.DateTimeField()),
                ("changed_on", models.DateTimeField()),
                ("position", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["billing_account_id", "id"], name="print_job_by_account"
                    )
                ],
            },
        ),
    ]
