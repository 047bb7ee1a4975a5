from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tokens", "0012_epochs_in_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="catalogitem",
            name="low_stock_threshold",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
    ]
