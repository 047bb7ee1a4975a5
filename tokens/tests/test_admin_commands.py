"""What pages send is executed, recorded with its outcome, and told to the operator."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from tokens.admin.commands import carry_out, require, send
from tokens.domain.errors import NotFoundError
from tokens.domain.ids import CatalogId, MintRequestId, OrderId
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import ActivateOrder, VoidOrder
from tokens.models import CatalogItem, Event, OperatorCommand


@pytest.fixture
def request_of_ann(db, django_user_model):
    request = RequestFactory().post("/admin/")
    request.user = django_user_model.objects.create_user("ann")
    request.__dict__["_messages"] = CookieStorage(request)
    return request


def said(request):
    return [(message.level_tag, message.message) for message in get_messages(request)]


def recorded():
    row = OperatorCommand.objects.get()
    return row.operator, row.command, row.outcome, row.message


@pytest.fixture
def mint(db):
    CatalogItem.objects.create(id="card", name="Card")
    return Mint(MintRequestId(uuid4()), CatalogId("card"), 8)


class TestSend:
    def test_executes_records_and_tells(self, request_of_ann, mint):
        assert send(request_of_ann, mint, "8 tokens are being minted.")
        assert recorded() == ("ann", "Mint", "Accepted", "8 tokens are being minted.")
        assert said(request_of_ann) == [("success", "8 tokens are being minted.")]
        row = OperatorCommand.objects.get()
        assert row.subject == f"mint-request-{mint.mint_request_id}"
        assert row.details["quantity"] == 8
        event = Event.objects.get(correlation_id=row.correlation_id)
        assert (event.type, event.actor) == ("mint.requested.v1", "ann")

    @pytest.mark.parametrize("above", [0, 100])
    def test_a_code_is_kept_nowhere(self, request_of_ann, mint, settings, above):
        settings.MINT_APPROVAL_ABOVE = above
        reason = "the card 0rtp8-4xg29-kqdvj-cvt26-h7nm2 was lost"
        order = VoidOrder(OrderId(uuid4()), reason)
        assert send(request_of_ann, order, "Void.") is None
        assert send(request_of_ann, mint, "Minted.", reason=reason) is None
        carry_out(request_of_ann, "Discard", "one", lambda: "Done.", told=[{"reason": reason}])
        assert [level for level, _ in said(request_of_ann)] == ["error"] * 3
        assert not OperatorCommand.objects.exists()
        assert not Event.objects.exists()

    def test_a_refusal_is_recorded_and_told(self, request_of_ann):
        order_id = OrderId(uuid4())
        assert send(request_of_ann, ActivateOrder(order_id), "Activated.") is None
        refusal = f"There is no Order with the id '{order_id}'."
        assert recorded() == ("ann", "ActivateOrder", "Refused", refusal)
        assert said(request_of_ann) == [("error", refusal)]

    def test_what_needs_a_second_operator_is_asked_for(self, request_of_ann, mint, settings):
        settings.MINT_APPROVAL_ABOVE = 7
        assert send(request_of_ann, mint, "Minting.", reason="for the spring sale")
        assert recorded()[1:3] == ("RequestApproval", "Awaits approval")
        assert "second operator" in said(request_of_ann)[0][1]
        assert [event.type for event in Event.objects.all()] == ["approval.requested.v1"]

    def test_asking_needs_a_reason(self, request_of_ann):
        assert send(request_of_ann, VoidOrder(OrderId(uuid4())), "Voided.") is None
        assert recorded()[1:3] == ("RequestApproval", "Refused")


class TestCarryOut:
    def test_records_and_tells(self, request_of_ann):
        carry_out(request_of_ann, "Replay", "dead letters", lambda: "2 on their way", count=2)
        assert recorded() == ("ann", "Replay", "Accepted", "2 on their way")
        assert OperatorCommand.objects.get().details == {"count": 2}

    def test_tells_a_refusal(self, request_of_ann):
        def act():
            raise NotFoundError("projection", "x")

        carry_out(request_of_ann, "Pause", "x", act)
        assert recorded()[1:3] == ("Pause", "Refused")


def test_permissions_are_demanded(request_of_ann):
    with pytest.raises(PermissionDenied):
        require(request_of_ann, "send_mint")
    require(SimpleNamespace(user=SimpleNamespace(has_perm=lambda _: True)), "send_mint")
