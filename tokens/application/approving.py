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
    """Ask for something; what the same operator asks for twice is asked for once.

    Raises: AlreadyAskedForError where another has asked, or it was approved;
    ReasonRequiredError.
    """
    asked = (command.request, command.operator, command.reason)
    for approval_id in command.request.approval_ids():
        known = approvals.find(approval_id)
        if known is None:
            return approvals.add(approval_id, Approval.ask(approval_id, *asked))
        if not known.may_be_asked_anew:
            known.ask_again(*asked)
            return known
    raise AssertionError


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
