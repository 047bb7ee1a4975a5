"""The projectors: one a read model, all that there are at a glance."""

from projections.projection import Projection
from projections.projectors.activity import ACTIVITY
from projections.projectors.approvals import APPROVALS
from projections.projectors.mint_requests import MINT_REQUESTS
from projections.projectors.orders import ORDERS
from projections.projectors.print_jobs import PRINT_JOBS
from projections.projectors.tokens import TOKENS

PROJECTIONS: tuple[Projection, ...] = (
    MINT_REQUESTS,
    ORDERS,
    PRINT_JOBS,
    TOKENS,
    APPROVALS,
    ACTIVITY,
)


def named(name: str) -> Projection:
    """Return a projection. Raises: KeyError."""
    return {projection.name: projection for projection in PROJECTIONS}[name]
