"""`manage.py redeem [--account A]`: asks for the code, so that no shell keeps it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tokens.application.codes import token_of
from tokens.bootstrap import application
from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.token.commands import RedeemToken
from tokens.management.sending import send
from tokens.management.typed_code import typed_code


class Command(BaseCommand):
    """Redeems as POST Tokens/Redeem does."""

    help = "Redeem a token by its code, which is asked for or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the consumer."""
        parser.add_argument("--account", help="the consumer who receives the good")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Ask, redeem, and say which token it was."""
        app = application()
        try:
            token_id = token_of(typed_code(), app.codes, app.serials)
        except InvalidCodeError as refusal:
            raise CommandError(str(refusal)) from refusal
        send(RedeemToken(token_id, account_id=options["account"]))
        self.stdout.write(f"Redeemed: token {token_id}")
