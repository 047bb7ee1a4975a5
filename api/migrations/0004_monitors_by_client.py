"""An index by which the monitors of a client are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0003_monitors"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="monitor",
            index=models.Index(fields=["client_id", "created"], name="monitor_by_client"),
        ),
    ]
