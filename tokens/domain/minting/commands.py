"""Commands to a mint request."""

from dataclasses import dataclass

from tokens.domain.ids import AccountId, CatalogId, MintRequestId, StreamId
from tokens.domain.messages import Command
from tokens.domain.minting.mint_request import mint_request_stream


@dataclass(frozen=True, slots=True)
class MintRequestCommand(Command):
    """Base of all commands to a mint request."""

    mint_request_id: MintRequestId

    @property
    def recipient(self) -> StreamId:
        """The stream of the mint request."""
        return mint_request_stream(self.mint_request_id)


@dataclass(frozen=True, slots=True)
class Mint(MintRequestCommand):
    """Mint a quantity of tokens of a catalog item."""

    catalog_id: CatalogId
    quantity: int
    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True)
class StartMintJobs(MintRequestCommand):
    """Strike and deposit the tokens of the jobs `first <= job < stop`."""

    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class ReleaseMint(MintRequestCommand):
    """Put everything that was minted into circulation; all jobs are finished."""


@dataclass(frozen=True, slots=True)
class CancelMint(MintRequestCommand):
    """Stop minting, and take what was minted out of circulation."""

    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class StopMintJobs(MintRequestCommand):
    """Never start those of the jobs `first <= job < stop` that have not been started."""

    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class VoidMintRequest(MintRequestCommand):
    """Make every token of a mint request worthless that is not redeemed."""

    reason: str | None = None
    expected_version: int | None = None
