"""The tests' service creates, changes and deletes by its declaration alone."""

from api.odata.tests.service.client import HERE
from api.odata.tests.service.seed import G1, G2, G3, MEDIA, P1, UNUSED

ANY = {"If_Match": "*"}


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


class TestTable:
    def test_creates(self, service):
        made = service.post("Orders", {"catalogId": "c9", "quantity": 3, "version": 99})
        assert made.status_code == 201
        found = service.get(made.headers["Location"])
        assert found.json() == made.json()
        assert (found.json()["version"], found.json()["state"]) == (1, "Placed")

    def test_changes_what_is_meant_only(self, service):
        assert code(service.patch(f"Orders({G1})", {"quantity": 3}))[0] == 428
        changed = service.patch(f"Orders({G1})", {"quantity": 3}, If_Match='W/"1"')
        assert (changed.json()["quantity"], changed.headers["ETag"]) == (3, 'W/"2"')
        stale = service.patch(f"Orders({G1})", {"quantity": 4}, If_Match='W/"1"')
        assert (stale.status_code, stale.headers["ETag"]) == (412, 'W/"2"')
        assert service.get(f"Orders({G1})").json()["quantity"] == 3

    def test_replaces(self, service):
        assert code(service.put(f"Orders({G1})", {"quantity": 3}, **ANY)) == (
            400,
            "MissingProperty",
        )
        body = {"quantity": 3, "catalogId": "c5"}
        made = service.put(f"Orders({G1})", body, **ANY).json()
        assert (made["catalogId"], made["billingAccountId"]) == ("c5", None)

    def test_creates_what_is_not_there_where_clients_name_it(self, service):
        made = service.patch("Categories('toys')", {"name": "Toys"})
        assert made.status_code == 201
        assert made.headers["Location"] == f"{HERE}Categories('toys')"
        assert service.patch("Categories('new')", {}).status_code == 400
        assert service.patch("Categories('new')", {"name": "N"}, **ANY).status_code == 412
        assert service.patch(f"Orders({UNUSED})", {"quantity": 2}).status_code == 404
        for tag in ({"If_Match": 'W/"1"'}, ANY):
            answer = service.patch(f"Orders({UNUSED})", {"quantity": 2}, **tag)
            assert answer.status_code == 412

    def test_never_creates_twice(self, service):
        body = {"id": "games", "name": "Again"}
        assert code(service.post("Categories", body)) == (409, "AlreadyExists")

    def test_deletes(self, service):
        assert service.delete(f"Orders({G3})", If_Match='W/"7"').status_code == 412
        assert service.delete(f"Orders({G3})", If_Match='W/"1"').status_code == 204
        assert service.delete(f"Orders({G3})", If_Match='W/"1"').status_code == 404

    def test_knows_the_tag_that_a_body_of_401_names(self, service):
        body = {"quantity": 3, "@etag": 'W/"0"'}
        newer = {"OData_Version": "4.01", **ANY}
        assert service.patch(f"Orders({G1})", body, **newer).status_code == 412
        assert service.patch(f"Orders({G1})", body, **ANY).status_code == 200


class TestProperty:
    def test_is_written(self, service):
        path = f"Orders({G1})/quantity"
        answer = service.put(path, {"value": 6}, If_Match='W/"1"')
        assert (answer.status_code, answer.headers["ETag"]) == (204, 'W/"2"')
        raw = service.put(f"{path}/$value", "8", Content_Type="text/plain", **ANY)
        assert raw.status_code == 204
        assert service.get(path).json()["value"] == 8
        told = service.put(path, {"value": 9}, Prefer="return=representation", **ANY)
        assert told.json()["value"] == 9

    def test_is_made_null_where_it_may_be(self, service):
        assert service.delete(f"Orders({G1})/billingAccountId", **ANY).status_code == 204
        assert service.get(f"Orders({G1})/billingAccountId").status_code == 204
        assert service.delete(f"Orders({G1})/quantity", **ANY).status_code == 400

    def test_is_refused_where_it_cannot_be_so(self, service):
        assert service.put(f"Orders({G1})/quantity", {"value": 0}, **ANY).status_code == 400
        assert service.put(f"Orders({G1})/quantity", {}, **ANY).status_code == 400
        answer = service.put(f"Orders({G1})/state", {"value": "Placed"}, **ANY)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
        raw = service.put(
            f"Orders({G1})/quantity/$value", "x", Content_Type="text/plain", **ANY
        )
        assert raw.status_code == 400


class TestStream:
    def test_is_read_and_written(self, service):
        read = service.get(f"PrintJobs({P1})/$value", Accept="*/*")
        assert (read.content, read.headers["Content-Type"]) == (MEDIA, "application/pdf")
        assert service.put(f"PrintJobs({P1})/$value", b"new").status_code == 428
        given = {"Content_Type": "text/plain", **ANY}
        assert service.put(f"PrintJobs({P1})/$value", b"new", **given).status_code == 204
        assert service.get(f"PrintJobs({P1})/$value").content == b"new"

    def test_is_what_a_media_entity_is_created_of(self, service):
        made = service.post("PrintJobs", b"{}", Content_Type="application/json")
        assert made.status_code == 201
        read = service.get(f"{made.headers['Location']}/$value")
        assert (read.content, read.headers["Content-Type"]) == (b"{}", "application/json")


def test_actions_answer_with_what_came_of_them(service):
    done = service.post("Tokens('T1')/Contoso.Activate", {})
    assert (done.json()["state"], done.headers["ETag"]) == ("Activated", 'W/"2"')
    assert service.post("Tokens('T2')/Void").status_code == 204
    assert service.post("Tokens/Redeem", {"code": "AAA-111"}).json()["state"] == "Redeemed"
    assert code(service.post("Tokens/Redeem", {"code": "AAA-111"})) == (409, "NotRedeemable")
    assert service.ids(f"Orders({G2})/tokens") == ["T3"]
