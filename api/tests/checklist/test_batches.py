"""Batches: rows 62 to 65 and 77, what rows 3 and 49 say of them, and limits."""

import pytest

from api.odata.tests.batches import MULTIPART, change_set, multipart, part, told
from api.odata.tests.service.client import HERE, ROOT
from api.odata.tests.service.seed import G1, ODD, UNUSED
from tokens.models import CatalogItem

ITEM = {"id": "new", "name": "New"}
STALE = {"If_Match": 'W/"0"'}


def send(client, *parts, **headers):
    return client.post(
        "$batch", multipart(*parts), **{"Content_Type": MULTIPART, "Accept": "*/*", **headers}
    )


def statuses(answers):
    return [statuses(each) if isinstance(each, list) else each.status for each in answers]


def versions(response):
    return [name for name in response.headers if name.lower() == "odata-version"]


class TestRow03:
    def test_row_03_one_version_on_a_batch_and_none_in_its_parts(self, service):
        for body, content_type in (
            (multipart(part("GET", "Orders")), MULTIPART),
            ({"requests": [{"id": "1", "method": "get", "url": "Orders"}]}, "application/json"),
        ):
            answer = service.post("$batch", body, Content_Type=content_type, Accept="*/*")
            assert answer.headers["OData-Version"] == "4.0"
            assert versions(answer) == ["OData-Version"]
            assert b"odata-version" not in answer.content.lower()

    def test_row_03_a_part_of_another_version_says_so(self, service):
        (found,) = told(send(service, part("GET", "Orders", OData_MaxVersion="4.01")))
        assert found.headers["OData-Version"] == "4.01"
        assert "@context" in found.json()

    def test_row_04_parts_inherit_the_version(self, service):
        answer = send(service, part("GET", "Orders"), OData_MaxVersion="4.01")
        assert answer.headers["OData-Version"] == "4.01"
        assert "@context" in told(answer)[0].json()


class TestRow62:
    URLS = (f"{HERE}Orders", f"{ROOT}Orders", f"Orders({G1})")

    @pytest.mark.parametrize("url", URLS)
    def test_row_62_every_form_of_a_url(self, url, service):
        (found,) = told(send(service, part("GET", url, Host="testserver")))
        assert found.status == 200
        assert found.headers["Content-Type"] == "application/json;odata.metadata=minimal"
        assert found.body == service.get(url).content

    def test_row_62_answers_are_in_order(self, service):
        answer = send(service, *[part("GET", url) for url in (*self.URLS, "Tokens/$count")])
        found = told(answer)
        assert statuses(found) == [200] * 4
        assert [each.body for each in found] == [
            service.get(url).content for url in (*self.URLS, "Tokens/$count")
        ]

    def test_row_62_as_lenient_clients_write_it(self, service):
        body = multipart(*[part("GET", url, Accept="*/*  ") for url in self.URLS])
        lenient = "preamble\r\n" + body.replace("encoding: binary", "Encoding: binary ")
        for text in (lenient, lenient.replace("\r\n", "\n")):
            answer = service.post("$batch", text, Content_Type=MULTIPART, Accept=None)
            assert statuses(told(answer)) == [200] * 3

    def test_row_62_the_outer_answer_has_nothing_of_the_parts(self, service):
        answer = send(service, part("GET", f"Orders({G1})"))
        assert answer.headers["Content-Type"].startswith("multipart/mixed; boundary=")
        assert not {"ETag", "Location", "OData-EntityId"} & set(answer.headers)
        assert told(answer)[0].headers["ETag"] == 'W/"1"'

    def test_row_62_a_quoted_key_with_a_slash(self, service):
        (found,) = told(send(service, part("GET", "Tokens('T''4%2Fx')")))
        assert found.json()["id"] == ODD


class TestRow63:
    PARTS = part("GET", "Orders"), part("GET", f"Orders({UNUSED})"), part("GET", "Tokens")

    def test_row_63_stops_at_the_first_error(self, service):
        answer = send(service, *self.PARTS)
        assert statuses(told(answer)) == [200, 404]
        assert "Preference-Applied" not in answer.headers

    @pytest.mark.parametrize("name", ["odata.continue-on-error", "continue-on-error"])
    def test_row_63_goes_on_where_the_client_prefers_that(self, name, service):
        answer = send(service, *self.PARTS, Prefer=name)
        assert statuses(told(answer)) == [200, 404, 200]
        assert answer.headers["Preference-Applied"] == name

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Content_Type": "multipart/mixed"}, 400),
            ({"Content_Type": "text/plain"}, 415),
            ({"Content_Type": None}, 415),
            ({"If_Match": "*"}, 400),
            ({"If_None_Match": "*"}, 400),
            ({"Prefer": "return=minimal"}, 400),
            ({"Accept": "application/atom+xml"}, 406),
            ({"OData_Version": "5.0"}, 400),
            ({"Idempotency_Key": "k"}, 400),
        ],
    )
    def test_row_63_bad_headers_refuse_all_of_it(self, headers, status, operator, clients):
        answer = send(operator, part("POST", "CatalogItems", ITEM), **headers)
        assert answer.status_code == status
        assert answer.json()["error"]["message"]
        assert not CatalogItem.objects.filter(pk="new").exists()

    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
    def test_row_63_only_post_is_allowed(self, method, service):
        answer = service.send(method, "$batch")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")

    def test_row_63_a_malformed_part_refuses_all_of_it(self, operator, clients):
        answer = send(operator, part("POST", "CatalogItems", ITEM), "no header\r\n\r\n")
        assert answer.status_code == 400
        assert "part 2" in answer.json()["error"]["message"]
        assert not CatalogItem.objects.filter(pk="new").exists()


