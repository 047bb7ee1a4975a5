"""`manage.py package_certificate` shows the certificate that packages are signed by."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tokens.bootstrap import package_signer
from tokens.domain.packages.signature import UnusableIdentityError


class Command(BaseCommand):
    """Prints what partners need to verify the signature of a package: no secret."""

    help = "Show the certificate that packages are signed by, for partners to trust."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Print it in PEM."""
        try:
            self.stdout.write(package_signer().public_pem, ending="")
        except UnusableIdentityError as problem:
            raise CommandError(str(problem)) from problem
