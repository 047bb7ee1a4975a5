"""When epochs were opened, and which mint requests are in quarantine by themselves."""

from django.db import migrations

from tokens.migrations import sql


class Migration(migrations.Migration):
    dependencies = (("tokens", "0011_event_search"),)
    operations = (
        migrations.RunSQL(sql.read("epochs_in_time.sql"), sql.read("epochs_in_time_undo.sql")),
    )
