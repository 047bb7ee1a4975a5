"""Handlers of the commands to approvals."""

from collections.abc import Callable
from typing import Any

from tokens.application.repositories import Repository
from tokens.domain.approving.approval import Approval
from tokens.domain.approving.commands import (
    Approve,
    Reject,
    RequestApproval,
    RotateKeys,
    Withdraw,
)
from tokens.domain.ids import ApprovalId
from tokens.domain.messages import Command
from tokens.domain.ports import Serials

Approvals = Repository[ApprovalId, Approval]
Execute = Callable[[Command], Any]


def request_approval(command: RequestApproval, *, approvals: Approvals) -> Approval:
    """Ask for something; what was asked for before is returned as it stands."""
    if known := approvals.find(command.approval_id):
        return known
    approval = Approval.ask(
        command.approval_id, command.request, command.operator, command.reason
    )
    return approvals.add(approval.id, approval)


def approve(command: Approve, *, approvals: Approvals, execute: Execute) -> Approval:
    """Approve and do it, or neither: a refusal of what was asked for undoes the approval."""
    approval = approvals.get(command.approval_id)
    approval.approve(command.operator)
    execute(approval.request.command)
    return approval


def reject(command: Reject, *, approvals: Approvals) -> Approval:
    """Refuse what was asked for."""
    approval = approvals.get(command.approval_id)
    approval.reject(command.operator, command.reason)
    return approval


def withdraw(command: Withdraw, *, approvals: Approvals) -> Approval:
    """Take back what was asked for."""
    approval = approvals.get(command.approval_id)
    approval.withdraw(command.operator)
    return approval


def rotate_keys(command: RotateKeys, *, serials: Serials) -> int:
    """Open the next epoch, and return it."""
    return serials.rotate(command.after)
