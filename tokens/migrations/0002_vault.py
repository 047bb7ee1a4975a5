"""The vault: the current lots, and which lot events a token has taken part in."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

from tokens.migrations import sql


class Migration(migrations.Migration):
    dependencies = (("tokens", "0001_event_log"),)
    operations = (
        BtreeGistExtension(),
        migrations.RunSQL(sql.read("vault.sql"), sql.read("vault_undo.sql")),
    )
