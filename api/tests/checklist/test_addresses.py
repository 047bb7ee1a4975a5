"""Rows 69 and 72 to 75: other ways to name things, and actions."""

import pytest

from api.odata.tests.service.client import HERE
from api.odata.tests.service.seed import G1, G2, G3, ODD, UNUSED
from api.tests.checklist.test_answers import refused
from api.tests.checklist.test_query_bodies import ids


def test_row_69_entity_by_its_id(service):
    for address in (f"{HERE}Orders({G1})", f"Orders({G1})"):
        answer = service.get(f"$entity?$id={address}")
        assert answer.json()["@odata.context"] == f"{HERE}$metadata#Orders/$entity"
        assert answer.json() == service.get(f"Orders({G1})").json()
    selected = service.get(f"$entity?$id=Orders({G1})&$select=id").json()
    assert set(selected) == {"@odata.context", "@odata.etag", "id"}
    refused(service.get("$entity"), 400)
    refused(service.get("$entity?$id=http://elsewhere/Orders(1)"), 400)
    refused(service.get("$entity?$id=Orders"), 400)
    refused(service.get(f"$entity?$id=Orders({UNUSED})"), 404)


@pytest.mark.parametrize("path", ["$all?$search=AAA", "$crossjoin(Orders,Tokens)"])
def test_row_69_what_is_not_offered_is_named(path, service):
    message = refused(service.get(path), 501)["message"]
    assert path.partition("?")[0].partition("(")[0] in message


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        (f"Orders/{G1}", "id", G1),
        ("Tokens/T'4%2Fx", "id", ODD),
        (f"Orders/{G1}/tokens/T1", "id", "T1"),
        (f"Orders/{G1}/state", "value", "Placed"),
        ("Categories/all/children/games", "id", "games"),
    ],
)
def test_row_72_keys_as_segments(path, field, value, service):
    assert service.get(path).json()[field] == value


def test_row_72_what_wins_over_keys(service):
    assert service.get("Orders/$count").content == b"3"
    assert service.post("Tokens/Redeem", {"code": "AAA-111"}).status_code == 200
    refused(service.get(f"Orders/{UNUSED}"), 404)
    assert service.get(f"Orders/{G1}/").json()["id"] == G1
    full = {"Accept": "application/json;odata.metadata=full"}
    assert service.get(f"Orders/{G1}", **full).json()["@odata.editLink"] == f"Orders({G1})"


@pytest.mark.parametrize(
    "path",
    [
        "Tokens(@k)?@k='T''4%2Fx'",
        "Tokens(id=@k)?@k='T''4%2Fx'",
        "Tokens(@k)?@k='T''4%2Fx'&$select=id",
    ],
)
def test_row_73_keys_by_alias(path, service):
    assert service.get(path).json()["id"] == ODD


def test_row_73_an_alias_without_a_value(service):
    refused(service.get("Tokens(@k)"), 400)


@pytest.mark.parametrize(
    ("path", "body", "content_type"),
    [
        ("Tokens('T1')/Contoso.Activate", {}, "application/json"),
        ("Tokens('T1')/Contoso.Activate", None, ""),
        ("Tokens('T1')/Activate", None, ""),
        ("Tokens/T1/Activate", None, ""),
        (f"Orders({G1})/tokens('T1')/Contoso.Activate", None, ""),
    ],
)
def test_row_74_bound_actions(path, body, content_type, service):
    answer = service.post(path, body, Content_Type=content_type)
    assert answer.status_code == 200
    assert answer.json()["@odata.context"] == f"{HERE}$metadata#Tokens/$entity"
    assert answer.headers["ETag"] == answer.json()["@odata.etag"] == 'W/"2"'


def test_row_74_refusals_and_preferences(service):
    refused(service.post("Tokens('T1')/Nope"), 404)
    refused(service.post("Tokens('T1')/Contoso.Activate", If_Match='W/"9"'), 412)
    assert service.get("Tokens('T1')").json()["state"] == "Circulated"
    answer = service.post("Tokens('T1')/Activate", Prefer="return=minimal")
    assert answer.status_code == 204
    assert answer.headers["Preference-Applied"] == "return=minimal"
    assert service.post("Tokens('T1')/Void").status_code == 204


