"""$apply: what is aggregated, grouped, filtered and chosen before all else (row 79)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.odata.tests.service.seed import G1, G2, G3

BY_STATE = "groupby((state),aggregate(quantity with sum as q))"
BY_ITEM = "groupby((catalogId),aggregate(quantity with sum as total))"
MANY = ",".join(
    f"quantity with {method} as {alias}"
    for method, alias in (
        ("countdistinct", "d"),
        ("min", "lo"),
        ("max", "hi"),
        ("average", "avg"),
    )
)
REDEEMED = "tokens/any(t:t/state eq 'Redeemed')"
COUNTED = "tokens/$count with sum as n"


def values(service, query, path="Orders"):
    """The instances without what each of them says of itself."""
    found = service.values(f"{path}?{query}")
    assert all(each.pop("@odata.id") is None for each in found)
    return found


def test_row_79_aggregate(service):
    body = service.get("Orders?$apply=aggregate(quantity with sum as total)").json()
    assert body["value"] == [{"@odata.id": None, "total": 22}]
    assert body["@odata.context"].endswith("$metadata#Orders(total)")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "$apply=groupby((catalogId),aggregate(quantity with sum as total,$count as n))",
            [
                {"catalogId": "c1", "total": 15, "n": 2},
                {"catalogId": "c2", "total": 7, "n": 1},
            ],
        ),
        (
            "$apply=filter(state ne 'Canceled')/groupby((catalogId))",
            [{"catalogId": "c1"}],
        ),
        (
            f"$apply=aggregate({MANY})",
            [{"d": 3, "lo": 5, "hi": 10, "avg": 22 / 3}],
        ),
        (
            f"$apply={BY_ITEM}&$filter=total gt 8&$orderby=total desc",
            [{"catalogId": "c1", "total": 15}],
        ),
        (
            "$apply=groupby((state,catalogId))/groupby((catalogId),aggregate($count as n))",
            [{"catalogId": "c1", "n": 2}, {"catalogId": "c2", "n": 1}],
        ),
        (
            "$apply=compute(quantity mod 2 as odd)/groupby((odd),aggregate($count as n))",
            [{"odd": 0, "n": 1}, {"odd": 1, "n": 2}],
        ),
        (
            f"$apply={BY_ITEM}/compute(total mul 2 as twice)/filter(twice gt 20)&$select=twice",
            [{"twice": 30}],
        ),
        (
            f"$apply={BY_STATE}/topcount(2,q)&$orderby=q",
            [{"state": "Canceled", "q": 7}, {"state": "Placed", "q": 10}],
        ),
        (
            f"$apply={BY_STATE}/topsum(11,q)/aggregate(q with sum as all)",
            [{"all": 17}],
        ),
        (
            f"$apply={BY_STATE}/bottompercent(50,q)&$orderby=q",
            [{"state": "Fulfilled", "q": 5}, {"state": "Canceled", "q": 7}],
        ),
        (
            f"$apply={BY_STATE}/orderby(q desc)/skip(1)/top(1)",
            [{"state": "Canceled", "q": 7}],
        ),
        (
            f"$apply={BY_STATE}&$compute=q add 1 as m&$top=1&$orderby=state desc",
            [{"state": "Placed", "q": 10, "m": 11}],
        ),
        ("$apply=filter(quantity gt 99)/aggregate($count as n)", [{"n": 0}]),
        ("$apply=filter(false)/aggregate(quantity with max as m)", [{"m": None}]),
        ("$apply=filter(false)/groupby((state))", []),
        (
            f"$apply=filter({REDEEMED})/aggregate({COUNTED},billingAccountId with max as who)",
            [{"n": 1, "who": "b2"}],
        ),
        (
            "$apply=groupby((catalogId),aggregate(tokens/$count with sum as n))",
            [{"catalogId": "c1", "n": 3}, {"catalogId": "c2", "n": 0}],
        ),
    ],
)
def test_row_79_transformations(service, query, expected):
    with CaptureQueriesContext(connection) as asked:
        found = values(service, query)
    assert found == expected
    assert len(asked) == 1


def test_row_79_paths_and_navigations(service):
    query = "$apply=groupby((state),aggregate(order/quantity with sum as q))&$orderby=state"
    assert values(service, query, "Tokens") == [
        {"state": "Circulated", "q": 10},
        {"state": "Minted", "q": None},
        {"state": "Redeemed", "q": 5},
        {"state": "Reserved", "q": 10},
    ]
    inside = values(service, "$apply=aggregate($count as n)", f"Orders({G1})/tokens")
    assert inside == [{"n": 2}]
    assert values(service, "$apply=search(AAA)/aggregate($count as n)", "Tokens") == [{"n": 2}]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("$apply=filter(quantity gt 5)&$orderby=quantity", [G3, G1]),
        ("$apply=topcount(2,quantity)&$orderby=quantity", [G3, G1]),
        ("$apply=topcount(2,quantity)/filter(state eq 'Placed')", [G1]),
        ("$apply=orderby(quantity desc)/top(2)/skip(1)", [G3]),
        ("$apply=orderby(quantity desc)", [G1, G3, G2]),
        ("$apply=bottomcount(1,quantity)/identity", [G2]),
        ("$apply=filter(quantity gt 5)&$filter=quantity lt 10", [G3]),
    ],
)
def test_row_79_what_leaves_entities_entities(service, query, ids):
    assert service.ids(f"Orders?{query}") == ids
    assert "@odata.etag" in service.values(f"Orders?{query}")[0]


def test_row_79_computed_by_apply(service):
    found = service.values("Orders?$apply=compute(quantity add 1 as more)&$filter=more gt 8")
    assert [(each["id"], each["more"]) for each in found] == [(G1, 11)]


def test_row_79_pages_and_counts(service):
    query = f"$apply={BY_STATE}&$orderby=q desc"
    link, seen = f"Orders?{query}&$count=true", []
    while link:
        body = service.get(link, Prefer="odata.maxpagesize=1").json()
        assert body["@odata.count"] == 3
        seen += [each["q"] for each in body["value"]]
        link = body.get("@odata.nextLink")
    assert seen == [10, 7, 5]


@pytest.mark.parametrize(
    ("apply", "status", "message"),
    [
        ("aggregate(quantity)", 400, "expected with and a method"),
        ("aggregate(quantity with sum)", 400, "expected as and a name"),
        ("aggregate()", 400, "expected a property"),
        ("aggregate($count with sum as n)", 400, "expected as and a name"),
        ("aggregate(quantity with total as n)", 400, "unknown method 'total'"),
        ("aggregate(state with sum as n)", 400, "sum takes numbers"),
        ("aggregate(quantity with sum as n,$count as N)", 400, "already in use"),
        ("groupby((nope))", 400, "unknown property 'nope'"),
        ("groupby(catalogId)", 400, "expected ( before the properties"),
        ("groupby((catalogId,catalogId))", 400, "names catalogId twice"),
        ("groupby((catalogId))/filter(quantity gt 1)", 400, "quantity at 28 cannot be used"),
        ("agregate($count as n)", 400, "did you mean 'aggregate'?"),
        ("topcount(quantity,quantity)", 400, "topcount takes a number"),
        ("aggregate($count as n) or", 400, "expected an operator or the end"),
        ("", 400, "expected a transformation"),
        ("groupby((rollup(catalogId,state)))", 501, "'rollup' in groupby"),
        ("concat(identity,identity)", 501, "'concat'"),
        ("aggregate(quantity with Custom.best as n)", 501, "'Custom.best'"),
        ("aggregate(tokens/$count as n)", 501, "counting what tokens leads to"),
        ("aggregate(tokens/code with max as n)", 501, "aggregating along tokens"),
        ("groupby((catalogId),topcount(1,quantity))", 501, "groupby with 'topcount' within"),
        ("topsum(9,quantity)", 501, "choosing entities by sum"),
        ("aggregate(quantity with sum from state with max as n)", 501, "from in aggregate"),
    ],
)
def test_row_79_refusals(service, apply, status, message):
    answer = service.get(f"Orders?$apply={apply}")
    assert answer.status_code == status, answer.content
    assert answer.json()["error"].get("target", "$apply") == "$apply"
    assert message in answer.json()["error"]["message"]


def test_row_79_options_are_about_what_apply_leads_to(service):
    query = "Orders?$apply=groupby((catalogId))"
    assert service.get(f"{query}&$filter=quantity gt 1").status_code == 400
    assert service.get(f"{query}&$select=quantity").status_code == 400
    assert service.get(f"{query}&$expand=tokens").status_code == 400
    full = service.get(query, Accept="application/json;odata.metadata=full").json()
    assert full["value"][0] == {"@odata.id": None, "catalogId": "c1"}
    none = service.get(query, Accept="application/json;odata.metadata=none").json()
    assert none == {"value": [{"catalogId": "c1"}, {"catalogId": "c2"}]}


def test_row_79_ids_of_entities_still_count(service):
    assert {G1, G2, G3} == set(service.ids("Orders?$apply=identity"))
