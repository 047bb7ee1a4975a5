"""Query options in the body of a POST: the last item of row 78."""

import pytest

from api.odata.tests.batches import MULTIPART, multipart, part, told
from api.odata.tests.service.client import HERE
from api.odata.tests.service.seed import G1, ODD

TEXT = {"Content_Type": "text/plain"}
PLACED = "$filter=state%20eq%20'Placed'"


def ids(answer):
    assert answer.status_code == 200, answer.content
    return [each["id"] for each in answer.json()["value"]]


class TestRow78:
    @pytest.mark.parametrize(
        "body", [PLACED, "$filter=state eq 'Placed'", f"{PLACED}\r\n", f"{PLACED}&$top=5"]
    )
    def test_row_78_options_in_the_body(self, body, service):
        answer = service.post("Orders/$query", body, **TEXT)
        assert ids(answer) == [G1]
        assert answer.json()["@odata.context"] == f"{HERE}$metadata#Orders"

    def test_row_78_as_a_form(self, service):
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        body = "%24filter=state+eq+%27Placed%27&%24select=id"
        answer = service.post("Orders/$query", body, **form)
        assert ids(answer) == [G1]
        assert set(answer.json()["value"][0]) == {"@odata.etag", "id"}

    def test_row_78_joined_to_those_of_the_url(self, service):
        answer = service.post("Orders/$query?$select=id&$count=true", PLACED, **TEXT)
        assert ids(answer) == [G1]
        assert answer.json()["@odata.count"] == 1
        twice = service.post("Orders/$query?$top=1", "$top=2", **TEXT)
        assert twice.status_code == 400
        assert "$top" in twice.json()["error"]["message"]

    def test_row_78_options_too_long_for_a_url(self, service):
        unlike = " and ".join(f"catalogId ne 'c{number}'" for number in range(100, 300))
        answer = service.post("Orders/$query", f"$filter={unlike}&$top=1", **TEXT)
        assert len(ids(answer)) == 1

    def test_row_78_of_whatever_can_be_read(self, service):
        for path, seen in (
            (f"Orders({G1})", service.get(f"Orders({G1})?$select=id").content),
            ("Tokens('T''4%2Fx')", service.get("Tokens('T''4%2Fx')?$select=id").content),
        ):
            answer = service.post(f"{path}/$query", "$select=id", **TEXT)
            assert (answer.status_code, answer.content) == (200, seen)
        count = service.post("Orders/$count/$QUERY", PLACED, **TEXT)
        assert count.content == b"1"
        assert ODD in service.post("Tokens/$query", "", **TEXT).content.decode()

    def test_row_78_conditions_and_pages_are_those_of_reading(self, service):
        tag = {"If_None_Match": 'W/"1"'}
        assert service.post(f"Orders({G1})/$query", "", **TEXT, **tag).status_code == 304
        page = service.post("Orders/$query", "$select=id", Prefer="maxpagesize=2", **TEXT)
        link = page.json()["@odata.nextLink"]
        assert link.startswith(f"{HERE}Orders?")
        assert [*ids(page), *ids(service.get(link))] == service.ids("Orders")

    def test_row_78_within_a_batch(self, service):
        inner = part("POST", "Orders/$query", PLACED, Content_Type="text/plain")
        answer = service.post("$batch", multipart(inner), Content_Type=MULTIPART, Accept=None)
        assert [each["id"] for each in told(answer)[0].json()["value"]] == [G1]
        request = {
            "id": "1",
            "method": "post",
            "url": "Orders/$query",
            "headers": {"content-type": "text/plain"},
            "body": PLACED,
        }
        (found,) = service.post("$batch", {"requests": [request]}).json()["responses"]
        assert [each["id"] for each in found["body"]["value"]] == [G1]

    @pytest.mark.parametrize(
        ("method", "body", "content_type", "status"),
        [
            ("GET", None, "text/plain", 405),
            ("PATCH", "", "text/plain", 405),
            ("POST", "{}", "application/json", 415),
            ("POST", "$top=1", None, 415),
            ("POST", b"\xff", "text/plain", 400),
            ("POST", "$top=1\n&$skip=1", "text/plain", 400),
            ("POST", "$nope=1", "text/plain", 400),
            ("POST", "$top=1" + "&x=1" * 20_000, "text/plain", 413),
        ],
    )
    def test_row_78_what_is_no_query_is_refused(
        self, method, body, content_type, status, service
    ):
        answer = service.send(method, "Orders/$query", body, Content_Type=content_type)
        assert answer.status_code == status
        assert answer.json()["error"]["message"]
        if status == 405:
            assert answer.headers["Allow"] == "POST"

    def test_row_78_partners_see_what_is_theirs(self, northwind, fabrikam, ordered):
        for caller, seen in ((northwind, 1), (fabrikam, 0)):
            assert len(ids(caller.post("Orders/$query", "$select=id", **TEXT))) == seen
