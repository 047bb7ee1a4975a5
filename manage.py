#!/usr/bin/env python
"""Django's command line, with the local settings unless others are named."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contoso.settings.local")
    # A command uses one connection, and should fail at once where there is no database.
    os.environ.setdefault("DATABASE_POOL_SIZE", "0")
    # Only requests are bounded in time: nobody waits behind a command.
    os.environ["STATEMENT_TIMEOUT"] = "0"
    execute_from_command_line(sys.argv)
