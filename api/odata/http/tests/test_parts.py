"""A request of a batch as Django sees it: the batch's connection, its own everything else."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from api.odata.batch.model import BatchRequest
from api.odata.http.batching.parts import Parts

ROOT = "http://testserver/service/"


@pytest.fixture
def seen():
    """Sends a request within a batch; returns what Django is shown of it."""

    def send(request, **outer):
        found = []

        def answer(shown, path, alone):
            found.append((shown, path))
            return HttpResponse()

        batch = RequestFactory().post("/service/$batch", b"", "text/plain", headers=outer)
        told = ("CF-Connecting-IP",)
        response = Parts(batch, ROOT, answer, told).answer(request, alone=True)
        return found[0] if found else response

    return send


def test_has_method_path_query_and_body_of_its_own(seen):
    headers = {"content-type": "a/b", "if-match": "*"}
    request, path = seen(BatchRequest("PATCH", "Things('%C3%A9%2F')?$x=%20", headers, b"{}"))
    assert (request.method, path) == ("PATCH", "Things('é/')")
    assert request.path == "/service/Things('é/')"
    assert request.META["RAW_URI"] == "/service/Things('%C3%A9%2F')?$x=%20"
    assert (request.META["QUERY_STRING"], request.GET["$x"]) == ("$x=%20", " ")
    assert (request.body, request.content_type) == (b"{}", "a/b")
    assert request.headers["If-Match"] == "*"


def test_inherits_what_it_does_not_say(seen):
    outer = {"OData-MaxVersion": "4.01", "Accept-Language": "de", "Prefer": "x", "If-X": "y"}
    request, _ = seen(BatchRequest("GET", "x", {"accept-language": "fr"}), **outer)
    assert request.headers["OData-MaxVersion"] == "4.01"
    assert request.headers["Accept-Language"] == "fr"
    assert not {"Prefer", "If-X", "Content-Length"} & {
        name for name, value in request.headers.items() if value != "0"
    }


@pytest.mark.parametrize(
    ("accept", "inherited"),
    [
        ("multipart/mixed", None),
        ("multipart/mixed, application/json;q=0.9", "application/json;q=0.9"),
        ("application/json", "application/json"),
    ],
)
def test_inherits_what_is_accepted_but_for_multipart(accept, inherited, seen):
    request, _ = seen(BatchRequest("GET", "x"), Accept=accept)
    assert request.headers.get("Accept") == inherited


@pytest.mark.parametrize("name", ["x-forwarded-for", "x_forwarded_for", "forwarded", "host"])
def test_cannot_say_whence_it_comes(name, seen):
    outer = {"X-Forwarded-For": "10.0.0.1", "Forwarded": "for=10.0.0.1"}
    request, _ = seen(BatchRequest("GET", "x", {name: "testserver"}), **outer)
    assert request.headers["X-Forwarded-For"] == "10.0.0.1"
    assert request.headers["Forwarded"] == "for=10.0.0.1"
    assert request.META["REMOTE_ADDR"] == "127.0.0.1"
    assert request.get_host() == "testserver"


@pytest.mark.parametrize("outer", [{"CF-Connecting-IP": "10.0.0.1"}, {}])
def test_cannot_say_what_the_service_has_told_by_a_header_of_its_own(outer, seen):
    brought = {"cf-connecting-ip": "10.6.6.6", "cf_connecting_ip": "10.6.6.6"}
    request, _ = seen(BatchRequest("GET", "x", brought), **outer)
    assert request.headers.get("CF-Connecting-IP") == outer.get("CF-Connecting-IP")


def test_may_repeat_who_asks_but_not_say_another(seen):
    same, other = ({"authorization": value} for value in ("Basic a", "Basic b"))
    request, _ = seen(BatchRequest("GET", "x", same), Authorization="Basic a")
    assert request.headers["Authorization"] == "Basic a"
    refused = seen(BatchRequest("GET", "x", other), Authorization="Basic a")
    assert refused.status == 400
