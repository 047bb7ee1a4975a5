"""Indexes by which the quotas of billing accounts are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projections", "0007_pause_and_rebuilds"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("state", "Placed")),
                fields=["billing_account_id"],
                name="order_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="printjob",
            index=models.Index(
                condition=models.Q(
                    ("state", "Queued"), ("package_length__isnull", False), _connector="OR"
                ),
                fields=["billing_account_id"],
                name="print_job_kept",
            ),
        ),
    ]