def test_row_75_actions_of_collections(service):
    redeem = "Tokens/Contoso.Redeem"
    refused(service.post(redeem, {}), 400)
    refused(service.post(redeem, {"code": 1}), 400)
    refused(service.post(redeem, {"code": "AAA-111", "x": 1}), 400)
    error = refused(service.post(redeem, {"code": "nothing"}), 409)
    assert error["code"] == "NotRedeemable"
    answer = service.post(redeem, {"code": "AAA-111"})
    assert answer.json()["state"] == "Redeemed"
    assert answer.json()["@odata.context"] == f"{HERE}$metadata#Tokens/$entity"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "$metadata",
        "Orders",
        "Orders/",
        f"Orders({G1})",
        "Orders/$count",
        f"Orders({G1})/state",
        f"Orders({G1})/state/$value",
        f"Orders({G1})/tokens",
        f"Orders({G1})/tokens/$ref",
        "Tokens('T1')/order",
        f"$entity?$id=Orders({G3})",
    ],
)
def test_head_is_answered_wherever_get_is(path, service):
    get = service.get(path, Accept="*/*")
    head = service.send("HEAD", path, Accept="*/*")
    assert (head.status_code, head.content) == (get.status_code, b"") == (200, b"")
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


def test_a_navigation_that_leads_nowhere(service):
    assert service.get("Categories('all')/parent").status_code == 204
    assert service.get("Categories('all')/parent/$ref").status_code == 204
    refused(service.get("Categories('all')/parent/name"), 404)
    refused(service.get("Categories('none')/parent"), 404)


class TestFilterSegment:
    """4.01 Advanced, item 8."""

    @pytest.mark.parametrize(
        ("path", "query"),
        [
            ("Orders/$filter(quantity gt 5)", "quantity gt 5"),
            ("Orders/$filter(@f)?@f=quantity gt 5", "quantity gt 5"),
            ("Orders/$FILTER(quantity gt 5)?$orderby=id desc", "quantity gt 5"),
            ("Orders/$filter(quantity gt 5)/$filter(state eq 'Placed')", "id eq " + G1),
            ("Orders/$filter(quantity gt 5)?$filter=state eq 'Placed'", "id eq " + G1),
            ("Orders/$filter(tokens/any(t:t/code eq 'BBB-333'))", "id eq " + G2),
            ("Orders/$filter(catalogId eq 'a/b' or (quantity lt 6))", "quantity lt 6"),
            ("Orders/$filter(catalogId eq 'it''s (' or quantity lt 6)", "quantity lt 6"),
            ("Orders/$filter(quantity gt 5)?$compute=1 as one", "quantity gt 5"),
            ("Orders/$filter(quantity gt 5)?$apply=topcount(1,quantity)", "id eq " + G1),
        ],
    )
    def test_chooses_as_the_option_does(self, service, path, query):
        found = ids(service.get(path))
        assert sorted(found) == sorted(ids(service.get(f"Orders?$filter={query}")))
        assert found

    def test_is_followed_by_what_is_said_of_a_collection(self, service):
        assert service.get("Orders/$filter(quantity gt 5)/$count").content == b"2"
        references = service.get("Orders/$filter(quantity lt 6)/$ref").json()["value"]
        assert references == [{"@odata.id": f"Orders({G2})"}]
        found = service.get(f"Orders({G1})/tokens/$filter(state eq 'Reserved')").json()
        assert [each["id"] for each in found["value"]] == ["T2"]
        query = "$apply=aggregate(quantity with sum as total)"
        found = service.get(f"Orders/$filter(quantity gt 5)?{query}").json()["value"]
        assert found[0]["total"] == 17

    def test_pages_lead_on(self, service):
        condition = "catalogId ne 'a/b%23c%3Fd%25''e' and quantity gt 5"
        body = service.get(f"Orders/$filter({condition})", Prefer="maxpagesize=1").json()
        rest = service.get(body["@odata.nextLink"]).json()
        assert sorted(each["id"] for each in (*body["value"], *rest["value"])) == [G1, G3]
        assert "@odata.nextLink" not in rest

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("Orders/$filter(quantity gt)", 400),
            ("Orders/$filter(qty gt 5)", 400),
            ("Orders/$filter(quantity)", 400),
            ("Orders/$filter", 400),
            ("Orders/$filter()", 400),
            ("Orders/$filter(one eq 1)?$compute=1 as one", 400),
            (f"Orders({G1})/$filter(quantity gt 5)", 400),
            (f"Orders/$filter(quantity gt 5)/{G1}", 501),
            ("Orders/$filter(quantity gt 5)/$each", 501),
        ],
    )
    def test_what_is_wrong_is_told(self, service, path, status):
        refused(service.get(path), status)

    def test_nothing_is_created_there(self, service):
        body = {"catalogId": "c1", "quantity": 1}
        answer = service.post("Orders/$filter(quantity gt 5)", body)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD"
