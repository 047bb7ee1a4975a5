"""Where a token comes from, whose it became, and all that happened to it: leak tracing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.views.decorators.debug import sensitive_variables

from tokens.adapters.postgres.history import HistoryEntry, history
from tokens.application.codes import token_of
from tokens.application.registry import EVENTS
from tokens.bootstrap import application
from tokens.domain.errors import NotFoundError
from tokens.domain.ids import PrintJobId
from tokens.domain.minting.mint_request import MintRequest
from tokens.domain.ordering.order import Order
from tokens.domain.printing.events import PackageDownloaded
from tokens.domain.printing.print_job import PrintJob
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.token import Token
from tokens.models import Event

DOWNLOADS_SHOWN = 1_000
"""The first so many downloads of a package are told."""
_DOWNLOADED = next(name for name, kind in EVENTS.items() if kind is PackageDownloaded)


@dataclass(frozen=True)
class Provenance:
    """A token with its mint request, what holds it, if anything, and its history.

    `downloads` are those of the package that the token's code is in.
    """

    token: Token
    mint_request: MintRequest
    order: Order | None
    print_job: PrintJob | None
    downloads: Sequence[Event]
    history: Sequence[HistoryEntry]


@sensitive_variables("code")
def trace(code: str) -> Provenance:
    """Trace the token of a typed code; the code itself goes nowhere.

    Raises: InvalidCodeError; NotFoundError for a code whose token was never minted.
    """
    app = application()
    return provenance(token_of(code, app.codes, app.serials))


def provenance(token_id: TokenId) -> Provenance:
    """Tell where a token comes from. Raises: NotFoundError where it was never minted."""
    app = application()
    token = app.lookup.token(token_id)
    mint_request = app.lookup.mint_request(token_id.mint_request_id)
    if token is None or mint_request is None:
        raise NotFoundError("token", token_id)
    held = token.order_id
    order = app.lookup.order(held) if held else None
    print_job = app.lookup.print_job(PrintJobId(held)) if held and not order else None
    downloads = _downloads(print_job) if print_job else ()
    return Provenance(token, mint_request, order, print_job, downloads, history(token_id))


def _downloads(print_job: PrintJob) -> Sequence[Event]:
    found = Event.objects.filter(stream=print_job.stream, type=_DOWNLOADED)
    return list(found.order_by("version")[:DOWNLOADS_SHOWN])
