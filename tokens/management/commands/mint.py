"""`manage.py mint --catalog X --quantity N [--wait]`."""

from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from tokens.bootstrap import application
from tokens.domain.ids import CatalogId, MintRequestId
from tokens.domain.minting.commands import Mint
from tokens.domain.minting.mint_request import MintRequest, MintState
from tokens.management.progress import watch
from tokens.management.sending import send

_OVER = {MintState.COMPLETED, MintState.CANCELED}


class Command(BaseCommand):
    """Mints as POST MintRequests does; workers must be running to complete it."""

    help = "Mint tokens of a catalog item."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to mint, and whether to wait."""
        parser.add_argument("--catalog", required=True, help="id of the catalog item")
        parser.add_argument("--quantity", required=True, type=int, help="how many tokens")
        parser.add_argument("--wait", action="store_true", help="until minting is over")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Request, and watch where asked."""
        mint_request_id = MintRequestId(uuid4())
        command = Mint(mint_request_id, CatalogId(options["catalog"]), options["quantity"])
        send(command)
        self.stdout.write(f"Mint request {mint_request_id}: {command.quantity:,} tokens")
        if options["wait"]:
            watch(self.stdout, "Minted", command.quantity, lambda: _look(mint_request_id))
            self.stdout.write(f"{_known(mint_request_id).state}.")


def _look(mint_request_id: MintRequestId) -> tuple[int, bool]:
    mint_request = _known(mint_request_id)
    return mint_request.minted, mint_request.state in _OVER


def _known(mint_request_id: MintRequestId) -> MintRequest:
    mint_request = application().lookup.mint_request(mint_request_id)
    if mint_request is None:
        message = f"The mint request {mint_request_id} has vanished"
        raise CommandError(message)
    return mint_request
