"""Indexes by which operators search the log, and the trail of delivered messages."""

from django.db import migrations, models

from tokens.migrations import sql


class Migration(migrations.Migration):
    dependencies = (("tokens", "0010_operator_commands"),)
    operations = (
        migrations.RunSQL(sql.read("event_search.sql"), sql.read("event_search_undo.sql")),
        migrations.CreateModel(
            name="DeliveredMessage",
            fields=[
                ("message_id", models.UUIDField(primary_key=True, serialize=False)),
                ("causation_id", models.UUIDField(null=True)),
                ("type", models.TextField()),
                ("recipient", models.TextField()),
                ("delivered_on", models.DateTimeField()),
            ],
            options={"managed": False, "db_table": "tokens_deliveredmessage"},
        ),
        migrations.AddIndex(
            model_name="operatorcommand",
            index=models.Index(fields=["correlation_id"], name="command_by_correlation"),
        ),
    )
