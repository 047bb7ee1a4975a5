"""The projector of approvals."""

from collections.abc import Sequence

from projections.models import Approval
from projections.projectors.processes import project
from tokens.domain.approving.approval import ApprovalState
from tokens.domain.approving.commands import RotateKeys
from tokens.domain.approving.events import ApprovalRequested, Approved, Rejected, Withdrawn
from tokens.domain.messages import Command, Event
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import VoidOrder
from tokens.domain.ports import Recorded


class ApprovalProjection:
    """Approvals, each told in words."""

    name = "approvals"
    models = (Approval,)

    def apply(self, events: Sequence[Recorded]) -> None:
        """Bring the table from before the events to after them."""
        project(Approval, "approval-", events, _tell)


def _tell(row: Approval, event: Event) -> None:
    match event:
        case ApprovalRequested(request, operator, reason):
            row.state = ApprovalState.PENDING
            row.command = type(request.command).__name__
            row.subject = request.command.recipient
            row.summary = summary(request.command)
            row.operator = operator
            row.reason = reason
        case Approved(operator):
            row.state = ApprovalState.APPROVED
            row.decided_by = operator
        case Rejected(operator, reason):
            row.state = ApprovalState.REJECTED
            row.decided_by = operator
            row.decision_reason = reason
        case Withdrawn(operator):
            row.state = ApprovalState.WITHDRAWN
            row.decided_by = operator
        case _:
            pass


def summary(command: Command) -> str:
    """Return in a few words what a command would do."""
    match command:
        case Mint(catalog_id=catalog_id, quantity=quantity):
            return f"Mint {quantity:,} tokens of '{catalog_id}'"
        case VoidOrder(order_id=order_id):
            return f"Void the order {order_id}"
        case RotateKeys():
            return "Rotate the keys"
        case _:
            return type(command).__name__


APPROVALS = ApprovalProjection()
