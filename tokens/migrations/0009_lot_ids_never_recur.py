"""A lot's row is known by an id that is never given out again, whatever becomes of a sequence.

Processes remember lots by these ids. A sequence may go back, where a standby takes over that
had not seen its last values, or a backup is restored under running processes.
"""

from django.db import migrations

# 60 random bits; the others of a UUID's first half tell its version.
FORWARD = """
    ALTER TABLE tokens_lot ALTER COLUMN id DROP IDENTITY;
    ALTER TABLE tokens_lot ALTER COLUMN id SET DEFAULT
        ('x' || left(replace(gen_random_uuid()::text, '-', ''), 16))::bit(64)::bigint;
"""
BACKWARD = """
    ALTER TABLE tokens_lot ALTER COLUMN id DROP DEFAULT;
    ALTER TABLE tokens_lot ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
"""


class Migration(migrations.Migration):
    dependencies = (("tokens", "0008_certificates"),)
    operations = (migrations.RunSQL(FORWARD, BACKWARD),)
