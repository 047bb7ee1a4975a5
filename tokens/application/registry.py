"""The stable names under which events and commands are stored, whatever their class is called.

A name ends in its version. When the shape of an event changes, it gets a new name here, and
`UPCASTS` tells how the stored data of the old name becomes data of the new one.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tokens.domain.approving import events as approving
from tokens.domain.lots import events as lots
from tokens.domain.messages import Command, Event
from tokens.domain.minting import commands as mint_commands
from tokens.domain.minting import events as minting
from tokens.domain.ordering import commands as order_commands
from tokens.domain.ordering import events as ordering
from tokens.domain.printing import commands as print_commands
from tokens.domain.printing import events as printing
from tokens.domain.quarantine import events as quarantine
from tokens.domain.token import commands as token_commands
from tokens.domain.token import events as token

EVENTS: Mapping[str, type[Event]] = {
    "mint.requested.v1": minting.MintRequested,
    "mint.job-finished.v1": minting.MintJobFinished,
    "mint.job-stopped.v1": minting.MintJobStopped,
    "mint.completed.v1": minting.Minted,
    "mint.canceling.v1": minting.MintCanceling,
    "mint.canceled.v1": minting.MintCanceled,
    "order.placed.v1": ordering.OrderPlaced,
    "order.fell-short.v1": ordering.OrderFellShort,
    "order.fulfilled.v1": ordering.OrderFulfilled,
    "order.canceled.v1": ordering.OrderCanceled,
    "print-job.queued.v1": printing.PrintJobQueued,
    "print-job.fell-short.v1": printing.PrintJobFellShort,
    "print-job.spooled.v1": printing.PrintJobSpooled,
    "print-job.downloaded.v1": printing.PackageDownloaded,
    "print-job.tokens-printed.v1": printing.TokensPrinted,
    "print-job.completed.v1": printing.PrintJobCompleted,
    "print-job.canceled.v1": printing.PrintJobCanceled,
    "print-job.package-deleted.v1": printing.PackageDeleted,
    "approval.requested.v1": approving.ApprovalRequested,
    "approval.granted.v1": approving.Approved,
    "approval.rejected.v1": approving.Rejected,
    "approval.withdrawn.v1": approving.Withdrawn,
    "quarantine.began.v1": quarantine.Quarantined,
    "quarantine.released.v1": quarantine.QuarantineReleased,
    "tokens.minted.v1": lots.TokensMinted,
    "tokens.circulated.v1": lots.TokensCirculated,
    "tokens.reserved.v1": lots.TokensReserved,
    "tokens.unreserved.v1": lots.TokensUnreserved,
    "tokens.activated.v1": lots.TokensActivated,
    "tokens.deactivated.v1": lots.TokensDeactivated,
    "tokens.voided.v1": lots.TokensVoided,
    "token.drawn.v1": token.TokenDrawn,
    "token.circulated.v1": token.TokenCirculated,
    "token.reserved.v1": token.TokenReserved,
    "token.unreserved.v1": token.TokenUnreserved,
    "token.activated.v1": token.TokenActivated,
    "token.deactivated.v1": token.TokenDeactivated,
    "token.redeemed.v1": token.TokenRedeemed,
    "token.voided.v1": token.TokenVoided,
}

COMMANDS: Mapping[str, type[Command]] = {
    "mint.start-jobs.v1": mint_commands.StartMintJobs,
    "mint.release.v1": mint_commands.ReleaseMint,
    "mint.stop-jobs.v1": mint_commands.StopMintJobs,
    "order.fulfill.v1": order_commands.FulfillOrder,
    "order.fulfill-waiting.v1": order_commands.FulfillWaitingOrders,
    "order.time-out.v1": order_commands.TimeOutOrder,
    "print-job.reserve.v1": print_commands.ReserveForPrintJob,
    "print-job.time-out.v1": print_commands.TimeOutPrintJob,
    "print-job.spool.v1": print_commands.SpoolPrintJob,
    "print-job.delete-package.v1": print_commands.DeletePackage,
    "print-job.expire-package.v1": print_commands.ExpirePackage,
    "tokens.act-on-drawn.v1": token_commands.ActOnDrawnTokens,
}
"""Only commands that travel as messages have a stored name."""

Upcast = Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]
UPCASTS: Mapping[str, Upcast] = {}
"""Old name → function of its data that returns the next name and data."""
