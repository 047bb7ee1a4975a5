"""A command with a key is done once, however often and however concurrently it is sent."""

import threading
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from api.models import Client, RepeatableRequest, Role
from api.tasks import forget_answers
from api.v1.tests.caller import Caller, begin, codes, deliver, error, recorded, settle
from tokens.bootstrap import application
from tokens.models import CatalogItem

MINT = {"catalogId": "card", "quantity": 5}


@pytest.fixture
def key():
    now = timezone.now().strftime("%a, %d %b %Y %H:%M:%S GMT")
    return {"Repeatability_Request_ID": "one", "Repeatability_First_Sent": now}


class TestRepeated:
    def test_is_answered_alike_and_done_once(self, operator, card, key):
        first = operator.post("MintRequests", MINT, **key)
        before = recorded()
        again = operator.post("MintRequests", MINT, Client_Request_Id="again", **key)
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.content == first.content
        for answer in (first, again):
            assert answer.headers["Repeatability-Result"] == "accepted"
        own = {"Client-Request-Id"}
        assert {n: v for n, v in again.items() if n not in own} == {
            n: v for n, v in first.items() if n not in own
        }
        assert again.headers["Client-Request-Id"] == "again"
        assert recorded() == before

    def test_an_idempotency_key_is_the_same_thing(self, operator, card, key):
        first = operator.post("MintRequests", MINT, Idempotency_Key="one")
        again = operator.post("MintRequests", MINT, **key)
        assert again.json()["id"] == first.json()["id"]

    def test_without_a_body_it_is_repeated_too(self, operator, card):
        headers = {"Idempotency_Key": "k", "Prefer": "return=minimal"}
        first = operator.post("MintRequests", MINT, **headers)
        again = operator.post("MintRequests", MINT, **headers)
        assert (again.status_code, again.content) == (204, b"")
        assert again.headers["Location"] == first.headers["Location"]
        assert "Content-Type" not in again.headers

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("POST", "MintRequests", MINT | {"quantity": 6}),
            ("POST", "MintRequests?$select=id", MINT),
            ("POST", "Orders", MINT),
            ("PATCH", "CatalogItems('card')", MINT),
        ],
    )
    @pytest.mark.usefixtures("card")
    def test_with_anything_else_it_is_refused(self, method, path, body, operator, key):
        operator.post("MintRequests", MINT, **key)
        before = recorded()
        other = operator.send(method, path, body, **key)
        assert (other.status_code, error(other)["code"]) == (422, "IdempotencyKeyReused")
        assert "new key" in error(other)["message"]
        assert recorded() == before

    def test_a_key_is_one_clients_own(self, northwind, fabrikam, minted, key):
        body = {"catalogId": "card", "quantity": 1}
        mine = northwind.post("Orders", body, **key).json()
        other = fabrikam.post("Orders", body, **key).json()
        assert (mine["billingAccountId"], other["billingAccountId"]) == ("nw", "fk")
        assert mine["id"] != other["id"]

    def test_a_refusal_is_remembered(self, shop, northwind, minted, key):
        order = northwind.created(
            "Orders?reserveOnly=true", {"catalogId": "card", "quantity": 1}
        )
        settle()
        body = {"code": codes(northwind, order["id"])[0]}
        first = shop.post("Tokens/Redeem", body, **key)
        assert (first.status_code, error(first)["code"]) == (400, "TokenNotActivated")
        northwind.post(f"Orders({order['id']})/Activate", If_Match="*")
        again = shop.post("Tokens/Redeem", body, **key)
        assert (again.status_code, again.content) == (400, first.content)
        assert shop.post("Tokens/Redeem", body).status_code == 200

    def test_what_asks_for_another_header_is_not_remembered(self, northwind, ordered, key):
        path = f"Orders({ordered})/Deactivate"
        assert northwind.post(path, **key).status_code == 428
        assert northwind.post(path, If_Match='W/"0"', **key).status_code == 412
        assert northwind.post(path, If_Match="*", **key).status_code == 200

    def test_a_failure_is_not_remembered(self, operator, card, key, monkeypatch):
        def fail(*_):
            raise ZeroDivisionError

        with monkeypatch.context() as patched:
            patched.setattr(application().bus, "execute", fail)
            failed = operator.post("MintRequests", MINT, **key)
        assert (failed.status_code, error(failed)["code"]) == (500, "InternalError")
        assert RepeatableRequest.objects.count() == 0
        assert operator.post("MintRequests", MINT, **key).status_code == 201

    def test_a_lost_claim_cannot_mint_twice(self, operator, card, key):
        first = operator.created("MintRequests", MINT, **key)
        RepeatableRequest.objects.all().delete()
        before = recorded()
        assert operator.created("MintRequests", MINT, **key)["id"] == first["id"]
        assert recorded() == before

    def test_no_code_is_kept(self, shop, northwind, ordered, key):
        code = codes(northwind, ordered)[0]
        assert shop.post("Tokens/Redeem", {"code": code}, **key).status_code == 200
        kept = RepeatableRequest.objects.get()
        assert code.encode() not in bytes(kept.body)
        assert code not in str(kept.__dict__)


