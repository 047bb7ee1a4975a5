"""`manage.py rotate_keys`: opens a new epoch, for the codes of new mint requests."""

from typing import Any

from django.core.management.base import BaseCommand

from tokens.domain.approving.commands import RotateKeys
from tokens.domain.codes.key_ring import MAX_EPOCHS
from tokens.management.sending import send


class Command(BaseCommand):
    """Rotates keys; codes of older epochs stay what they are."""

    help = "Open a new epoch: new mint requests get codes of a new key, older codes stay valid."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Open the epoch and say what to do next."""
        epoch = send(RotateKeys())
        left = MAX_EPOCHS - 1 - epoch
        self.stdout.write(
            f"Epoch {epoch} is open; {left} more can be. Back the key ring up now: codes of "
            "this epoch can be read with its key alone."
        )
