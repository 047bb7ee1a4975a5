"""Messages that are on their way, those that failed for good, and the orders that wait."""

from django.db import migrations

from tokens.migrations import sql


class Migration(migrations.Migration):
    dependencies = (("tokens", "0002_vault"),)
    operations = (migrations.RunSQL(sql.read("messages.sql"), sql.read("messages_undo.sql")),)
