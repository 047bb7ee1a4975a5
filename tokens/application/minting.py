"""Handlers of the commands to mint requests."""

from collections.abc import Callable

from tokens.application.catalog import require_active
from tokens.application.repositories import Repository
from tokens.domain.ids import MintRequestId
from tokens.domain.minting.commands import (
    CancelMint,
    Mint,
    ReleaseMint,
    StartMintJobs,
    StopMintJobs,
    VoidMintRequest,
)
from tokens.domain.minting.mint_request import MintRequest
from tokens.domain.ordering.commands import FulfillWaitingOrders
from tokens.domain.ports import Catalog, Serials, TokenVault
from tokens.domain.token.commands import ActOnDrawnTokens, DrawnAction

MintRequests = Repository[MintRequestId, MintRequest]
Send = Callable[..., None]


def mint(
    command: Mint,
    *,
    mint_requests: MintRequests,
    catalog: Catalog,
    serials: Serials,
    send: Send,
) -> MintRequest:
    """Begin to mint; a request that was made before is returned as it stands."""
    if known := mint_requests.find(command.mint_request_id):
        return known
    require_active(catalog, command.catalog_id)
    mint_request = MintRequest.request(
        command.mint_request_id,
        command.catalog_id,
        command.quantity,
        command.account_id,
        serials,
    )
    for first, stop in mint_request.runs:
        send(StartMintJobs(mint_request.id, first, stop))
    return mint_requests.add(mint_request.id, mint_request)


def start_mint_jobs(command: StartMintJobs, *, mint_requests: MintRequests, send: Send) -> None:
    """Strike a run's tokens; after the last, ask for the release of all of them."""
    mint_request = mint_requests.get(command.mint_request_id)
    mint_request.strike(command.first, command.stop)
    if mint_request.is_ready:
        send(ReleaseMint(mint_request.id))


def release_mint(
    command: ReleaseMint, *, mint_requests: MintRequests, vault: TokenVault, send: Send
) -> None:
    """Release all that was minted to circulation, unless minting was canceled meanwhile."""
    mint_request = mint_requests.get(command.mint_request_id)
    if mint_request.is_ready:
        vault.releasing(mint_request.catalog_id)
        mint_request.release(vault.minted_by(mint_request.id))
        send(FulfillWaitingOrders(mint_request.catalog_id))


def cancel_mint(
    command: CancelMint, *, mint_requests: MintRequests, vault: TokenVault, send: Send
) -> MintRequest:
    """Stop minting, at once where all jobs are over already."""
    mint_request = mint_requests.get(command.mint_request_id, command.expected_version)
    mint_request.cancel()
    for first, stop in mint_request.runs:
        send(StopMintJobs(mint_request.id, first, stop))
    if mint_request.is_stopped:
        mint_request.withdraw(vault.minted_by(mint_request.id))
    return mint_request


def stop_mint_jobs(
    command: StopMintJobs, *, mint_requests: MintRequests, vault: TokenVault
) -> None:
    """Stop a run of jobs; after the last, take what was minted out of circulation."""
    mint_request = mint_requests.get(command.mint_request_id)
    mint_request.stop(command.first, command.stop)
    if mint_request.is_stopped:
        mint_request.withdraw(vault.minted_by(mint_request.id))


def void_mint_request(
    command: VoidMintRequest, *, mint_requests: MintRequests, vault: TokenVault, send: Send
) -> MintRequest:
    """Void whole lots at once, and then the tokens drawn from them one by one."""
    mint_request = mint_requests.get(command.mint_request_id, command.expected_version)
    mint_request.void(vault.minted_by(mint_request.id), command.reason)
    if vault.drawn_of(mint_request.id, None, 1):
        send(
            ActOnDrawnTokens(
                DrawnAction.VOID, mint_request_id=mint_request.id, reason=command.reason
            )
        )
    return mint_request