class TestRow64:
    FAILING = (
        part("POST", "CatalogItems", ITEM, 1),
        part("PATCH", "CatalogItems('card')", {"name": "Other"}, 2, **STALE),
        part("POST", "CatalogItems", {"id": "third", "name": "Third"}, 3),
    )

    def test_row_64_a_failed_change_set_is_one_answer_and_no_change(self, operator, card):
        answer = send(operator, change_set(*self.FAILING), part("GET", "CatalogItems"))
        (found,) = told(answer)
        assert found.status == 412
        assert found.json()["error"]["code"] == "InvalidEntityTag"
        assert found.headers["ETag"]
        assert [each.id for each in CatalogItem.objects.all()] == ["card"]

    def test_row_64_what_follows_is_run_where_the_client_prefers_that(self, operator, card):
        parts = change_set(*self.FAILING), part("GET", "CatalogItems/$count")
        found = told(send(operator, *parts, Prefer="odata.continue-on-error"))
        assert statuses(found) == [412, 200]
        assert found[1].body == b"1"

    def test_row_64_a_change_set_that_succeeds_is_nested(self, operator, card):
        parts = self.FAILING[0], self.FAILING[2]
        (found,) = told(send(operator, change_set(*parts)))
        assert statuses(found) == [201, 201]
        assert [each.content_id for each in found] == ["1", "3"]
        assert CatalogItem.objects.count() == 3


class TestRow65:
    def test_row_65_refers_to_what_was_created(self, operator, clients):
        parts = (
            part("POST", "CatalogItems", ITEM, 1),
            part("PATCH", "$1", {"name": "Newer"}, 2, If_Match="$1"),
        )
        answer = send(operator, change_set(*parts))
        (found,) = told(answer)
        assert statuses(found) == [201, 200]
        assert found[1].json()["name"] == "Newer"
        assert CatalogItem.objects.get().name == "Newer"
        assert b"$1" not in answer.content

    def test_row_65_across_change_sets_too(self, operator, clients):
        parts = part("POST", "CatalogItems", ITEM, "a"), part("GET", "$a/name/$value")
        assert told(send(operator, *parts))[1].body == b"New"

    def test_row_65_to_nothing_refuses_all(self, operator, clients):
        answer = send(operator, part("POST", "CatalogItems", ITEM, 1), part("GET", "$2"))
        assert answer.status_code == 400
        assert "$2 refers to no request" in answer.json()["error"]["message"]
        assert not CatalogItem.objects.exists()


class TestParts:
    @pytest.mark.parametrize("header", ["Authorization", "Range", "TE", "Expect"])
    def test_row_49_may_not_have_some_headers(self, header, service):
        (found,) = told(send(service, part("GET", "Orders", **{header: "x"})))
        assert found.status == 400
        assert header.lower() in found.json()["error"]["message"].lower()

    def test_may_repeat_who_asks(self, operator):
        own = {"Authorization": operator.authorization}
        (found,) = told(send(operator, part("GET", "CatalogItems", **own)))
        assert found.status == 200

    @pytest.mark.parametrize("url", ["$batch", f"{ROOT}$batch?x=1", "%24batch"])
    def test_may_not_be_batches(self, url, service):
        (found,) = told(send(service, part("POST", url, "{}")))
        assert (found.status, found.json()["error"]["code"]) == (400, "NestedBatch")

    @pytest.mark.parametrize(
        ("url", "status"), [("http://other/odata-tests/Orders", 400), ("/api/v1/Orders", 404)]
    )
    def test_may_not_leave_the_service(self, url, status, service):
        (found,) = told(send(service, part("GET", url)))
        assert found.status == status

    def test_have_the_caller_of_the_batch(self, northwind, fabrikam, ordered):
        for caller, status in ((northwind, 200), (fabrikam, 404)):
            (found,) = told(send(caller, part("GET", f"Orders({ordered})")))
            assert found.status == status

    def test_have_the_correlation_id_of_the_batch(self, service):
        parts = part("GET", "Orders"), part("GET", "Orders", Client_Request_Id="own")
        answer = send(service, *parts, Client_Request_Id="mine")
        assert answer.headers["Client-Request-Id"] == "mine"
        ids = [each.headers["Client-Request-Id"] for each in told(answer)]
        assert ids == ["mine", "own"]

    def test_see_what_was_done_before_them(self, operator, card):
        parts = (
            part("POST", "MintRequests", {"catalogId": card, "quantity": 3}, 1),
            part("GET", "$1"),
        )
        made, seen = told(send(operator, *parts))
        assert seen.json() == made.json()

    def test_are_metadata_and_service_document_too(self, service):
        found = told(send(service, part("GET", "$metadata"), part("GET", ROOT)))
        assert statuses(found) == [200, 200]
        assert found[0].headers["Content-Type"] == "application/xml"


