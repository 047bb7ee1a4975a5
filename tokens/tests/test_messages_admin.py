"""Operators see what is due, and replay or discard what failed too often."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tokens.adapters.postgres.database import execute, rows
from tokens.admin import waiting_messages
from tokens.admin.waiting_messages import due_messages
from tokens.domain.ids import OrderId
from tokens.domain.ordering.commands import PlaceOrder
from tokens.models import DeadLetter, Message, OperatorCommand
from tokens.tests.harness import NORTHWIND, PostgresHarness

BURY_ALL = """
    WITH dead AS (DELETE FROM tokens_message RETURNING *)
    INSERT INTO tokens_deadletter
    SELECT message_id, recipient, type, data, correlation_id, causation_id, actor, 6, %s, now()
    FROM dead RETURNING message_id
"""
CODE = "7ZZZZ-7ZZZZ-7ZZZZ-7ZZZZ-7ZZZZ"
ERROR = f"Traceback\nValueError: {CODE} is not well\n"
LIST = "admin:tokens_deadletter_changelist"


@pytest.fixture
def harness(db):
    harness = PostgresHarness()
    harness.mint(5)
    harness.execute(PlaceOrder(OrderId(uuid4()), harness.item, NORTHWIND, 2), "the-request")
    return harness


@pytest.fixture
def letters(harness):
    return [message_id for (message_id,) in rows(BURY_ALL, [ERROR])]


def signed_in(group):
    user = User.objects.create_user(group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ann(db):
    return signed_in("Operator")


def act(client, action, letters, **form):
    data = {"action": action, "_selected_action": letters, **form}
    return client.post(reverse(LIST), data)


class TestReplaying:
    def test_delivers_again_and_is_recorded(self, ann, letters):
        act(ann, "replay", letters)
        assert not DeadLetter.objects.exists()
        assert rows("SELECT count(*), max(attempts) FROM tokens_message") == [(len(letters), 0)]
        row = OperatorCommand.objects.get()
        assert (row.command, row.outcome) == ("ReplayDeadLetters", "Accepted")
        assert [one["id"] for one in row.details["messages"]] == [str(one) for one in letters]

    def test_takes_only_those_selected(self, ann, harness, letters):
        harness.execute(PlaceOrder(OrderId(uuid4()), harness.item, NORTHWIND, 2))
        more = [message_id for (message_id,) in rows(BURY_ALL, [ERROR])]
        act(ann, "replay", more)
        assert [letter.pk for letter in DeadLetter.objects.all()] == letters


class TestDiscarding:
    def test_asks_why_first(self, ann, letters):
        page = act(ann, "discard", letters)
        assert "Never to be delivered: 2" in page.content.decode()
        refused = act(ann, "discard", letters, reason="  ")
        assert refused.status_code == 400
        assert DeadLetter.objects.count() == len(letters)
        assert not OperatorCommand.objects.exists()

    def test_keeps_the_reason_and_what_was_discarded(self, ann, letters):
        letter = DeadLetter.objects.earliest("type")
        act(ann, "discard", [letter.pk], reason="the order was canceled by telephone")
        assert DeadLetter.objects.count() == len(letters) - 1
        assert not Message.objects.exists()
        row = OperatorCommand.objects.get()
        assert (row.command, row.subject) == ("DiscardDeadLetters", letter.recipient)
        assert row.details["reason"] == "the order was canceled by telephone"
        assert row.details["messages"][0]["type"] == letter.type


class TestPages:
    def test_tell_why_it_failed_and_what_led_to_it_but_no_code(self, ann, letters):
        address = reverse("admin:tokens_deadletter_change", args=letters[:1])
        told = ann.get(address).content.decode()
        assert "ValueError: (a code) is not well" in told
        assert "the-request" in told
        assert CODE not in told
        assert CODE not in ann.get(reverse(LIST)).content.decode()

    def test_let_viewers_do_nothing(self, letters):
        viewer = signed_in("Viewer")
        address = reverse("admin:tokens_deadletter_change", args=letters[:1])
        assert 'value="replay"' not in viewer.get(address).content.decode()
        act(viewer, "replay", letters)
        act(viewer, "discard", letters, reason="because")
        assert DeadLetter.objects.count() == len(letters)

    def test_cost_few_queries(self, ann, letters, harness, django_assert_max_num_queries):
        harness.execute(PlaceOrder(OrderId(uuid4()), harness.item, NORTHWIND, 2))
        for model in ("message", "deadletter"):
            with django_assert_max_num_queries(9):
                ann.get(reverse(f"admin:tokens_{model}_changelist"))


class TestDue:
    def test_is_counted_by_type_with_the_oldest(self, ann, harness):
        now = timezone.now()
        execute("UPDATE tokens_message SET due = %s", [now - timedelta(hours=2)])
        due = due_messages(now)
        assert [count for _, count in due.by_type] == [1, 1]
        assert due.count == "2"
        assert due.oldest == now - timedelta(hours=2)
        told = ann.get(reverse("admin:tokens_message_changelist")).content.decode()
        assert "2 due now" in told
        assert all(f"{kind}: 1" in told for kind, _ in due.by_type)

    def test_is_counted_up_to_a_bound(self, harness, monkeypatch):
        monkeypatch.setattr(waiting_messages, "MOST", 2)
        harness.execute(PlaceOrder(OrderId(uuid4()), harness.item, NORTHWIND, 2))
        harness.execute(PlaceOrder(OrderId(uuid4()), harness.item, NORTHWIND, 2))
        execute("UPDATE tokens_message SET due = now() - interval '1 hour'")
        assert due_messages(timezone.now()).count == "2 or more"

    def test_tells_when_the_next_is_due(self, harness):
        later = timezone.now() + timedelta(hours=3)
        execute("UPDATE tokens_message SET due = %s", [later])
        due = due_messages(timezone.now())
        assert (due.count, due.oldest, due.next) == ("0", None, later)


class TestStalePages:
    def told(self, ann, page):
        return ann.get(page["Location"]).content.decode()

    def test_what_is_gone_is_told(self, ann, letters):
        act(ann, "replay", letters)
        again = act(ann, "replay", letters)
        assert "They are gone: replayed or discarded meanwhile." in self.told(ann, again)
        assert OperatorCommand.objects.count() == 1

    @pytest.mark.parametrize("key", ["garbage", "12", ""])
    def test_ids_that_are_none_are_refused(self, ann, letters, key):
        page = act(ann, "replay", [key])
        assert page.status_code == 302
        assert DeadLetter.objects.count() == len(letters)
        assert not OperatorCommand.objects.exists()
