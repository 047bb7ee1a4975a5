"""Repeatable requests as OASIS has them: two headers, and a result that says what they did."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from api.models import RepeatableRequest
from api.odata.tests.batches import MULTIPART, change_set, multipart, part, told
from api.v1.tests.caller import codes, error, recorded
from tokens.bootstrap import application
from tokens.domain.errors import ConcurrencyError
from tokens.models import CatalogItem

RESULT = "Repeatability-Result"


def date(moment):
    return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")


def named(name=None, ago=timedelta()):
    return {
        "Repeatability_Request_ID": name or str(uuid4()),
        "Repeatability_First_Sent": date(datetime.now(UTC) - ago),
    }


@pytest.fixture
def mint(card):
    return {"catalogId": card, "quantity": 5}


class TestHeaders:
    @pytest.mark.parametrize(
        "missing", ["Repeatability_Request_ID", "Repeatability_First_Sent"]
    )
    def test_come_together(self, missing, operator, mint):
        headers = {name: value for name, value in named().items() if name != missing}
        answer = operator.post("MintRequests", mint, **headers)
        assert (answer.status_code, answer.headers[RESULT]) == (400, "rejected")
        assert error(answer)["target"] == missing.replace("_", "-")

    @pytest.mark.parametrize(
        "sent",
        [
            "yesterday",
            "",
            "2026-11-24T08:00:00Z",
            "Tue, 24 Nov 2026 08:00:00 +0100",
            "Tuesday, 24-Nov-26 08:00:00 GMT",
            "Tue, 31 Feb 2026 08:00:00 GMT",
        ],
    )
    def test_the_date_is_as_http_has_it(self, sent, operator, mint):
        answer = operator.post(
            "MintRequests", mint, **named() | {"Repeatability_First_Sent": sent}
        )
        assert (answer.status_code, answer.headers[RESULT]) == (400, "rejected")

    @pytest.mark.parametrize("name", ["", "x" * 256, "a\x01"])
    def test_the_name_is_checked(self, name, operator, mint):
        headers = named() | {"Repeatability_Request_ID": name}
        answer = operator.post("MintRequests", mint, **headers)
        assert (answer.status_code, answer.headers[RESULT]) == (400, "rejected")

    def test_two_names_are_refused(self, operator, mint):
        answer = operator.post("MintRequests", mint, Idempotency_Key="other", **named())
        assert (answer.status_code, answer.headers[RESULT]) == (400, "rejected")

    @pytest.mark.parametrize(
        ("ago", "code"),
        [
            (timedelta(days=8), "RepeatableTooLate"),
            (timedelta(hours=-2), "RepeatableTooEarly"),
        ],
    )
    def test_what_may_be_forgotten_is_not_begun(self, ago, code, operator, mint):
        before = recorded()
        answer = operator.post("MintRequests", mint, **named(ago=ago))
        assert (answer.status_code, answer.headers[RESULT]) == (412, "rejected")
        assert error(answer)["code"] == code
        assert recorded() == before

    @pytest.mark.parametrize("ago", [timedelta(days=6), timedelta(minutes=-30)])
    def test_what_is_remembered_is(self, ago, operator, mint):
        answer = operator.post("MintRequests", mint, **named(ago=ago))
        assert (answer.status_code, answer.headers[RESULT]) == (201, "accepted")

    def test_mean_nothing_where_nothing_is_changed(self, operator, card):
        answer = operator.get("CatalogItems", Repeatability_Request_ID="x")
        assert answer.status_code == 200
        assert RESULT not in answer.headers

    def test_the_case_of_a_guid_means_nothing(self, operator, mint):
        name = str(uuid4())
        first = operator.post("MintRequests", mint, **named(name.upper()))
        again = operator.post("MintRequests", mint, **named(name))
        assert first.json()["id"] == again.json()["id"]

    def test_a_client_id_is_ignored(self, operator, mint):
        answer = operator.post(
            "MintRequests", mint, Repeatability_Client_ID=str(uuid4()), **named()
        )
        assert answer.status_code == 201


class TestResult:
    def test_is_accepted_for_what_fails_before_it_is_begun(self, northwind, operator, card):
        for caller, path, status in (
            (operator, "Nope", 404),
            (operator, "Lots", 405),
            (northwind, "MintRequests", 403),
            (operator, "MintRequests?$top=1", 400),
        ):
            answer = caller.post(path, {"catalogId": card, "quantity": 1}, **named())
            assert (answer.status_code, answer.headers[RESULT]) == (status, "accepted"), path

    def test_is_not_told_to_strangers(self, operator, mint):
        operator.authorization = "Basic x"
        answer = operator.post("MintRequests", mint, **named())
        assert answer.status_code == 401
        assert RESULT not in answer.headers

    def test_is_rejected_for_another_request_of_the_same_name(self, operator, mint):
        headers = named()
        operator.post("MintRequests", mint, **headers)
        answer = operator.post("MintRequests", mint | {"quantity": 6}, **headers)
        assert (answer.status_code, answer.headers[RESULT]) == (422, "rejected")


class TestRepetition:
    def test_after_a_lost_response_tells_what_was_done(self, shop, northwind, ordered):
        code = codes(northwind, ordered)[0]
        headers = named()
        first = shop.post("Tokens/Redeem", {"code": code, "accountId": "ada"}, **headers)
        before = recorded()
        again = shop.post("Tokens/Redeem", {"code": code, "accountId": "ada"}, **headers)
        assert (again.status_code, again.content) == (200, first.content)
        assert again.headers["ETag"] == first.headers["ETag"]
        assert recorded() == before

    def test_of_a_deletion_succeeds(self, operator, mint):
        made = operator.created("MintRequests", mint)
        headers = named()
        for _ in range(2):
            path = f"MintRequests({made['id']})"
            answer = operator.delete(path, If_Match=made["@odata.etag"], **headers)
            assert (answer.status_code, answer.headers[RESULT]) == (204, "accepted")

    def test_of_what_was_overtaken_is_tried_again(self, operator, mint, monkeypatch):
        def overtaken(*_):
            raise ConcurrencyError("mint-request", 0)

        headers = named()
        with monkeypatch.context() as patched:
            patched.setattr(application().bus, "execute", overtaken)
            refused = operator.post("MintRequests", mint, **headers)
        assert (refused.status_code, refused.headers["Retry-After"]) == (409, "1")
        assert not RepeatableRequest.objects.exists()
        assert operator.post("MintRequests", mint, **headers).status_code == 201


class TestBatches:
    def send(self, caller, *parts, **headers):
        return caller.post("$batch", multipart(*parts), Content_Type=MULTIPART, **headers)

    @pytest.mark.parametrize("name", ["Repeatability_Request_ID", "Repeatability_First_Sent"])
    def test_are_not_repeatable_themselves(self, name, operator, mint):
        header = {name: named()[name]}
        before = recorded()
        answer = self.send(operator, part("POST", "MintRequests", mint), **header)
        assert (answer.status_code, answer.headers[RESULT]) == (400, "rejected")
        assert recorded() == before

    def test_have_parts_that_are(self, operator, mint):
        parts = (
            part("POST", "MintRequests", mint, **named()),
            part("POST", "MintRequests", mint),
        )
        before = recorded()
        first, plain = told(self.send(operator, *parts))
        assert (first.headers[RESULT], RESULT in plain.headers) == ("accepted", False)
        again, other = told(self.send(operator, *parts))
        assert again.body == first.body
        assert other.json()["id"] != plain.json()["id"]
        assert recorded() - before == 3

    def test_have_change_sets_that_are(self, operator, card):
        headers = named()
        items = [
            part("POST", "CatalogItems", {"id": "one", "name": "One"}, 1, **headers),
            part("PATCH", "$1", {"name": "First"}, 2, If_Match="*", **headers),
        ]
        (first,) = told(self.send(operator, change_set(*items)))
        assert [each.status for each in first] == [201, 200]
        CatalogItem.objects.filter(pk="one").update(name="Changed since")
        (again,) = told(self.send(operator, change_set(*items)))
        assert [each.body for each in again] == [each.body for each in first]
        assert {each.headers[RESULT] for each in again} == {"accepted"}
        assert CatalogItem.objects.get(pk="one").name == "Changed since"

    def test_a_change_set_that_failed_is_begun_anew(self, operator, card):
        headers = named()
        items = [
            part("POST", "CatalogItems", {"id": "one", "name": "One"}, 1, **headers),
            part("PATCH", "CatalogItems('two')", {"name": "2"}, 2, If_Match="*", **headers),
        ]
        (refused,) = told(self.send(operator, change_set(*items)))
        assert refused.status == 412
        assert not RepeatableRequest.objects.exists()
        CatalogItem.objects.create(id="two", name="Two")
        (done,) = told(self.send(operator, change_set(*items)))
        assert [each.status for each in done] == [201, 200]
