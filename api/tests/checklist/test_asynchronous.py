"""Asynchronous requests: rows 66 to 68."""

import threading
import time
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from api.models import Monitor
from api.odata.tests.batches import MULTIPART, change_set, multipart, part, told
from api.v1.tests.caller import ROOT, error, recorded, settle
from tokens.bootstrap import application

BATCH = {"Content_Type": MULTIPART, "Accept": "multipart/mixed"}
ASYNC = {"Prefer": "respond-async"}


@pytest.fixture
def mint(card):
    return {"catalogId": card, "quantity": 100}


@pytest.fixture
def monitor(operator, mint):
    """The monitor of a mint request that is under way."""
    return operator.post("MintRequests", mint, **ASYNC).headers["Location"]


class TestRow66:
    def test_row_66_accepts_where_the_client_prefers_that(self, operator, mint):
        answer = operator.post("MintRequests", mint, **ASYNC)
        assert (answer.status_code, answer.content) == (202, b"")
        assert answer.headers["Location"].startswith(f"http://testserver{ROOT}async/")
        assert answer.headers["Preference-Applied"] == "respond-async"
        assert answer.headers["Retry-After"] == "2"
        assert "Content-Type" not in answer.headers

    def test_row_66_never_accepts_without_the_preference(self, operator, mint):
        assert operator.post("MintRequests", mint).status_code == 201

    @pytest.mark.parametrize(
        ("method", "path"),
        [("GET", "MintRequests"), ("PATCH", "CatalogItems('card')"), ("POST", "CatalogItems")],
    )
    def test_row_66_what_is_done_at_once_is_answered_at_once(
        self, method, path, operator, card
    ):
        body = {"POST": {"id": "x", "name": "X"}, "PATCH": {"name": "Y"}}.get(method)
        answer = operator.send(method, path, body, If_Match="*", **ASYNC)
        assert answer.status_code in {200, 201}
        assert "Preference-Applied" not in answer.headers

    def test_row_66_a_callback_is_not_promised(self, operator, mint):
        prefer = 'respond-async, odata.callback;url="http://localhost/told"'
        answer = operator.post("MintRequests", mint, Prefer=prefer)
        assert answer.headers["Preference-Applied"] == "respond-async"

    def test_row_66_a_refusal_is_told_at_once(self, operator, mint):
        answer = operator.post("MintRequests", mint | {"catalogId": "nope"}, **ASYNC)
        assert answer.status_code == 400
        assert not Monitor.objects.exists()

    def test_row_66_in_multipart_batches_it_is_ignored(self, operator, mint):
        parts = part("POST", "MintRequests", mint, 1, **ASYNC)
        answer = operator.post("$batch", multipart(parts), Content_Type=MULTIPART, **ASYNC)
        assert told(answer)[0].status == 201
        body = multipart(change_set(parts))
        ((found,),) = told(operator.post("$batch", body, Content_Type=MULTIPART))
        assert found.status == 201

    def test_row_66_in_json_batches_a_request_may_prefer_it(self, operator, mint):
        request = {
            "id": "1",
            "method": "post",
            "url": "MintRequests",
            "headers": {"prefer": "respond-async"},
            "body": mint,
        }
        group = {**request, "id": "2", "atomicityGroup": "g"}
        needed = {**request, "id": "3"}
        reading = {"id": "4", "dependsOn": ["3"], "method": "get", "url": "$3"}
        requests = [request, group, needed, reading]
        answer = operator.post("$batch", {"requests": requests}, **ASYNC)
        found = answer.json()["responses"]
        assert [each["status"] for each in found] == [202, 201, 201, 200]
        monitor = found[0]["headers"]["location"]
        settle()
        assert operator.get(monitor).status_code == 200


