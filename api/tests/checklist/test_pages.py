"""Rows 19 to 22: options that are not for a resource, pages, preferences."""

import pytest

from api.odata.tests.service.client import HERE
from api.odata.tests.service.seed import G1, G2, G3, ODD
from api.tests.checklist.test_answers import refused


@pytest.mark.parametrize(
    "path",
    [
        "Orders?$foo=1",
        "Orders?$top=1&$top=2",
        f"Orders({G1})?$top=1",
        f"Orders({G1})?$filter=quantity gt 1",
        "Orders?foo=1",
        "Orders/$count?$top=1",
        f"Orders({G1})/state?$select=id",
        "?$filter=true",
        "?$foo=1",
        "$metadata?$top=1",
    ],
)
def test_row_19_options_that_are_not_for_this(path, service):
    refused(service.get(path), 400)


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("Orders", [G1, G2, G3]),
        ("Tokens?$orderby=reservedByBillingAccountId", [ODD, "T1", "T2", "T3"]),
        ("Tokens?$orderby=reservedByBillingAccountId desc", ["T3", "T2", ODD, "T1"]),
        ("Orders?$orderby=state desc", [G1, G2, G3]),
    ],
)
def test_row_20_pages(path, ids, service):
    seen, links = [], 0
    address = path
    while address:
        body = service.get(address, Prefer="odata.maxpagesize=2").json()
        assert len(body["value"]) <= 2
        seen += [each["id"] for each in body["value"]]
        address = body.get("@odata.nextLink")
        links += address is not None
        assert address is None or address.startswith(HERE)
    assert seen == ids
    assert links == (len(ids) - 1) // 2


def test_row_20_pages_of_a_selection(service):
    body = service.get("Tokens?$select=code", Prefer="odata.maxpagesize=3").json()
    rest = service.get(body["@odata.nextLink"]).json()["value"]
    codes = [each["code"] for each in (*body["value"], *rest)]
    assert sorted(codes) == ["AAA-111", "Aaa-222", "BBB-333", "CCC-444"]


@pytest.mark.parametrize("name", ["odata.maxpagesize", "maxpagesize"])
def test_row_21_maxpagesize(name, service):
    answer = service.get("Orders", Prefer=f"{name}=1")
    assert answer.headers["Preference-Applied"] == f"{name}=1"
    assert len(answer.json()["value"]) == 1
    assert service.get(answer.json()["@odata.nextLink"]).json()["value"]
    first = service.get("Orders?$top=2", Prefer=f"{name}=1").json()
    second = service.get(first["@odata.nextLink"], Prefer=f"{name}=1").json()
    assert len(first["value"]) == len(second["value"]) == 1
    assert "@odata.nextLink" not in second


def test_row_22_unknown_preferences(service):
    answer = service.get("Orders", Prefer="handling=strict, foo=bar; respond-later")
    assert answer.status_code == 200
    assert "Preference-Applied" not in answer.headers
