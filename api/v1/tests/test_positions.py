"""A read that names a position waits for it; codes are never shown partially."""

import threading
import time

import pytest
from django.db import connections
from django.utils import timezone

from api.v1.tests.caller import deliver, error, settle
from projections import checkpoints
from projections.models import ParkedStream, Token


@pytest.fixture
def impatient(settings):
    settings.POSITION_WAIT_SECONDS = 0.05


class TestEventPosition:
    def test_is_reached_when_the_workers_have_run(self, operator, card):
        made = operator.post("MintRequests", {"catalogId": card, "quantity": 1})
        position = made.headers["Event-Position"]
        settle()
        answer = operator.get("MintRequests/$count", Event_Position=position)
        assert answer.content == b"1"

    @pytest.mark.parametrize("path", ["Orders", "Orders/$count", "Tokens", "CatalogItems"])
    def test_that_is_not_reached_in_time_is_told(self, path, impatient, operator, clients):
        answer = operator.get(path, Event_Position="999999999999")
        assert (answer.status_code, error(answer)["code"]) == (503, "NotYetShown")
        assert answer.headers["Retry-After"] == "1"

    def test_without_it_nobody_waits(self, operator, card):
        operator.post("MintRequests", {"catalogId": card, "quantity": 1})
        assert operator.get("MintRequests/$count").content == b"0"


class TestCodes:
    def test_wait_for_the_projection_rather_than_be_missing(self, impatient, northwind, minted):
        order = northwind.created("Orders", {"catalogId": "card", "quantity": 3})
        path = f"Orders({order['id']})/Tokens"
        early = northwind.get(path)
        assert (early.status_code, error(early)["code"]) == (409, "OrderNotFulfilled")
        deliver()
        # The order is fulfilled, and no projection knows.
        for address in (path, f"{path}/$count"):
            answer = northwind.get(address)
            assert (answer.status_code, error(answer)["code"]) == (503, "NotYetShown")
        settle()
        shown = northwind.get(path).json()["value"]
        assert len({token["code"] for token in shown}) == 3
        assert northwind.get(f"{path}/$count").content == b"3"

    def test_of_a_stream_that_could_not_be_projected_are_not_shown(self, northwind, ordered):
        now = timezone.now()
        ParkedStream.objects.create(
            projection="tokens",
            stream=f"order-{ordered}",
            position=1,
            error="",
            parked_on=now,
            failed_on=now,
        )
        answer = northwind.get(f"Orders({ordered})/Tokens")
        assert (answer.status_code, error(answer)["code"]) == (503, "NotYetShown")

    def test_are_in_no_cache(self, northwind, ordered):
        path = f"Orders({ordered})/Tokens"
        listed = northwind.get(path)
        assert listed.headers["Cache-Control"] == "no-store"
        token = listed.json()["value"][0]
        one = northwind.get(f"{path}('{token['id']}')")
        assert (one.json()["code"], one.headers["Cache-Control"]) == (token["code"], "no-store")
        # A code is nowhere else, and what is sent back for a known tag would hide none.
        assert "code" not in northwind.get(f"Tokens('{token['id']}')").json()

    def test_come_in_pages(self, northwind, minted):
        order = northwind.created("Orders", {"catalogId": "card", "quantity": 60})
        settle()
        first = northwind.get(f"Orders({order['id']})/Tokens?$count=true").json()
        second = northwind.get(first["@odata.nextLink"]).json()
        assert first["@odata.count"] == 60
        assert [len(page["value"]) for page in (first, second)] == [50, 10]
        assert len({t["code"] for t in first["value"] + second["value"]}) == 60

    def test_of_a_canceled_order_are_not_shown(self, northwind, shop, ordered):
        path = f"Orders({ordered})/Tokens"
        code = northwind.get(path).json()["value"][0]["code"]
        assert shop.post("Tokens/Redeem", {"code": code}).status_code == 200
        assert northwind.delete(f"Orders({ordered})", If_Match="*").status_code == 204
        settle()
        left = northwind.get(path).json()["value"]
        assert [(token["state"], token["code"]) for token in left] == [("Redeemed", None)]

    def test_of_a_drawn_token_are_the_same(self, northwind, ordered):
        path = f"Orders({ordered})/Tokens"
        before = northwind.get(path).json()["value"]
        northwind.post(f"Tokens('{before[4]['id']}')/Deactivate", If_Match="*")
        settle()
        assert Token.objects.count() == 1
        after = northwind.get(path).json()["value"]
        assert [t["code"] for t in after] == [t["code"] for t in before]
        assert [t["state"] for t in after].count("Reserved") == 1

    def test_another_orders_tokens_are_not_among_them(self, northwind, ordered):
        token = northwind.get(f"Orders({ordered})/Tokens").json()["value"][0]
        order = northwind.created("Orders", {"catalogId": "card", "quantity": 1})
        settle()
        answer = northwind.get(f"Orders({order['id']})/Tokens('{token['id']}')")
        assert answer.status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_read_waits_until_its_position_is_reached(operator):
    def project():
        time.sleep(0.2)
        checkpoints.advance("orders", 10**12)
        connections.close_all()

    thread = threading.Thread(target=project)
    thread.start()
    began = time.monotonic()
    answer = operator.get("Orders", Event_Position=str(10**12))
    assert answer.status_code == 200
    assert 0.15 < time.monotonic() - began < 3
    thread.join()
