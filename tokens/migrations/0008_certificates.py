"""The certificates that packages are encrypted to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tokens", "0007_quarantine"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerCertificate",
            fields=[
                (
                    "thumbprint",
                    models.CharField(max_length=40, primary_key=True, serialize=False),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("billing_account_id", models.CharField(max_length=64)),
                ("subject", models.TextField()),
                ("not_before", models.DateTimeField()),
                ("not_after", models.DateTimeField()),
                ("current", models.BooleanField(default=False)),
                ("pem", models.TextField()),
                ("uploaded_on", models.DateTimeField()),
                ("uploaded_by", models.TextField()),
            ],
            options={
                "verbose_name": "certificate",
                "indexes": [
                    models.Index(fields=["billing_account_id"], name="certificate_by_account")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("billing_account_id",),
                        name="certificate_current_once",
                    )
                ],
            },
        ),
    ]
