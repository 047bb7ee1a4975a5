"""`manage.py create_client`: a new service client, or one more secret for an old one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from api.client_secrets import issue_secret, rotate_secret
from api.models import Client, Role


class Command(BaseCommand):
    """Prints the secret once; nothing can show it again."""

    help = (
        "Creates a service client; with --rotate, issues one more secret to it, and ends the "
        "older ones in a day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The client's id and what it is."""
        parser.add_argument("id")
        parser.add_argument("--name", default="")
        parser.add_argument("--role", choices=Role.values)
        parser.add_argument("--account", default="", help="a partner's billing account")
        parser.add_argument("--rotate", action="store_true", help="one more secret")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Create or find the client, then issue the secret."""
        with transaction.atomic():
            client = _existing(options["id"]) if options["rotate"] else _created(options)
            secret = rotate_secret(client)[0] if options["rotate"] else issue_secret(client)
        self.stdout.write(f"id:     {client.id}\nsecret: {secret}")


def _existing(client_id: str) -> Client:
    client = Client.objects.filter(id=client_id).first()
    if client is None:
        message = f"There is no client {client_id}"
        raise CommandError(message)
    return client


def _created(options: dict[str, Any]) -> Client:
    if options["role"] is None:
        message = "Name the client's role with --role"
        raise CommandError(message)
    client = Client(
        id=options["id"],
        name=options["name"] or options["id"],
        role=options["role"],
        billing_account_id=options["account"],
    )
    try:
        client.full_clean()
    except ValidationError as problem:
        raise CommandError(" ".join(problem.messages)) from None
    client.save(force_insert=True)
    return client
