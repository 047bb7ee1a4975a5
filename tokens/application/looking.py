"""Looking at what the write side knows, for whoever cannot wait for a projection."""

from tokens.application.repositories import Repository, compose
from tokens.domain.errors import NotFoundError
from tokens.domain.ids import MintRequestId, OrderId, PrintJobId
from tokens.domain.minting.mint_request import MintRequest
from tokens.domain.ordering.order import Order
from tokens.domain.ports import Backend
from tokens.domain.printing.print_job import PrintJob
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.token import Token, token_stream


class Lookup:
    """Aggregates as their streams tell them now; nothing is recorded, and nobody waits."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def mint_request(self, mint_request_id: MintRequestId) -> MintRequest | None:
        """Return a mint request, or None where there is none."""
        with self._backend.transaction() as transaction:
            return Repository(MintRequest, transaction.log).find(mint_request_id)

    def order(self, order_id: OrderId) -> Order | None:
        """Return an order, or None where there is none."""
        with self._backend.transaction() as transaction:
            return Repository(Order, transaction.log).find(order_id)

    def print_job(self, print_job_id: PrintJobId) -> PrintJob | None:
        """Return a print job, or None where there is none."""
        with self._backend.transaction() as transaction:
            return Repository(PrintJob, transaction.log).find(print_job_id)

    def token(self, token_id: TokenId) -> Token | None:
        """Return a token, or None where there is none."""
        with self._backend.transaction() as transaction:
            # The lot first: where the token has been drawn since, its stream has gone further.
            lot = transaction.vault.look_up(token_id)
            history = transaction.log.load(token_stream(token_id))
        try:
            return compose(token_id, lot, history)
        except NotFoundError:
            return None