class TestForgetting:
    def test_spares_what_may_still_be_repeated(self, operator, card, settings):
        operator.created("MintRequests", MINT, Idempotency_Key="old")
        day = timedelta(days=1)
        RepeatableRequest.objects.update(created=timezone.now() - settings.REPEATABLE_FOR - day)
        operator.created("MintRequests", MINT, Idempotency_Key="new")
        assert forget_answers() == 1
        assert RepeatableRequest.objects.get().key == "new"
        call_command("forget_answers", stdout=(out := StringIO()))
        assert out.getvalue() == "0 answers and 0 monitors forgotten\n"


class TestKeys:
    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Idempotency_Key": ""}, 400),
            ({"Idempotency_Key": "x" * 256}, 400),
            ({"Idempotency_Key": "a\x01"}, 400),
        ],
    )
    def test_are_checked(self, headers, status, operator, card):
        before = recorded()
        answer = operator.post("MintRequests", MINT, **headers)
        assert answer.status_code == status
        assert error(answer)["message"]
        assert recorded() == before


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture
    def caller(self):
        begin()
        self.card = f"card-{uuid.uuid4().hex}"
        CatalogItem.objects.create(id=self.card, name="Card")
        yield Caller(Client.objects.create(id="operator", name="O", role=Role.OPERATOR))
        # Messages of a failed test must not reach the next.
        connection.cursor().execute("DELETE FROM tokens_message")

    def test_two_requests_are_one_command(self, caller):
        answers = []
        barrier = threading.Barrier(4)
        body = {"catalogId": self.card, "quantity": 5}

        def send():
            barrier.wait()
            try:
                answers.append(caller.post("MintRequests", body, Idempotency_Key="k"))
            finally:
                connections.close_all()

        before = recorded()
        threads = [threading.Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [answer.status_code for answer in answers] == [201] * 4
        assert len({answer.content for answer in answers}) == 1
        assert recorded() == before + 1

    def test_the_second_waits_for_the_first_and_repeats_its_answer(self, caller, monkeypatch):
        begun, may_end = threading.Event(), threading.Event()
        execute = application().bus.execute
        calls = []

        def slow(*args):
            calls.append(args)
            outcome = execute(*args)
            begun.set()
            assert may_end.wait(10)
            return outcome

        monkeypatch.setattr(application().bus, "execute", slow)
        answers = {}
        body = {"catalogId": self.card, "quantity": 5}

        def send(name):
            try:
                answers[name] = caller.post("MintRequests", body, Idempotency_Key="k")
            finally:
                connections.close_all()

        first = threading.Thread(target=send, args=("first",))
        first.start()
        assert begun.wait(10)
        second = threading.Thread(target=send, args=("second",))
        second.start()
        second.join(0.3)
        assert second.is_alive()
        may_end.set()
        first.join()
        second.join()
        assert len(calls) == 1
        assert answers["second"].content == answers["first"].content
        deliver()
