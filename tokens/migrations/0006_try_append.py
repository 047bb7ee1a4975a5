"""Appending that undoes itself, for transactions that several commands share."""

from django.db import migrations

from tokens.migrations import sql


class Migration(migrations.Migration):
    dependencies = (("tokens", "0005_append_to_lots"),)
    operations = (
        migrations.RunSQL(sql.read("try_append.sql"), sql.read("try_append_undo.sql")),
    )
