"""Batches that meet: nothing is lost, nothing is done twice, and no one waits for long."""

import threading
import time
import uuid
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection, connections
from django.db.transaction import atomic

from api.models import Client, Role
from api.odata.http.batching import parts
from api.odata.tests.batches import MULTIPART, change_set, multipart, part, told
from api.v1.tests.caller import Caller, begin, recorded, settle
from tokens.models import CatalogItem, Event

pytestmark = pytest.mark.django_db(transaction=True)
TOKENS = 120


@pytest.fixture
def caller():
    begin()
    yield Caller(Client.objects.create(id="operator", name="O", role=Role.OPERATOR))
    # Messages of a failed test must not reach the next.
    connection.cursor().execute("DELETE FROM tokens_message")


@pytest.fixture
def sold(caller):
    """The codes of the tokens of an order."""
    card = f"card-{uuid.uuid4().hex}"
    CatalogItem.objects.create(id=card, name="Card")
    caller.created("MintRequests", {"catalogId": card, "quantity": TOKENS})
    settle()
    body = {"catalogId": card, "quantity": TOKENS, "billingAccountId": "b"}
    order = caller.created("Orders", body)["id"]
    settle()
    first, second = (
        caller.get(f"Orders({order})/Tokens?$skip={skip}", Prefer="maxpagesize=60").json()
        for skip in (0, 60)
    )
    return [token["code"] for token in first["value"] + second["value"]]


def redemptions(found, account):
    return [part("POST", "Tokens/Redeem", {"code": c, "accountId": account}) for c in found]


def send(caller, *parts):
    body = multipart(*parts)
    prefer = "continue-on-error"
    return told(caller.post("$batch", body, Content_Type=MULTIPART, Prefer=prefer))


def together(*work):
    """Run in threads at once; return what each returned, and how long it took in all."""
    found = [None] * len(work)
    barrier = threading.Barrier(len(work))

    def run(number):
        barrier.wait()
        try:
            found[number] = work[number]()
        finally:
            connections.close_all()

    began = time.monotonic()
    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found, time.monotonic() - began


def redeemed():
    return Event.objects.filter(type__startswith="token.redeemed").count()


class TestBatches:
    def test_in_opposite_order_redeem_each_token_once(self, caller, sold):
        before = redeemed()
        (first, second), seconds = together(
            lambda: send(caller, *redemptions(sold, "ann")),
            lambda: send(caller, *redemptions(sold[::-1], "bob")),
        )
        assert len(first) == len(second) == TOKENS
        for one, other in zip(first, second[::-1], strict=True):
            assert sorted([one.status, other.status]) == [200, 409]
        assert redeemed() - before == TOKENS
        assert seconds < 15

    def test_of_change_sets_in_opposite_order_one_happens_wholly(self, caller, sold):
        before = redeemed()
        sets = [
            change_set(*redemptions(sold, "ann")),
            change_set(*redemptions(sold[::-1], "bob")),
        ]
        found, seconds = together(*[lambda s=s: send(caller, s) for s in sets])
        (one,), (other,) = found
        done, refused = (one, other) if isinstance(one, list) else (other, one)
        assert [each.status for each in done] == [200] * TOKENS
        assert refused.status == 409
        assert redeemed() - before == TOKENS
        assert seconds < 15

    def test_are_not_held_up_by_a_lock_that_another_holds(self, caller, sold):
        """What came before it is committed and visible, while one request still waits."""
        held, may_end = threading.Event(), threading.Event()

        def hold():
            with atomic():
                caller.post("Tokens/Redeem", {"code": sold[2], "accountId": "ann"})
                held.set()
                assert may_end.wait(20)

        def look():
            assert held.wait(20)
            deadline = time.monotonic() + 10
            while redeemed() < before + 2 and time.monotonic() < deadline:
                time.sleep(0.02)
            seen = redeemed() - before
            may_end.set()
            return seen

        def batch():
            assert held.wait(20)
            return send(caller, *redemptions(sold[:4], "bob"))

        before = redeemed()
        (_, seen, found), _ = together(hold, look, batch)
        assert seen == 2
        assert [each.status for each in found] == [200, 200, 409, 200]


class TestRepetitions:
    def named(self, number):
        now = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        return {"Repeatability_Request_ID": f"k{number}", "Repeatability_First_Sent": now}

    def redemption(self, number, code):
        body = {"code": code, "accountId": "ann"}
        return part("POST", "Tokens/Redeem", body, **self.named(number))

    def test_of_a_batch_while_it_is_under_way_are_done_once(self, caller, sold):
        parts = [self.redemption(number, code) for number, code in enumerate(sold[:60])]
        before = redeemed()
        found, seconds = together(*[lambda: send(caller, *parts)] * 3)
        assert {each.status for answers in found for each in answers} == {200}
        assert found[0] is not found[1]
        for answers in zip(*found, strict=True):
            assert len({each.body for each in answers}) == 1
        assert redeemed() - before == 60
        assert seconds < 20

    def test_of_a_change_set_too(self, caller, sold):
        parts = change_set(*[self.redemption(0, code) for code in sold[:20]])
        before = redeemed()
        found, seconds = together(*[lambda: send(caller, parts)] * 3)
        assert {each.status for (answers,) in found for each in answers} == {200}
        assert redeemed() - before == 20
        assert seconds < 20


class TestFailures:
    def test_a_commit_that_fails_is_told_to_all_whom_it_concerns(
        self, caller, sold, monkeypatch
    ):
        before = recorded()

        def fail():
            monkeypatch.undo()
            raise OperationalError

        monkeypatch.setattr(connection, "commit", fail)
        monkeypatch.setattr(connection, "_commit", fail)
        found = send(caller, *redemptions(sold[:3], "ann"), part("GET", "Tokens/$count"))
        assert [each.status for each in found] == [503, 503, 503, 503]
        assert found[0].headers["Retry-After"]
        assert recorded() == before

    def test_a_lost_connection_is_told_likewise(self, caller, sold, monkeypatch):
        answer, calls = parts.Parts.answer, []

        def lose(self, request, *, alone):
            calls.append(request)
            if len(calls) == 3:
                connection.connection.close()
            return answer(self, request, alone=alone)

        monkeypatch.setattr(parts.Parts, "answer", lose)
        before = recorded()
        found = send(caller, *redemptions(sold[:4], "ann"))
        connection.close()
        assert [each.status for each in found[:3]] == [503] * 3
        done = sum(each.status == 200 for each in found)
        assert recorded() - before == 2 * done
