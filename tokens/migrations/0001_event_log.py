"""The event log: one table that only grows, and the function that appends to it."""

from django.db import migrations

from tokens.migrations import sql


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = (migrations.RunSQL(sql.read("event_log.sql"), sql.read("event_log_undo.sql")),)
