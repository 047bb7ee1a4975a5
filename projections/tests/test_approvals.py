"""The projector of approvals."""

from uuid import UUID

import pytest

from projections.models import Approval
from projections.projectors.approvals import APPROVALS
from projections.tests.histories import CARD, History
from tokens.domain.approving.commands import (
    Approve,
    Reject,
    Request,
    RequestApproval,
    RotateKeys,
    Withdraw,
)
from tokens.domain.ids import MintRequestId, OrderId
from tokens.domain.messages import Command
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import VoidOrder

pytestmark = pytest.mark.django_db
ORDER = OrderId(UUID(int=2))
MINT = Mint(MintRequestId(UUID(int=3)), CARD, 1_000_000)
ID = next(Request(mint=MINT).approval_ids())


def projected(*commands: Command) -> Approval:
    history = History()
    for command in commands:
        history.do(command)
    APPROVALS.apply(history.events)
    return Approval.objects.get()


def ask(command: Command) -> RequestApproval:
    return RequestApproval("ann", Request.of(command) or Request(), "because")


@pytest.mark.parametrize(
    ("command", "name", "summary"),
    [
        (MINT, "Mint", f"Mint 1,000,000 tokens of '{CARD}'"),
        (VoidOrder(ORDER), "VoidOrder", f"Void the order {ORDER}"),
        (RotateKeys(0), "RotateKeys", "Rotate the keys"),
    ],
)
def test_one_that_is_pending(command, name, summary):
    row = projected(ask(command))
    assert (row.version, row.state) == (0, "Pending")
    assert (row.command, row.subject, row.summary) == (name, command.recipient, summary)
    assert (row.operator, row.reason, row.decided_by) == ("ann", "because", None)


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (Approve(ID, "bob"), ("Approved", "bob", None)),
        (Reject(ID, "bob", "too many"), ("Rejected", "bob", "too many")),
        (Withdraw(ID, "ann"), ("Withdrawn", "ann", None)),
    ],
)
def test_one_that_is_decided(decision, told):
    row = projected(ask(MINT), decision)
    assert (row.state, row.decided_by, row.decision_reason) == told
    assert row.version == 1
