"""What the database needs before the system runs: its tables, and someone to sign in."""

import io
import logging

import django
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from contoso.startup.problem import StartupProblem


def load_django() -> None:
    """Import everything, while the servers start beside us."""
    django.setup()
    # No worker listens to this process's hints yet, and Redis may be stopped before it.
    for hinting in ("tokens.adapters.hints", "contoso.hinting"):
        logging.getLogger(hinting).setLevel(logging.ERROR)


def prepare_database() -> None:
    """Migrate, and create the demo accounts where there is nobody yet.

    Raises: StartupProblem with the reason, of the database or the key ring.
    """
    said = io.StringIO()
    try:
        call_command("migrate", interactive=False, verbosity=0, stdout=said)
        call_command("check_keys", stdout=said)
        call_command("create_demo", stdout=said)
    except (DatabaseError, CommandError) as problem:
        message = f"The database cannot be prepared: {' '.join(str(problem).split())}"
        raise StartupProblem(message) from None
    finally:
        # The supervisor itself needs no connection from here on.
        _hang_up()


def _hang_up() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()
