"""Appending checks the lots that a command took from memory."""

from django.db import migrations

from tokens.migrations import sql


class Migration(migrations.Migration):
    dependencies = (("tokens", "0004_catalog"),)
    operations = (
        migrations.RunSQL(sql.read("append_to_lots.sql"), sql.read("append_to_lots_undo.sql")),
    )
