from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tokens", "0011_event_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="catalogitem",
            name="low_stock_threshold",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
    ]
