"""Security officers rotate keys, and quarantine epochs and mint requests."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from tokens.admin import commands, keys
from tokens.domain.approving.commands import Approve
from tokens.domain.ids import AccountId, ApprovalId
from tokens.domain.token.commands import RedeemToken
from tokens.domain.token.errors import TokenQuarantinedError
from tokens.domain.token.identifier import TokenId
from tokens.models import Event, OperatorCommand
from tokens.tests.harness import PostgresHarness


@pytest.fixture
def harness(db, monkeypatch):
    """An application whose key ring does not outlive the test."""
    harness = PostgresHarness()
    monkeypatch.setattr(commands, "application", lambda: harness.application)
    monkeypatch.setattr(keys, "key_ring_of_settings", lambda: harness.keys)
    return harness


@pytest.fixture
def mint(harness):
    mint = harness.mint(6)
    harness.order(5)
    return mint


def signed_in(group):
    user = User.objects.create_user(group.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def olga(db):
    return signed_in("Security officer")


def address(page, **query):
    return reverse(page, query=query)


def confirm(client, page, word, reason="a print file was lost", **query):
    form = {"reason": reason, "confirmation": word}
    return client.post(address(page, **query), form)


def redeem(harness, mint):
    command = RedeemToken(TokenId(mint, 0), account_id=AccountId("ann"))
    return harness.execute(command).state


def told(client):
    return client.get(reverse("keys")).content.decode()


class TestQuarantine:
    def test_of_a_mint_request_refuses_redemption_until_released(self, olga, harness, mint):
        word = str(mint)[:8]
        asked = olga.get(address("quarantine", mint_request=mint)).content.decode()
        assert "1 mint request with 6 tokens" in asked
        assert confirm(olga, "quarantine", word, mint_request=mint).status_code == 302
        with pytest.raises(TokenQuarantinedError):
            redeem(harness, mint)
        assert "a print file was lost" in told(olga)
        confirm(olga, "release", word, "it was found, unopened", mint_request=mint)
        assert redeem(harness, mint) == "Redeemed"
        assert "There are none." in told(olga)
        sent = OperatorCommand.objects.order_by("id").values_list("command", "outcome")
        assert list(sent) == [
            ("BeginQuarantine", "Accepted"),
            ("ReleaseQuarantine", "Accepted"),
        ]

    def test_of_an_epoch_tells_the_numbers_and_who_why_and_when(self, olga, harness, mint):
        harness.mint(1_000_000)
        epoch = harness.application.serials.of(mint).epoch
        asked = olga.get(address("quarantine", epoch=epoch)).content.decode()
        assert "2 mint requests with 1,000,006 tokens" in asked
        confirm(olga, "quarantine", f"epoch-{epoch}", epoch=epoch)
        with pytest.raises(TokenQuarantinedError):
            redeem(harness, mint)
        page = told(olga)
        assert "by security officer: a print file was lost" in page
        assert "1,000,006" in page
        assert harness.application.serials.of(harness.mint(1)).epoch == epoch + 1
        confirm(olga, "release", f"epoch-{epoch}", "it was found", epoch=epoch)
        assert redeem(harness, mint) == "Redeemed"
        assert "released on" in told(olga)

    def test_of_an_epoch_without_mint_requests_is_shown_too(self, olga, harness):
        epoch = harness.keys.add_epoch()
        confirm(olga, "quarantine", f"epoch-{epoch}", epoch=epoch)
        assert f"release/?epoch={epoch}" in told(olga)

    @pytest.mark.parametrize(("reason", "word"), [("", None), ("why", "epoch"), ("why", "")])
    def test_needs_a_reason_and_the_word(self, olga, harness, mint, reason, word):
        word = str(mint)[:8] if word is None else word
        page = confirm(olga, "quarantine", word, reason, mint_request=mint)
        assert page.status_code == 400
        assert redeem(harness, mint) == "Redeemed"

    def test_says_what_is_so_already(self, olga, harness, mint):
        page = olga.get(address("release", mint_request=mint))
        assert "is not in quarantine" in page.content.decode()
        confirm(olga, "quarantine", str(mint)[:8], mint_request=mint)
        page = olga.get(address("quarantine", mint_request=mint))
        assert "is in quarantine already" in page.content.decode()
        confirm(olga, "quarantine", str(mint)[:8], mint_request=mint)
        assert "Nothing has changed." in told(olga)

    @pytest.mark.parametrize(
        "query", [{"epoch": 31}, {"epoch": "x"}, {"mint_request": "x"}, {}, {"epoch": "9" * 9}]
    )
    def test_of_what_there_is_not_is_not_found(self, olga, harness, query):
        assert olga.get(address("quarantine", **query)).status_code == 404
        unknown = address("quarantine", mint_request=uuid4())
        assert olga.get(unknown).status_code == 404


class TestRotating:
    def test_tells_the_numbers_and_waits_for_a_second_operator(self, olga, harness, mint):
        before = harness.keys.current_epoch()
        asked = olga.get(reverse("rotate_keys")).content.decode()
        assert f"Epoch {before + 1} is opened" in asked
        assert "1 mint request with 6 tokens keep" in asked
        confirm(olga, "rotate_keys", f"epoch-{before + 1}", "the yearly change")
        assert harness.keys.current_epoch() == before
        row = OperatorCommand.objects.get()
        assert (row.command, row.outcome) == ("RequestApproval", "Awaits approval")
        stream = Event.objects.get(type="approval.requested.v1").stream
        approval = ApprovalId(stream.removeprefix("approval-"))
        harness.execute(Approve(approval, "bob"))
        assert harness.keys.current_epoch() == before + 1
        assert redeem(harness, mint) == "Redeemed"

    def test_two_who_ask_meet_in_one_approval(self, olga, harness):
        word = f"epoch-{harness.keys.current_epoch() + 1}"
        confirm(olga, "rotate_keys", word, "the yearly change")
        confirm(olga, "rotate_keys", word, "a key was seen")
        assert "has asked for this already" in told(olga)
        assert Event.objects.filter(type="approval.requested.v1").count() == 1

    def test_needs_the_word(self, olga, harness):
        assert confirm(olga, "rotate_keys", "epoch-0").status_code == 400
        assert not Event.objects.exists()


class TestPages:
    def test_show_no_key(self, olga, harness, mint):
        page = told(olga)
        for epoch in harness.keys.epochs():
            assert harness.keys.master_key(epoch).hex() not in page

    def test_viewers_see_and_do_nothing(self, harness, mint):
        viewer = signed_in("Viewer")
        assert "Rotate keys" not in told(viewer)
        for page in ("rotate_keys", "quarantine", "release"):
            assert viewer.get(address(page, mint_request=mint)).status_code == 403
            assert confirm(viewer, page, "x", mint_request=mint).status_code == 403

    def test_operators_do_nothing_either(self, harness, mint):
        operator = signed_in("Operator")
        page = confirm(operator, "quarantine", str(mint)[:8], mint_request=mint)
        assert page.status_code == 403
        assert redeem(harness, mint) == "Redeemed"

    def test_cost_few_queries(self, olga, harness, mint, django_assert_max_num_queries):
        confirm(olga, "quarantine", str(mint)[:8], mint_request=mint)
        for _ in range(20):
            harness.keys.add_epoch()
        with django_assert_max_num_queries(12):
            told(olga)
