"""$expand over tables: nested options, pages, levels, and a number of statements that stays."""

import pytest

from api.odata.tests.service.client import HERE
from api.odata.tests.service.models import Order, Token
from api.odata.tests.service.seed import G1, G2, G3


def tokens(service, query, **headers):
    return {each["id"]: each["tokens"] for each in service.values(f"Orders?{query}", **headers)}


def ids(entities):
    return [each["id"] for each in entities]


def test_shows_related_entities(service):
    found = tokens(service, "$expand=tokens")
    assert {key: ids(value) for key, value in found.items()} == {
        G1: ["T1", "T2"],
        G2: ["T3"],
        G3: [],
    }
    assert found[G1][0]["@odata.etag"] == 'W/"1"'
    one = service.get("Tokens('T1')?$expand=order").json()
    assert one["order"]["id"] == G1
    odd = service.get("Tokens?$filter=state eq 'Minted'&$expand=order").json()
    assert odd["value"][0]["order"] is None


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("$filter=state eq 'Reserved'", ["T2"]),
        ("$orderby=code desc", ["T2", "T1"]),
        ("$orderby=code desc;$top=1", ["T2"]),
        ("$skip=1", ["T2"]),
        ("$filter=code eq 'a;b)(,'", []),
        ("$filter=state eq @s", ["T1"]),
        ("filter=state eq 'Reserved';orderby=code", ["T2"]),
    ],
)
def test_nested_options(options, expected, service):
    found = tokens(service, f"$expand=tokens({options})&@s='Circulated'")
    assert ids(found[G1]) == expected


def test_nested_select_count_and_context(service):
    answer = service.get("Orders?$select=id&$expand=tokens($select=id;$count=true;$top=1)")
    body = answer.json()
    assert body["@odata.context"] == f"{HERE}$metadata#Orders(id,tokens(id))"
    first = body["value"][0]
    assert first == {
        "@odata.etag": 'W/"1"',
        "id": G1,
        "tokens@odata.count": 2,
        "tokens": [{"@odata.etag": 'W/"1"', "id": "T1"}],
    }
    assert body["value"][2]["tokens@odata.count"] == 0


@pytest.mark.parametrize(
    ("query", "version", "context"),
    [
        ("$expand=tokens", "4.0", "#Orders"),
        ("$expand=tokens", "4.01", "#Orders(tokens())"),
        ("$select=id&$expand=tokens", "4.0", "#Orders(id,tokens)"),
        ("$expand=tokens($expand=order($select=id))", "4.0", "#Orders(tokens(order(id)))"),
    ],
)
def test_contexts(query, version, context, service):
    body = service.get(f"Orders?{query}", OData_MaxVersion=version).json()
    prefix = "@odata.context" if version == "4.0" else "@context"
    assert body[prefix] == f"{HERE}$metadata{context}"


def test_references_and_counts(service):
    found = service.values("Orders?$expand=tokens/$ref&$orderby=quantity desc")
    assert found[0]["tokens"] == [
        {"@odata.id": "Tokens('T1')"},
        {"@odata.id": "Tokens('T2')"},
    ]
    counted = service.values("Orders?$expand=tokens/$count($filter=state eq 'Reserved')")
    assert [each["tokens@odata.count"] for each in counted] == [1, 0, 0]
    assert "tokens" not in counted[0]
    assert "tokens" in service.values("Orders?$expand=*")[0]


def test_pages_go_on_where_they_were_cut(service):
    query = f"Orders?$filter=id eq {G1}&$expand=tokens($orderby=code desc;$select=id)"
    first = service.values(query, Prefer="maxpagesize=1")[0]
    assert ids(first["tokens"]) == ["T2"]
    rest = service.get(first["tokens@odata.nextLink"]).json()
    assert ids(rest["value"]) == ["T1"]
    assert rest["@odata.context"] == f"{HERE}$metadata#Tokens(id)"


def test_levels(service):
    def names(category):
        return {category["id"]: [names(each) for each in category.get("children", [])]}

    two = service.get("Categories('all')?$expand=children($levels=2)").json()
    assert names(two) == {"all": [{"games": [{"chess": []}]}, {"music": []}]}
    most = service.get("Categories('all')?$expand=children($levels=max;$select=id)").json()
    assert names(most) == {"all": [{"games": [{"chess": [{"blitz": []}]}]}, {"music": []}]}
    up = service.get("Categories('blitz')?$expand=parent($levels=max)").json()
    assert up["parent"]["parent"]["parent"]["parent"] is None


def test_pages_of_levels_go_on(service):
    path = "Categories('all')?$expand=children($levels=3)"
    first = service.get(path, Prefer="maxpagesize=1").json()
    assert ids(first["children"]) == ["games"]
    rest = service.get(first["children@odata.nextLink"]).json()
    assert ids(rest["value"]) == ["music"]
    assert rest["value"][0]["children"] == []


def test_the_number_of_statements_stays(service, django_assert_num_queries):
    Order.objects.bulk_create(
        Order(id=f"00000000-0000-0000-0000-{n:012}", catalog_id="c", quantity=1)
        for n in range(50)
    )
    Token.objects.bulk_create(
        Token(
            id=f"N{n}",
            catalog_id="c",
            code=str(n),
            state="Minted",
            order_id=f"00000000-0000-0000-0000-{n % 50:012}",
        )
        for n in range(500)
    )
    with django_assert_num_queries(4):
        found = service.values("Orders?$expand=tokens($top=3;$count=true;$expand=order)")
    assert len(found) == 53
    assert {each["tokens@odata.count"] for each in found} == {10, 2, 1, 0}


@pytest.mark.parametrize(
    ("expand", "status"),
    [
        ("nope", 400),
        ("tokens(", 400),
        ("tokens()", 200),
        ("tokens,tokens", 400),
        ("tokens($foo=1)", 400),
        ("tokens($filter=nope eq 1)", 400),
        ("tokens($levels=2)", 400),
        ("tokens($skiptoken=x)", 400),
        ("quantity", 400),
        ("tokens/order", 400),
        ("*/$count", 400),
        ("tokens/Contoso.Special", 501),
        ("Contoso.Special/tokens", 501),
        ("tokens($expand=" * 30 + ")" * 30, 400),
        ("tokens($expand=order(" * 9 + "))" * 9, 400),
    ],
)
def test_refusals_name_the_option(expand, status, service):
    answer = service.get(f"Orders?$expand={expand}")
    assert answer.status_code == status
    if status != 200:
        assert answer.json()["error"]["target"].startswith("$expand")


def test_a_navigation_to_one_has_no_count(service):
    assert service.get("Tokens?$expand=order/$count").status_code == 400
    assert service.get("Tokens?$expand=order($top=1)").status_code == 400
    assert service.get("Tokens?$expand=order/$ref").status_code == 200
