"""What operators see, on the real log: the task, the commands, the admin."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from projections import tasks
from projections.models import MintRequest, Order, ParkedStream, Token
from projections.projectors import PROJECTIONS
from projections.wait import wait_until
from tokens.domain.ordering.order import order_stream
from tokens.domain.token.commands import RedeemToken
from tokens.domain.token.identifier import TokenId
from tokens.models import Event
from tokens.tests.harness import PostgresHarness

# Within a transaction the reader would wait for its end. The log keeps what others wrote.
pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("lot", "token", "checkpoint", "parkedstream", "approval")


class Flag:
    taken_times = 0

    def taken(self):
        self.taken_times += 1


@pytest.fixture
def flag(monkeypatch):
    flag = Flag()
    monkeypatch.setattr(tasks, "hints", lambda _: flag)
    return flag


@pytest.fixture
def harness(flag):
    return PostgresHarness()


@pytest.fixture
def mint(harness):
    return harness.mint(100)


@pytest.fixture
def order(harness, mint):
    order = harness.order(10)
    harness.run(RedeemToken(TokenId(mint, 3)))
    return order


def head():
    return Event.objects.latest("position").position


def park(order):
    event = Event.objects.filter(stream=order_stream(order)).earliest("position")
    ParkedStream.objects.create(
        projection="orders",
        stream=event.stream,
        position=event.position,
        error="Oh\nKeyError: 1\n",
        parked_on=event.recorded_on,
        failed_on=event.recorded_on,
    )


def test_the_task_projects_the_log(mint, order, flag):
    tasks.catch_up()
    assert flag.taken_times == 1
    assert wait_until([p.name for p in PROJECTIONS], head(), 0)
    assert MintRequest.objects.get(pk=mint).state == "Completed"
    assert Order.objects.get(pk=order).state == "Fulfilled"
    token = Token.objects.get(mint_request_id=mint)
    assert (token.sequence, token.state, token.redeemed_via) == (3, "Redeemed", "tester")
    assert tasks.catch_up() == 0


def test_the_status_shows_how_far_each_projection_is(order, capsys):
    park(order)
    tasks.catch_up()
    call_command("projections")
    told = capsys.readouterr().out
    assert re.search(rf"orders +{head()} +{head()} +0 +0.0 +1\n", told)
    assert re.search(rf"tokens +{head()} +{head()} +0 +0.0 +0\n", told)
    assert re.search(r"parked: order-\S+ in orders at \d+: KeyError: 1\n", told)


def test_parked_streams_are_tried_again(order, capsys):
    park(order)
    tasks.catch_up()
    assert not Order.objects.filter(pk=order).exists()
    call_command("projections", retry=True)
    assert "done: order-" in capsys.readouterr().out
    assert Order.objects.get(pk=order).state == "Fulfilled"
    assert not ParkedStream.objects.exists()


def test_the_command_rebuilds(mint, order, capsys):
    tasks.catch_up()
    Token.objects.filter(mint_request_id=mint).delete()
    call_command("rebuild_projection", "tokens")
    told = capsys.readouterr().out
    assert "projections_token: 1 rows were missing, 0 were wrong\n" in told
    assert Token.objects.filter(mint_request_id=mint).count() == 1


@pytest.mark.parametrize("page", PAGES)
def test_the_admin_shows_and_changes_nothing(page, order, client):
    park(order)
    tasks.catch_up()
    client.force_login(get_user_model().objects.create_superuser("admin"))
    listing = client.get(f"/admin/projections/{page}/")
    assert listing.status_code == 200
    assert client.get(f"/admin/projections/{page}/add/").status_code == 403


def test_the_admin_finds_an_order(order, client):
    tasks.catch_up()
    client.force_login(get_user_model().objects.create_superuser("admin"))
    found = client.get(f"/admin/projections/order/?q={order}").context["cl"]
    assert [row.pk for row in found.queryset] == [order]
    assert client.get(f"/admin/projections/order/{order}/change/").status_code == 200
