"""Mint requests that nobody may redeem from, and a guess that takes them into account."""

from django.db import migrations

from tokens.migrations import sql


class Migration(migrations.Migration):
    dependencies = (("tokens", "0006_try_append"),)
    operations = (
        migrations.RunSQL(sql.read("quarantine.sql"), sql.read("quarantine_undo.sql")),
    )
