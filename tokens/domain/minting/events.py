"""What happens to a mint request; its tokens' lot events stand in the same stream."""

from dataclasses import dataclass

from tokens.domain.ids import AccountId, CatalogId
from tokens.domain.messages import Event


@dataclass(frozen=True, slots=True)
class MintRequested(Event):
    """Tokens shall be minted, in jobs of `job_size`, with the serials from `first_serial`."""

    catalog_id: CatalogId
    quantity: int
    account_id: AccountId | None
    job_size: int
    epoch: int
    first_serial: int


@dataclass(frozen=True, slots=True)
class MintJobFinished(Event):
    """A job has deposited its `quantity` tokens."""

    job: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Minted(Event):
    """All jobs are finished and the tokens are in circulation."""


@dataclass(frozen=True, slots=True)
class MintCanceling(Event):
    """No further job shall start."""


@dataclass(frozen=True, slots=True)
class MintJobStopped(Event):
    """A job will never start."""

    job: int


@dataclass(frozen=True, slots=True)
class MintCanceled(Event):
    """All jobs are finished or stopped, and what was minted is void."""
