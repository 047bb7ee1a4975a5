"""Approvals: what one operator asks for happens once, and only if a second one lets it."""

from uuid import uuid4

import pytest

from tokens.domain.approving.approval import ApprovalState
from tokens.domain.approving.commands import (
    Approve,
    Reject,
    Request,
    RequestApproval,
    RotateKeys,
    Withdraw,
)
from tokens.domain.approving.errors import (
    AlreadyAskedForError,
    ApprovalAlreadyDecidedError,
    NotTheRequesterError,
    SecondPersonRequiredError,
)
from tokens.domain.approving.policy import ApprovalPolicy
from tokens.domain.errors import InvalidCatalogItemError
from tokens.domain.ids import CatalogId, MintRequestId, OrderId
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import ActivateOrder, VoidOrder
from tokens.domain.token.errors import ReasonRequiredError


@pytest.fixture
def mint(harness):
    return Mint(MintRequestId(uuid4()), harness.item, 7)


def ask(harness, command, reason="for the spring sale", operator="ann"):
    return harness.execute(RequestApproval(operator, Request.of(command), reason)).id


class TestApproving:
    def test_nothing_happens_until_a_second_operator_approves(self, harness, mint):
        approval = ask(harness, mint)
        harness.deliver()
        assert harness.application.lookup.mint_request(mint.mint_request_id) is None

        assert harness.execute(Approve(approval, "bob")).state is ApprovalState.APPROVED
        harness.deliver()
        assert harness.application.lookup.mint_request(mint.mint_request_id).quantity == 7

    def test_who_asked_cannot_approve_or_reject(self, harness, mint):
        approval = ask(harness, mint)
        for decision in (Approve(approval, "ann"), Reject(approval, "ann", "no")):
            with pytest.raises(SecondPersonRequiredError, match="another operator"):
                harness.execute(decision)

    @pytest.mark.parametrize(
        "decide",
        [
            lambda approval: Approve(approval, "bob"),
            lambda approval: Reject(approval, "bob", "too many"),
            lambda approval: Withdraw(approval, "ann"),
        ],
        ids=["approve", "reject", "withdraw"],
    )
    def test_is_decided_once(self, harness, mint, decide):
        approval = ask(harness, mint)
        harness.execute(decide(approval))
        for again in (Approve(approval, "eve"), Withdraw(approval, "ann")):
            with pytest.raises(ApprovalAlreadyDecidedError):
                harness.execute(again)

    def test_only_who_asked_withdraws(self, harness, mint):
        approval = ask(harness, mint)
        with pytest.raises(NotTheRequesterError):
            harness.execute(Withdraw(approval, "bob"))
        assert harness.execute(Withdraw(approval, "ann")).state is ApprovalState.WITHDRAWN

    def test_a_refusal_of_what_was_asked_for_undoes_the_approval(self, harness):
        unknown = Mint(MintRequestId(uuid4()), CatalogId("unknown"), 7)
        approval = ask(harness, unknown)
        with pytest.raises(InvalidCatalogItemError):
            harness.execute(Approve(approval, "bob"))
        assert harness.execute(Withdraw(approval, "ann")).state is ApprovalState.WITHDRAWN

    def test_reasons_are_demanded(self, harness, mint):
        with pytest.raises(ReasonRequiredError):
            ask(harness, mint, reason=" ")
        with pytest.raises(ReasonRequiredError):
            harness.execute(Reject(ask(harness, mint), "bob", ""))

    def test_an_order_is_voided(self, harness):
        harness.mint(5)
        order = harness.order(5)
        approval = ask(harness, VoidOrder(order, reason="stolen"))
        harness.run(Approve(approval, "bob"))
        assert {lot.facts.state for lot in harness.lots()} == {"Voided"}

    def test_keys_are_rotated(self, in_memory):
        in_memory.run(Approve(ask(in_memory, RotateKeys(0)), "bob"))
        assert in_memory.application.serials.epoch == 1

    def test_the_next_epoch_in_any_case_is_asked_for_each_time(self, in_memory):
        for _ in range(2):
            in_memory.run(Approve(ask(in_memory, RotateKeys()), "bob"))
        assert in_memory.application.serials.epoch == 2


class TestAskingTwice:
    @pytest.fixture(params=["mint", "void", "rotate"])
    def command(self, request, harness, mint):
        if request.param == "void":
            harness.mint(5)
            return VoidOrder(harness.order(5), reason="stolen")
        return mint if request.param == "mint" else RotateKeys(0)

    def test_by_the_same_operator_is_one_approval(self, harness, command):
        assert ask(harness, command) == ask(harness, command)

    def test_by_another_is_refused_with_who_has_asked(self, harness, command):
        approval = ask(harness, command)
        with pytest.raises(AlreadyAskedForError, match="'ann' has asked") as refusal:
            ask(harness, command, operator="eve")
        assert refusal.value.approval_id == approval

    def test_with_another_reason_is_refused(self, harness, command):
        ask(harness, command)
        with pytest.raises(AlreadyAskedForError):
            ask(harness, command, reason="for the summer sale")

    def test_of_an_order_is_one_whatever_the_reason_of_the_command(self, harness):
        harness.mint(5)
        order = harness.order(5)
        ask(harness, VoidOrder(order, reason="stolen"))
        with pytest.raises(AlreadyAskedForError):
            ask(harness, VoidOrder(order, reason="lost"), operator="eve")

    @pytest.mark.parametrize(
        "end",
        [
            lambda approval: Reject(approval, "bob", "too many"),
            lambda approval: Withdraw(approval, "ann"),
        ],
        ids=["reject", "withdraw"],
    )
    def test_after_it_came_to_nothing_is_asking_anew(self, harness, command, end):
        approvals = []
        for _ in range(3):
            approvals.append(ask(harness, command))
            harness.execute(end(approvals[-1]))
        assert len(set(approvals)) == 3

    def test_of_what_was_approved_is_refused(self, harness, mint):
        harness.run(Approve(ask(harness, mint), "bob"))
        with pytest.raises(AlreadyAskedForError, match="Approved"):
            ask(harness, mint)

    def test_of_an_epoch_that_was_approved_is_refused(self, in_memory):
        in_memory.run(Approve(ask(in_memory, RotateKeys(0)), "bob"))
        with pytest.raises(AlreadyAskedForError, match="Approved"):
            ask(in_memory, RotateKeys(0), operator="eve")
        assert in_memory.application.serials.epoch == 1

    def test_for_other_things_are_two(self, harness):
        orders = [VoidOrder(OrderId(uuid4()), reason="stolen") for _ in range(2)]
        others = [RotateKeys(0), RotateKeys(1)]
        assert len({ask(harness, command) for command in [*orders, *others]}) == 4


class TestPolicy:
    def test_demands_a_second_operator_for_what_is_dangerous(self, in_memory):
        policy = ApprovalPolicy(mint_above=7)
        order = VoidOrder(uuid4())
        assert policy.demands(order) == Request(void_order=order)
        assert policy.demands(RotateKeys()) == Request(rotate_keys=RotateKeys())
        assert policy.demands(ActivateOrder(uuid4())) is None
        few, many = (Mint(MintRequestId(uuid4()), in_memory.item, n) for n in (7, 8))
        assert policy.demands(few) is None
        assert policy.demands(many) == Request(mint=many)
