from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projections", "0005_activity"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="mintrequest",
            index=models.Index(fields=["-created_on"], name="mint_request_by_time"),
        ),
        migrations.AddIndex(
            model_name="mintrequest",
            index=models.Index(
                condition=models.Q(("state__in", ["Started", "Canceling"])),
                fields=["-created_on"],
                name="mint_request_running",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["-created_on"], name="order_by_time"),
        ),
        migrations.AddIndex(
            model_name="printjob",
            index=models.Index(fields=["-created_on"], name="print_job_by_time"),
        ),
    ]
