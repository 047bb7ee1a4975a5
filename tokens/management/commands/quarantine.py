"""`manage.py quarantine (--mint-request ID | --epoch N) --reason … [--release]`."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from tokens.domain.ids import MintRequestId
from tokens.domain.quarantine.commands import BeginQuarantine, ReleaseQuarantine
from tokens.domain.quarantine.quarantine import Subject
from tokens.management.sending import send


class Command(BaseCommand):
    """Suspends redeeming where a key, a package or a partner may be compromised."""

    help = (
        "Let nothing of a mint request or of an epoch be redeemed until it is released. An "
        "epoch in quarantine makes no further codes: the next one is opened."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the subject, the reason, and whether this ends the quarantine."""
        subject = parser.add_mutually_exclusive_group(required=True)
        subject.add_argument("--mint-request", type=UUID, metavar="ID")
        subject.add_argument("--epoch", type=int, metavar="N")
        parser.add_argument("--reason", required=True)
        parser.add_argument("--release", action="store_true", help="end the quarantine")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Begin or end it, and say so."""
        subject = Subject(_mint_request(options["mint_request"]), options["epoch"])
        kind = ReleaseQuarantine if options["release"] else BeginQuarantine
        send(kind(subject, options["reason"]))
        now = "may be redeemed again" if options["release"] else "is in quarantine"
        self.stdout.write(f"{subject} {now}.")


def _mint_request(given: UUID | None) -> MintRequestId | None:
    return None if given is None else MintRequestId(given)