class TestRow67:
    def test_row_67_while_it_is_under_way(self, operator, monitor):
        answer = operator.get(monitor)
        assert (answer.status_code, answer.content) == (202, b"")
        assert answer.headers["Location"] == monitor
        assert answer.headers["Retry-After"] == "2"

    def test_row_67_the_result(self, operator, monitor):
        settle()
        answer = operator.get(monitor)
        assert (answer.status_code, answer.headers["AsyncResult"]) == (200, "201")
        seen = operator.get(answer.headers["Location"])
        assert answer.json() == seen.json()
        assert answer.headers["ETag"] == seen.headers["ETag"]
        assert answer.headers["Content-Type"] == seen.headers["Content-Type"]
        assert answer.json()["state"] == "Completed"
        assert operator.send("HEAD", monitor).headers["AsyncResult"] == "201"

    @pytest.mark.parametrize(
        "headers",
        [
            {"OData_MaxVersion": "4.0", "Accept": "application/http"},
            {"OData_MaxVersion": "4.0"},
            {"OData_MaxVersion": "4.0", "Accept": "application/json, application/http;q=0.5"},
        ],
    )
    def test_row_67_the_result_as_a_message(self, headers, operator, monitor):
        settle()
        answer = operator.get(monitor, **headers)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/http"
        head, _, body = answer.content.decode().partition("\r\n\r\n")
        status, *lines = head.split("\r\n")
        assert status == "HTTP/1.1 201 Created"
        inner = dict(line.split(": ", 1) for line in lines)
        seen = operator.get(inner["Location"])
        assert body == seen.content.decode()
        assert inner["ETag"] == seen.headers["ETag"]
        assert inner["OData-Version"] == "4.0"
        assert int(inner["Content-Length"]) == len(body.encode())

    def test_row_67_the_result_in_4_01(self, operator, monitor):
        settle()
        answer = operator.get(monitor, OData_MaxVersion="4.01")
        assert answer.headers["AsyncResult"] == "201"
        assert answer.headers["Content-Type"] == "application/json;metadata=minimal"
        assert "@context" in answer.json()

    def test_row_67_what_is_not_there_is_404(self, operator, northwind, monitor, settings):
        for path in (f"async/{uuid4()}", "async/", "async/MintRequests", "async/x'"):
            assert operator.get(path).status_code == 404
        # Nobody is told of another's.
        assert northwind.get(monitor).status_code == 404
        assert northwind.delete(monitor).status_code == 404
        Monitor.objects.update(created=timezone.now() - settings.REPEATABLE_FOR)
        assert error(operator.get(monitor))["code"] == "NotFound"

    def test_row_67_within_a_batch(self, operator, monitor):
        for status in (202, 200):
            answer = operator.post("$batch", multipart(part("GET", monitor)), **BATCH)
            (found,) = told(answer)
            assert found.status == status
            settle()
        assert found.headers["AsyncResult"] == "201"
        assert found.json()["state"] == "Completed"

    def test_row_67_a_repetition_is_told_the_same_monitor(self, operator, mint):
        first, again = (
            operator.post("MintRequests", mint, Idempotency_Key="k", **ASYNC) for _ in range(2)
        )
        assert (first.status_code, again.status_code) == (202, 202)
        assert first.headers["Location"] == again.headers["Location"]
        assert Monitor.objects.count() == 1

    @pytest.mark.parametrize("method", ["POST", "PATCH", "PUT"])
    def test_row_67_only_some_methods_are_allowed(self, method, operator, monitor):
        answer = operator.send(method, monitor)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, DELETE")


class TestRow68:
    def test_row_68_ends_what_is_under_way(self, operator, monitor, mint):
        answer = operator.delete(monitor)
        assert (answer.status_code, answer.content) == (204, b"")
        assert operator.get(monitor).status_code == 404
        assert operator.delete(monitor).status_code == 404
        settle()
        states = {each["state"] for each in operator.get("MintRequests").json()["value"]}
        assert states == {"Canceled"}
        assert operator.get("Tokens/$count?$filter=state eq 'Circulated'").content == b"0"

    def test_row_68_an_order_too(self, northwind, minted):
        body = {"catalogId": "card", "quantity": 500}
        monitor = northwind.post("Orders", body, **ASYNC).headers["Location"]
        assert northwind.delete(monitor).status_code == 204
        assert northwind.get(monitor).status_code == 404
        settle()
        (order,) = northwind.get("Orders").json()["value"]
        assert (order["state"], order["cancelReason"]) == ("Canceled", "Requested")

    @pytest.mark.parametrize("kind", ["Orders", "MintRequests"])
    def test_row_68_what_is_done_stays_so(self, kind, operator, minted):
        body = {"catalogId": "card", "quantity": 5}
        body |= {"billingAccountId": "nw"} if kind == "Orders" else {}
        monitor = operator.post(kind, body, **ASYNC).headers["Location"]
        settle()
        before = recorded()
        refused = operator.delete(monitor)
        assert refused.status_code == 409
        assert error(refused)["message"]
        assert recorded() == before
        assert operator.get(monitor).status_code == 200

    def test_row_68_where_nothing_can_be_ended_it_is_405(self, operator, monitor, monkeypatch):
        from api.v1.resources.mint_requests import MintRequests

        monkeypatch.setattr(MintRequests, "can_cancel", False)
        answer = operator.delete(monitor)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db(transaction=True)
class TestWaiting:
    @pytest.fixture
    def worker(self):
        """Somebody delivers the messages."""
        ended = threading.Event()

        def work():
            while not ended.wait(0.05):
                application().bus.deliver()
            connections.close_all()

        thread = threading.Thread(target=work)
        thread.start()
        yield
        ended.set()
        thread.join()

    @pytest.mark.usefixtures("worker")
    def test_row_66_waits_as_long_as_the_client_prefers(self, operator, mint):
        answer = operator.post("MintRequests", mint, Prefer="respond-async, wait=8")
        assert answer.status_code == 201
        assert answer.headers["Preference-Applied"] == "wait=8"
        assert answer.json()["state"] == "Completed"
        assert not Monitor.objects.exists()

    def test_row_66_and_no_longer(self, operator, mint):
        began = time.monotonic()
        answer = operator.post("MintRequests", mint, Prefer="respond-async, wait=1")
        assert answer.status_code == 202
        assert 1 <= time.monotonic() - began < 4
        assert answer.headers["Preference-Applied"] == "wait=1, respond-async"
        application().bus.deliver()