class TestLimits:
    def test_are_stated(self, service):
        answer = send(service, *[part("GET", "Orders")] * 1001)
        assert answer.status_code == 400
        assert answer.json()["error"] == {
            "code": "BatchTooLarge",
            "message": "a batch may have 1000 requests at most",
        }

    def test_a_batch_without_requests_is_answered(self, service):
        answer = send(service)
        assert (answer.status_code, answer.content.count(b"--batch")) == (200, 1)
        answer = service.post("$batch", {"requests": []})
        assert answer.json() == {"responses": []}

    def test_all_that_is_allowed_is_done(self, service):
        found = told(send(service, *[part("GET", "Orders/$count")] * 200))
        assert {each.body for each in found} == {b"3"}


class TestRow77:
    def requests(self, *requests, client, **headers):
        answer = client.post("$batch", {"requests": requests}, **headers)
        assert answer.status_code == 200, answer.content
        assert answer.headers["Content-Type"] == "application/json"
        body = answer.json()
        assert list(body) == ["responses"]
        return body["responses"]

    BATCH = (
        {"id": "a", "method": "get", "url": "CatalogItems('card')"},
        {
            "id": "b",
            "atomicityGroup": "g",
            "method": "post",
            "url": "/api/v1/CatalogItems",
            "headers": {"content-type": "application/json"},
            "body": ITEM,
        },
        {
            "id": "c",
            "atomicityGroup": "g",
            "method": "patch",
            "url": "CatalogItems('card')",
            "headers": {"if-match": 'W/"99"'},
            "body": {"name": "Other"},
        },
        {"id": "d", "dependsOn": ["g"], "method": "get", "url": "CatalogItems"},
        {"id": "e", "method": "get", "url": "CatalogItems/$count"},
    )

    def test_row_77_groups_dependencies_and_going_on(self, operator, card):
        found = self.requests(*self.BATCH, client=operator)
        assert [(each["id"], each["status"]) for each in found] == [
            ("a", 200),
            ("b", 424),
            ("c", 412),
            ("d", 424),
            ("e", 200),
        ]
        assert [each.get("atomicityGroup") for each in found] == [None, "g", "g", None, None]
        assert found[0]["body"]["id"] == "card"
        assert all(name == name.lower() for each in found for name in each["headers"])
        assert found[4]["body"] == "1"
        assert CatalogItem.objects.count() == 1

    def test_row_77_stops_where_the_client_prefers_that(self, operator, card):
        found = self.requests(*self.BATCH, client=operator, Prefer="continue-on-error=false")
        assert [each["id"] for each in found] == ["a", "b", "c"]

    def test_row_77_refers_to_what_was_created(self, operator, clients):
        found = self.requests(
            {"id": "b", "method": "POST", "url": "CatalogItems", "body": ITEM},
            {"id": "c", "dependsOn": ["b"], "method": "get", "url": "$b/name"},
            client=operator,
        )
        assert found[1]["body"]["value"] == "New"

    @pytest.mark.parametrize(
        "requests",
        [
            [BATCH[0], BATCH[0]],
            [{**BATCH[3], "dependsOn": ["nope"]}],
            [{"id": "x", "dependsOn": ["x"], "method": "get", "url": "CatalogItems"}],
        ],
    )
    def test_row_77_structure_errors_refuse_all(self, requests, operator, card):
        answer = operator.post("$batch", {"requests": [self.BATCH[1], *requests]})
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "InvalidBatch"
        assert CatalogItem.objects.count() == 1

    def test_row_77_is_answered_in_multipart_where_that_is_accepted(self, operator, card):
        answer = operator.post("$batch", {"requests": self.BATCH}, Accept="multipart/mixed")
        found = told(answer)
        assert [each.content_id for each in found] == ["a", "b", "c", "d", "e"]
        assert statuses(found) == [200, 424, 412, 424, 200]

    def test_row_77_a_multipart_batch_is_answered_in_json_where_that_is_accepted(
        self, operator, card
    ):
        parts = change_set(*TestRow64.FAILING[:2]), part("GET", "CatalogItems")
        answer = send(operator, *parts, Accept="application/json", Prefer="continue-on-error")
        found = answer.json()["responses"]
        assert [(each.get("id"), each["status"]) for each in found] == [
            ("1", 424),
            ("2", 412),
            (None, 200),
        ]
        assert found[0]["atomicityGroup"] == found[1]["atomicityGroup"]
