"""The projector of mint requests."""

from collections.abc import Sequence

from projections.models import MintRequest
from projections.projectors.processes import project
from tokens.domain.messages import Event
from tokens.domain.minting.events import (
    MintCanceled,
    MintCanceling,
    Minted,
    MintJobFinished,
    MintRequested,
)
from tokens.domain.minting.mint_request import MintState
from tokens.domain.ports import Recorded


class MintRequestProjection:
    """Mint requests; lot events in their streams count as versions and say no more."""

    name = "mint_requests"
    models = (MintRequest,)

    def apply(self, events: Sequence[Recorded]) -> None:
        """Bring the tables from before the events to after them."""
        project(MintRequest, "mint-request-", events, _tell)


def _tell(row: MintRequest, event: Event) -> None:
    match event:
        case MintRequested(catalog_id, quantity, account_id):
            row.state = MintState.STARTED
            row.catalog_id = catalog_id
            row.quantity = quantity
            row.account_id = account_id
        case MintJobFinished(_, quantity):
            row.minted += quantity
        case Minted():
            row.state = MintState.COMPLETED
        case MintCanceling():
            row.state = MintState.CANCELING
        case MintCanceled():
            row.state = MintState.CANCELED
        case _:
            pass


MINT_REQUESTS = MintRequestProjection()
