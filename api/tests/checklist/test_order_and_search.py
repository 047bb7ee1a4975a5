"""$orderby, paging by keyset, $search and $compute (rows 20, 54, 55, 78)."""

import pytest

from api.odata.tests.service.seed import G1, G2, G3, ODD

ALL = [ODD, "T1", "T2", "T3"]


def pages(service, path, size=2):
    """The ids of each page, by following the links verbatim."""
    found = []
    link = path
    while link:
        body = service.get(link, Prefer=f"odata.maxpagesize={size}").json()
        found.append([each["id"] for each in body["value"]])
        link = body.get("@odata.nextLink")
        assert not link or link.startswith("http://testserver/")
    return found


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("$orderby=reservedByBillingAccountId", [ODD, "T1", "T2", "T3"]),
        ("$orderby=reservedByBillingAccountId desc", ["T3", "T2", ODD, "T1"]),
        ("$orderby=state desc", ["T2", "T3", ODD, "T1"]),
        ("$orderby=length(reservedByBillingAccountId) desc,code", ["T2", "T3", "T1", ODD]),
        ("$orderby=order/quantity desc,id desc", ["T2", "T1", "T3", ODD]),
        ("$orderby=tolower(code) desc", [ODD, "T3", "T2", "T1"]),
        ("$compute=substring(code,4) as digits&$orderby=digits desc", [ODD, "T3", "T2", "T1"]),
        ("$search=b or a&$orderby=id desc", []),
    ],
)
def test_row_20_pages_in_any_order(service, query, order):
    every = pages(service, f"Tokens?{query}", size=1)
    assert [id_ for page in every for id_ in page] == order
    assert pages(service, f"Tokens?{query}", size=3) == (
        [order[:3], order[3:]] if order else [[]]
    )


def test_row_20_pages_of_what_is_selected(service):
    assert [len(page) for page in pages(service, "Tokens?$select=id")] == [2, 2]
    first = service.get("Orders", Prefer="odata.maxpagesize=2").json()
    assert len(first["value"]) == 2
    rest = service.get(first["@odata.nextLink"]).json()
    assert "@odata.nextLink" not in rest


def test_row_20_pages_stay_stable_under_writes(service):
    body = service.get("Orders?$orderby=quantity", Prefer="maxpagesize=1").json()
    assert [each["id"] for each in body["value"]] == [G2]
    new = {"catalogId": "c1", "billingAccountId": "b1", "quantity": 1}
    assert service.post("Orders", new).status_code == 201
    rest = service.get(body["@odata.nextLink"]).json()["value"]
    assert [each["id"] for each in rest] == [G3, G1]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("$orderby=quantity desc", [G1, G3, G2]),
        ("$orderby=catalogId,quantity desc", [G1, G2, G3]),
        ("$orderby=length(catalogId) desc,quantity", [G2, G3, G1]),
        ("$orderby=quantity mod 5,quantity", [G2, G1, G3]),
        ("$orderby=state eq 'Placed' desc,quantity", [G1, G2, G3]),
        ("$orderby=tokens/$count desc", [G1, G2, G3]),
        ("$orderby=tokens/$count($filter=state eq 'Redeemed') desc,quantity", [G2, G3, G1]),
    ],
)
def test_row_54_orderby(service, query, order):
    assert service.ids(f"Orders?{query}") == order


def test_row_54_nulls_come_first_ascending_and_last_descending(service):
    assert service.ids("Tokens?$orderby=redeemedByAccountId,id desc")[-1] == "T3"
    assert service.ids("Tokens?$orderby=redeemedByAccountId desc,id")[0] == "T3"


def test_row_54_what_cannot_be_ordered_by(service):
    answer = service.get("Orders?$orderby=nope")
    assert answer.status_code == 400
    assert "unknown property 'nope' of Contoso.Order at 0" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("search", "ids"),
    [
        ("AAA", ["T1", "T2"]),
        ("AAA OR BBB", ["T1", "T2", "T3"]),
        ("NOT AAA", [ODD, "T3"]),
        ('"AAA 111"', []),
        ('"A-2"', ["T2"]),
        ("AAA BBB", []),
        ("AAA AND 222", ["T2"]),
        ("AAA NOT 222", ["T1"]),
        ("(AAA OR CCC) NOT 111", [ODD, "T2"]),
        ("c2", [ODD]),
        ("OR", []),
    ],
)
def test_row_55_search(service, search, ids):
    body = service.get(f"Tokens?$search={search}&$count=true&$orderby=id").json()
    assert [each["id"] for each in body["value"]] == ids
    assert body["@odata.count"] == len(ids)
    assert service.get(f"Tokens/$count?$search={search}").content == str(len(ids)).encode()


def test_row_55_search_and_filter(service):
    assert service.ids("Tokens?$search=AAA&$filter=state eq 'Reserved'") == ["T2"]
    assert service.ids("Orders(" + G1 + ")/tokens?$search=222") == ["T2"]


@pytest.mark.parametrize("search", ["(", '"AAA', "AAA)", "", "()"])
def test_row_55_malformed_search(service, search):
    answer = service.get(f"Tokens?$search={search}")
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("$search: ")


def test_row_55_search_where_nothing_is_searched(service):
    assert service.get("MintRequests?$search=x").status_code == 501


def test_row_78_computed_properties(service):
    query = "$compute=quantity mul 2 as double&$select=id,double&$orderby=double"
    body = service.get(f"Orders?{query}").json()
    assert [(each["id"], each["double"]) for each in body["value"]] == [
        (G2, 10),
        (G3, 14),
        (G1, 20),
    ]
    assert body["@odata.context"].endswith("$metadata#Orders(id,double)")
    found = service.values("Orders?$compute=quantity mul 2 as d&$filter=d gt 10 and d lt 20")
    assert [(each["id"], each["quantity"], each["d"]) for each in found] == [(G3, 7, 14)]


def test_row_78_computed_properties_of_every_type(service):
    computed = (
        "quantity divby 4 as exact,tolower(catalogId) as text,quantity gt 6 as large,"
        "tokens/$count as n,tokens/$count add 1 as m,null as nothing,length(text) as long"
    )
    order = service.values(f"Orders?$compute={computed}&$filter=id eq {G1}")[0]
    assert order["exact"] == 2.5
    assert (order["text"], order["large"], order["n"], order["m"]) == ("c1", True, 2, 3)
    assert (order["nothing"], order["long"], order["catalogId"]) == (None, 2, "c1")


def test_row_78_computed_properties_of_one_entity_and_of_related_ones(service):
    order = service.get(f"Orders({G1})?$compute=quantity add 1 as more&$select=more").json()
    assert order["more"] == 11
    assert service.get(f"Orders({G1})?$compute=tokens/$count as n").status_code == 501
    nested = "tokens($compute=length(code) as long;$select=long;$orderby=long)"
    found = service.values(f"Orders?$filter=id eq {G2}&$expand={nested}")
    assert found[0]["tokens"][0]["long"] == 7


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("tokens/$count gt 1", [G1]),
        ("tokens/$count($filter=state eq 'Reserved') gt 0", [G1]),
        ("tokens/$count eq 0", [G3]),
        ("tokens/$count($search=AAA) eq 2", [G1]),
        ("tokens/$count($search=(AAA OR BBB) NOT 111;$filter=state ne 'Redeemed') eq 1", [G1]),
    ],
)
def test_row_78_counts_in_expressions(service, condition, ids):
    assert service.ids(f"Orders?$filter={condition}") == ids
