"""What the pages of the console are called; the tables stay as they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("projections", "0009_lists_by_item"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="token",
            options={"verbose_name_plural": "single tokens"},
        ),
    ]
