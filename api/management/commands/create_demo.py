"""`manage.py create_demo`: demo accounts for an empty database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from api.demo import create_demo_accounts


class Command(BaseCommand):
    """Does nothing where anybody exists already, so it may run at every start."""

    help = "Creates the demo accounts on an empty database and writes demo.json."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Create, and say which of the two happened."""
        path = Path(settings.CONTOSO_HOME) / "demo.json"
        if create_demo_accounts(path):
            self.stdout.write(f"Demo accounts created; their credentials are in {path}")
        else:
            self.stdout.write("There are accounts already; nothing was changed")
