from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projections", "0008_outstanding"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="mintrequest",
            index=models.Index(
                fields=["catalog_id", "-created_on"], name="mint_request_of_item"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["catalog_id", "-created_on"], name="order_of_item"),
        ),
        migrations.AddIndex(
            model_name="printjob",
            index=models.Index(fields=["catalog_id", "-created_on"], name="print_job_of_item"),
        ),
    ]
