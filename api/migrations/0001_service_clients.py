"""Service clients and their secrets."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.SlugField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("operator", "Operator"),
                            ("partner", "Partner"),
                            ("storefront", "Storefront"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "billing_account_id",
                    models.CharField(
                        blank=True,
                        help_text="Partners only: whose orders and tokens these are.",
                        max_length=64,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                (
                    "created",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("billing_account_id__gt", ""), ("role", "partner")),
                            models.Q(
                                models.Q(("role", "partner"), _negated=True),
                                ("billing_account_id", ""),
                            ),
                            _connector="OR",
                        ),
                        name="a_partner_and_only_a_partner_has_an_account",
                        violation_error_message="A partner needs a billing account; others have none.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientSecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                (
                    "created",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "expires",
                    models.DateTimeField(blank=True, help_text="UTC; empty: never.", null=True),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="secrets",
                        to="api.client",
                    ),
                ),
            ],
            options={
                "ordering": ("client", "created"),
            },
        ),
    ]
