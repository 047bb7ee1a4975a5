"""`manage.py trace_code`: asks for a code and tells whose it is, and all that happened."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.errors import DomainError
from tokens.management.typed_code import typed_code
from tokens.provenance import Provenance, trace


class Command(BaseCommand):
    """Traces a code that was found where it should not be."""

    help = (
        "Tell the mint request, the order, the partner and the history of a code, which is "
        "asked for or read from standard input, and neither stored nor logged."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Ask, and tell."""
        try:
            found = trace(typed_code())
        except (InvalidCodeError, DomainError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for name, value in _facts(found):
            self.stdout.write(f"{name:14}{value}")
        for download in found.downloads:
            when = f"{download.recorded_on:%Y-%m-%d %H:%M:%S} UTC"
            first, last = download.data["start"], download.data["stop"] - 1
            self.stdout.write(f"{'downloaded':14}{when} by {download.actor}: {first} to {last}")
        self.stdout.write("")
        for entry in found.history:
            when = f"{entry.recorded_on:%Y-%m-%d %H:%M:%S} UTC"
            who = entry.origin.actor or "the system"
            self.stdout.write(
                f"{entry.version:4}  {when}  {entry.what:18}{entry.stream}  by {who}"
            )


def _facts(found: Provenance) -> list[tuple[str, object]]:
    token, mint_request = found.token, found.mint_request
    order, print_job = found.order, found.print_job
    return [
        ("token", token.id),
        ("state", token.state.value),
        ("catalog item", token.catalog_id),
        ("mint request", f"{mint_request.id}, number {token.id.sequence:,}"),
        ("order", "none" if order is None else f"{order.id} of {order.quantity:,}"),
        ("print job", f"{print_job.id} of {print_job.quantity:,}" if print_job else "none"),
        ("partner", token.account_id or "none"),
        ("redeemed by", token.redeemed_by or "nobody"),
    ]
