"""`manage.py check_keys` tells a lost or swapped key ring from the right one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tokens.adapters.key_ring_document import KeyRingUnusableError
from tokens.adapters.postgres.key_check import KeyRingLostError
from tokens.bootstrap import check_keys, package_signer
from tokens.domain.packages.signature import UnusableIdentityError


class Command(BaseCommand):
    """Compares the key ring with what is kept of the epochs in use, and reads the signer."""

    help = "Check that the key ring is the one that the codes in use were made with."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Say that all is well, or exit with 1 and the reason."""
        try:
            check_keys()
            package_signer()
        except (KeyRingLostError, KeyRingUnusableError, UnusableIdentityError) as problem:
            message = f"the keys are not usable: {problem}"
            raise CommandError(message) from problem
        self.stdout.write("The key ring has the keys of all epochs in use.")
