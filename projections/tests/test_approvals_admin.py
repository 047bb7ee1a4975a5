"""The pages of approvals and of the audit: one asks, another decides."""

from uuid import uuid4

import pytest
from django.urls import reverse

from projections import tasks
from projections.models import Approval
from projections.tests.operators import signed_in
from projections.tests.past import leave_behind
from tokens.bootstrap import application
from tokens.domain.approving.commands import Request, RequestApproval
from tokens.domain.ids import CatalogId, MintRequestId
from tokens.domain.minting.commands import Mint
from tokens.domain.ports import Origin
from tokens.models import CatalogItem, OperatorCommand

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def approval(settings, db):
    """What ann asked for: to mint."""
    leave_behind()
    settings.POSITION_WAIT_SECONDS = 0
    item = CatalogItem.objects.create(id=f"item-{uuid4().hex[:8]}", name="Card").pk
    mint = Mint(MintRequestId(uuid4()), CatalogId(item), 2_000_000_000)
    asked = RequestApproval("ann", Request.of(mint), "spring <b>sale</b>")
    made = application().bus.execute(asked, Origin("test", None, "ann")).result
    tasks.catch_up()
    return Approval.objects.get(pk=made.id)


def decide(client, approval, decision, **form):
    address = reverse("admin:projections_approval_decide", args=[approval.pk])
    page = client.post(address, {"decision": decision, **form}, follow=True)
    tasks.catch_up()
    approval.refresh_from_db()
    return page


def test_the_list_and_the_page_tell_what_is_asked_for(approval):
    ann = signed_in("ann", "Operator")
    listed = ann.get(reverse("admin:projections_approval_changelist"))
    assert "Mint 2,000,000,000 tokens of" in listed.content.decode()
    page = ann.get(reverse("admin:projections_approval_change", args=[approval.pk]))
    told = page.content.decode()
    assert "spring &lt;b&gt;sale" in told
    assert 'value="withdraw"' in told
    assert 'value="approve"' not in told


def test_a_second_operator_approves(approval):
    page = decide(signed_in("bob", "Operator"), approval, "approve")
    assert (approval.state, approval.decided_by) == ("Approved", "bob")
    assert "Approved, and under way." in page.content.decode()
    mint = application().lookup.mint_request(MintRequestId(approval.subject[13:]))
    assert mint.quantity == 2_000_000_000
    row = OperatorCommand.objects.get()
    assert (row.operator, row.command, row.outcome) == ("bob", "Approve", "Accepted")


def test_rejecting_needs_a_reason(approval):
    bob = signed_in("bob", "Operator")
    page = decide(bob, approval, "reject")
    assert (approval.state, OperatorCommand.objects.get().outcome) == ("Pending", "Refused")
    assert OperatorCommand.objects.get().message in page.content.decode()
    decide(bob, approval, "reject", reason="too many")
    assert (approval.state, approval.decision_reason) == ("Rejected", "too many")


def test_who_asked_only_withdraws(approval):
    ann = signed_in("ann", "Operator")
    decide(ann, approval, "approve")
    assert approval.state == "Pending"
    decide(ann, approval, "withdraw")
    assert approval.state == "Withdrawn"


@pytest.mark.parametrize("decision", ["approve", "reject", "nonsense", ""])
def test_others_decide_nothing(approval, decision):
    viewer = signed_in("vera", "Viewer")
    assert decide(viewer, approval, decision, reason="so").status_code == 403
    assert approval.state == "Pending"
    page = viewer.get(reverse("admin:projections_approval_change", args=[approval.pk]))
    assert 'value="approve"' not in page.content.decode()


def test_pages_cost_few_queries(approval, django_assert_max_num_queries):
    ann = signed_in("ann", "Operator")
    for address in (
        reverse("admin:projections_approval_changelist"),
        reverse("admin:projections_approval_change", args=[approval.pk]),
        reverse("admin:tokens_operatorcommand_changelist"),
    ):
        with django_assert_max_num_queries(8):
            assert ann.get(address).status_code == 200


def test_a_reason_that_cannot_be_kept_is_refused(approval):
    bob = signed_in("bob", "Operator")
    for reason in ("a\0b", "x" * 501):
        assert decide(bob, approval, "reject", reason=reason).status_code == 200
        assert approval.state == "Pending"
    assert not OperatorCommand.objects.filter(operator="bob").exists()
