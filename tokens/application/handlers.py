"""Which handler serves which command: the whole wiring of the write side, at a glance."""

from collections.abc import Callable, Mapping
from inspect import signature
from operator import attrgetter
from typing import Any

from tokens.application import (
    approving,
    minting,
    ordering,
    printing,
    quarantine,
    spooling,
    tokens,
    waiting,
)
from tokens.application.session import Session
from tokens.domain.approving import commands as approval_commands
from tokens.domain.messages import Command
from tokens.domain.minting import commands as mint_commands
from tokens.domain.ordering import commands as order_commands
from tokens.domain.printing import commands as print_commands
from tokens.domain.quarantine import commands as quarantine_commands
from tokens.domain.token import commands as token_commands

Handler = Callable[..., Any]

HANDLERS: Mapping[type[Command], Handler] = {
    approval_commands.RequestApproval: approving.request_approval,
    approval_commands.Approve: approving.approve,
    approval_commands.Reject: approving.reject,
    approval_commands.Withdraw: approving.withdraw,
    approval_commands.RotateKeys: approving.rotate_keys,
    mint_commands.Mint: minting.mint,
    mint_commands.StartMintJobs: minting.start_mint_jobs,
    mint_commands.ReleaseMint: minting.release_mint,
    mint_commands.CancelMint: minting.cancel_mint,
    mint_commands.StopMintJobs: minting.stop_mint_jobs,
    mint_commands.VoidMintRequest: minting.void_mint_request,
    order_commands.PlaceOrder: ordering.place_order,
    order_commands.FulfillOrder: ordering.fulfill_order,
    order_commands.FulfillWaitingOrders: waiting.fulfill_waiting_orders,
    order_commands.TimeOutOrder: ordering.time_out_order,
    order_commands.CancelOrder: ordering.cancel_order,
    order_commands.ActivateOrder: ordering.activate_order,
    order_commands.DeactivateOrder: ordering.deactivate_order,
    order_commands.ReturnOrder: ordering.return_order,
    order_commands.VoidOrder: ordering.void_order,
    print_commands.Print: printing.print_tokens_of_item,
    print_commands.ReserveForPrintJob: printing.reserve_for_print_job,
    print_commands.TimeOutPrintJob: printing.time_out_print_job,
    print_commands.SpoolPrintJob: spooling.collect_contents,
    print_commands.TakePackage: spooling.take_package,
    print_commands.DownloadPackage: printing.download_package,
    print_commands.PrintTokens: printing.print_tokens,
    print_commands.ConfirmPrintJob: printing.confirm_print_job,
    print_commands.CancelPrintJob: printing.cancel_print_job,
    print_commands.ActivatePrintJob: printing.activate_print_job,
    print_commands.VoidPrintJob: printing.void_print_job,
    print_commands.DeletePackage: spooling.delete_package,
    print_commands.ExpirePackage: printing.expire_package,
    quarantine_commands.BeginQuarantine: quarantine.begin_quarantine,
    quarantine_commands.ReleaseQuarantine: quarantine.release_quarantine,
    token_commands.ActivateToken: tokens.activate_token,
    token_commands.DeactivateToken: tokens.deactivate_token,
    token_commands.VoidToken: tokens.void_token,
    token_commands.RedeemToken: tokens.redeem_token,
    token_commands.ActOnDrawnTokens: tokens.act_on_drawn_tokens,
}


def ports_of(handler: Handler) -> list[str]:
    """Return the names of a handler's keyword-only arguments."""
    return [p.name for p in signature(handler).parameters.values() if p.kind is p.KEYWORD_ONLY]


def bind(handler: Handler) -> Callable[[Command, Session], Any]:
    """Give a handler the ports that its keyword-only arguments name, from a session."""
    ports = [(name, attrgetter(name)) for name in ports_of(handler)]

    def bound(command: Command, session: Session) -> Any:  # noqa: ANN401  # the handler's own
        return handler(command, **{name: port(session) for name, port in ports})

    return bound
