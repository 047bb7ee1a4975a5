"""What the pages of the console are called; the tables stay as they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0004_monitors_by_client"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="client",
            options={"ordering": ("id",), "verbose_name": "service client"},
        ),
    ]
