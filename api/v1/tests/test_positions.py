"""A read that names a position waits for it; codes are never shown partially."""

import threading
import time
from contextlib import ExitStack

import pytest
from django.db import connections
from django.db.transaction import atomic
from django.utils import timezone

from api.odata.http.batching import parts as parts_of_batches
from api.odata.http.waiting import MOST_WAITERS, Patience, place_to_wait
from api.odata.tests.batches import MULTIPART, multipart, part, told
from api.v1 import positions
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
    def test_that_is_not_reached_in_time_is_told(self, path, impatient, operator, card):
        made = operator.post("MintRequests", {"catalogId": card, "quantity": 1})
        answer = operator.get(path, Event_Position=made.headers["Event-Position"])
        assert (answer.status_code, error(answer)["code"]) == (503, "NotYetShown")
        assert answer.headers["Retry-After"] == "1"

    @pytest.mark.parametrize("position", ["99999999999999999", "one more"])
    def test_that_nobody_was_given_is_refused_at_once(self, position, operator, card):
        made = operator.post("MintRequests", {"catalogId": card, "quantity": 1})
        last = int(made.headers["Event-Position"])
        given = str(last + 1) if position == "one more" else position
        answer = operator.get("Orders", Event_Position=given)
        assert answer.status_code == 400
        assert error(answer)["target"] == "Event-Position"

    def test_that_is_shown_costs_one_statement(self, operator, card, django_assert_num_queries):
        made = operator.post("MintRequests", {"catalogId": card, "quantity": 1})
        settle()
        with django_assert_num_queries(2):
            operator.get("Orders/$count")
        with django_assert_num_queries(3):
            operator.get("Orders/$count", Event_Position=made.headers["Event-Position"])

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
class TestWaiting:
    @pytest.fixture
    def position(self, operator, card):
        """The position of an order that no projection knows."""
        made = operator.post("MintRequests", {"catalogId": card, "quantity": 1})
        return made.headers["Event-Position"]

    @pytest.fixture
    def unprojected(self, operator, card):
        """An order that is fulfilled, and no projection knows."""
        operator.created("MintRequests", {"catalogId": card, "quantity": 1})
        deliver()
        order = operator.created(
            "Orders", {"catalogId": card, "quantity": 1, "billingAccountId": "nw"}
        )
        deliver()
        return order["id"]

    def test_ends_when_the_position_is_reached(self, operator, position):
        def project():
            time.sleep(0.2)
            checkpoints.advance("orders", int(position))
            connections.close_all()

        thread = threading.Thread(target=project)
        thread.start()
        began = time.monotonic()
        answer = operator.get("Orders", Event_Position=position)
        assert answer.status_code == 200
        assert 0.15 < time.monotonic() - began < 3
        thread.join()

    def test_is_not_done_within_a_transaction(self, operator, position):
        began = time.monotonic()
        with atomic():
            answer = operator.get("Orders", Event_Position=position)
        assert (answer.status_code, error(answer)["code"]) == (503, "NotYetShown")
        assert answer.headers["Retry-After"] == "1"
        assert time.monotonic() - began < 2

    def test_is_not_done_for_a_position_in_a_batch(self, operator, position):
        parts = [part("GET", "Orders", Event_Position=position) for _ in range(20)]
        began = time.monotonic()
        answers = send(operator, *parts)
        assert {each.status for each in answers} == {503}
        assert time.monotonic() - began < 4

    @pytest.mark.usefixtures("clients")
    def test_for_tokens_is_short_in_a_batch(self, operator, unprojected, monkeypatch):
        monkeypatch.setattr(positions, "LONGEST_OF_A_PART", 0.4)
        monkeypatch.setattr(parts_of_batches, "Patience", lambda: Patience(1.0))
        parts = [part("GET", f"Orders({unprojected})/tokens") for _ in range(20)]
        began = time.monotonic()
        assert [each.status for each in send(operator, *parts)] == [503] * 20
        assert 0.9 < time.monotonic() - began < 4

    def test_for_tokens_is_not_done_in_a_transaction(self, operator, unprojected):
        began = time.monotonic()
        with atomic():
            answer = operator.get(f"Orders({unprojected})/tokens")
        assert answer.status_code == 503
        assert time.monotonic() - began < 2

    def test_is_for_three_at_a_time(self, operator, position):
        began = time.monotonic()
        with ExitStack() as others:
            assert all(others.enter_context(place_to_wait()) for _ in range(MOST_WAITERS))
            answer = operator.get("Orders", Event_Position=position)
            minted = operator.post(
                "MintRequests",
                {"catalogId": "card", "quantity": 1},
                Prefer="respond-async, wait=9",
            )
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert minted.status_code == 202
        assert minted.headers["Preference-Applied"] == "respond-async"
        assert time.monotonic() - began < 3
        with place_to_wait() as found:
            assert found


def send(caller, *parts):
    headers = {"Content_Type": MULTIPART, "Prefer": "continue-on-error"}
    return told(caller.post("$batch", multipart(*parts), **headers))
