"""$filter: null, precedence, types, functions, arithmetic, literals, lambdas (rows 18-71)."""

import pytest

from api.odata.tests.service.seed import G1, G2, G3, ODD


def refused(service, path, status=400):
    answer = service.get(path)
    assert answer.status_code == status, (path, answer.content)
    error = answer.json()["error"]
    assert error["code"]
    return error["message"]


def found(service, path):
    return sorted(service.ids(path))


@pytest.mark.parametrize(
    ("query", "feature"),
    [
        ("$filter=geo.distance(id,id) lt 1", "geo.distance"),
        ("$filter=isof(Contoso.Order)", "isof"),
        ("$deltatoken=x", "$deltatoken"),
        ("$apply=rollup(x)", "rollup"),
        ("$filter=matchesPattern(catalogId,'c')", "matchespattern"),
        ("$filter=tokens/Contoso.Token/any()", "tokens/Contoso.Token"),
        ("$filter=$root/Orders eq null", "$root"),
    ],
)
def test_row_18_what_is_not_built_is_named(service, query, feature):
    assert feature in refused(service, f"Orders?{query}", 501)


@pytest.mark.parametrize(
    ("literal", "status"),
    [("Contoso.OrderState'Placed'", 200), ("Contoso.OrderState'Nope'", 400)],
)
def test_row_23_an_enumeration_literal_may_have_its_type(service, literal, status):
    answer = service.get(f"Orders?$filter=state eq {literal}")
    assert answer.status_code == status
    assert status == 400 or [each["id"] for each in answer.json()["value"]] == [G1]


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("reservedByBillingAccountId eq null", [ODD, "T1"]),
        ("reservedByBillingAccountId ne null", ["T2", "T3"]),
        ("reservedByBillingAccountId ne 'b1'", [ODD, "T1", "T3"]),
        ("reservedByBillingAccountId gt 'a'", ["T2", "T3"]),
        ("not (reservedByBillingAccountId eq 'b1')", [ODD, "T1", "T3"]),
        ("reservedByBillingAccountId le null", []),
    ],
)
def test_row_39_null_rules(service, condition, ids):
    assert found(service, f"Tokens?$filter={condition}") == ids


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("quantity gt 5 and state eq 'Placed' or catalogId eq 'c2'", [G1, G3]),
        ("quantity gt 5 and (state eq 'Placed' or catalogId eq 'c9')", [G1]),
        ("not startswith(catalogId,'c1')", [G3]),
    ],
)
def test_row_40_precedence(service, condition, ids):
    assert found(service, f"Orders?$filter={condition}") == ids


def test_row_40_not_binds_tighter_than_gt(service):
    assert "a condition is needed" in refused(service, "Orders?$filter=not quantity gt 5")


@pytest.mark.parametrize(
    "condition",
    [
        "quantity eq 'abc'",
        "id eq 'x'",
        "state",
        "quantity gt 99999999999999999999",
        "(quantity eq 5",
        "quantity eq 1 and",
    ],
)
def test_row_41_type_errors(service, condition):
    assert refused(service, f"Orders?$filter={condition}").startswith("$filter: ")


@pytest.mark.parametrize(
    "query",
    [
        "$filter=billing_account__secret eq 'x'",
        "$orderby=pk",
        "$filter=tokens__code eq 'AAA-111'",
        "$select=password",
        "$filter=tokens/any(t:t/order_id eq null)",
        "$orderby=tokens__code",
    ],
)
def test_row_42_only_declared_names(service, query):
    refused(service, f"Orders?{query}")


def test_row_43_parameter_aliases(service):
    assert found(service, "Orders?$filter=state eq @s&@s='Placed'") == [G1]
    assert found(service, "Orders?$filter=state eq @s") == []
    nested = "@c or @d&@c=quantity eq 5&@d=quantity gt @e&@e=9"
    assert found(service, f"Orders?$filter={nested}") == [G1, G2]
    assert "refers to itself" in refused(service, "Orders?$filter=@a&@a=@b&@b=not @a")


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("contains(code,'aa')", ["T2"]),
        ("contains(tolower(code),'aa')", ["T1", "T2"]),
        ("startswith(code,'BBB')", ["T3"]),
        ("endswith(code,'444')", [ODD]),
        ("indexof(code,'-') eq 3", [ODD, "T1", "T2", "T3"]),
        ("length(code) eq 7", [ODD, "T1", "T2", "T3"]),
        ("substring(code,4) eq '111'", ["T1"]),
        ("substring(code,-3,2) eq '22'", ["T2"]),
        ("concat(catalogId,code) eq 'c1AAA-111'", ["T1"]),
        ("trim(code) eq code", [ODD, "T1", "T2", "T3"]),
        ("toupper(code) eq 'AAA-222'", ["T2"]),
        ("contains(reservedByBillingAccountId,'b')", ["T2", "T3"]),
        ("not contains(reservedByBillingAccountId,'x')", ["T2", "T3"]),
    ],
)
def test_row_44_functions(service, condition, ids):
    assert found(service, f"Tokens?$filter={condition}") == ids


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("quantity add 1 gt 10", [G1]),
        ("quantity mod 5 eq 0", [G1, G2]),
        ("quantity div 2 eq 3", [G3]),
        ("quantity divby 2 eq 3.5", [G3]),
        ("-quantity lt -9", [G1]),
        ("quantity mul 4294967296 mul 4294967296 gt 1", [G1, G2, G3]),
        ("1 div (quantity sub 5) eq 0", [G1, G3]),
    ],
)
def test_row_45_arithmetic(service, condition, ids):
    assert found(service, f"Orders?$filter={condition}") == ids


def test_row_45_division_by_a_literal_zero(service):
    assert "division by zero at 13" in refused(service, "Orders?$filter=quantity div 0 eq 1")


def test_row_45_dates_are_of_utc(service):
    for condition in (
        "year(createdOn) eq 2025",
        "date(createdOn) eq 2025-03-01",
        "time(createdOn) eq 23:30:15",
        "createdOn eq 2025-03-02T00:30:15%2B01:00",
        "createdOn sub duration'PT30M15S' eq 2025-03-01T23:00:00Z",
    ):
        assert len(service.ids(f"PrintJobs?$filter={condition}")) == 1, condition


@pytest.mark.parametrize(
    "query",
    [
        "$compute=createdOn add duration'P3000000D' as later",
        "$filter=createdOn" + " add duration'P3652000D'" * 40 + " gt createdOn",
        "$orderby=createdOn add duration'P3000000D'",
    ],
)
def test_row_45_what_leaves_the_range_of_dates(service, query):
    refused(service, f"PrintJobs?{query}")


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("id eq 'T''4%2Fx'", [ODD]),
        ("id eq 'T''4/x'", [ODD]),
        ("id eq %27T%27%274/x%27", [ODD]),
        ("code eq 'a%2Bb'", []),
        ("code eq 'é'", []),
    ],
)
def test_row_46_string_literals(service, condition, ids):
    assert found(service, f"Tokens?$filter={condition}") == ids


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("tokens/any(t:t/state eq 'Redeemed')", [G2]),
        ("tokens/any()", [G1, G2]),
        ("tokens/all(t:t/state eq 'Redeemed')", [G2, G3]),
        ("tokens/any(t:t/state eq 'Circulated' and t/code eq 'Aaa-222')", []),
        ("tokens/any(t:t/catalogId eq catalogId and t/order/quantity gt 5)", [G1]),
        ("not tokens/any()", [G3]),
    ],
)
def test_row_56_any_and_all(service, condition, ids):
    assert found(service, f"Orders?$filter={condition}") == ids


def test_row_56_all_needs_a_condition(service):
    assert "needs a condition" in refused(service, "Orders?$filter=tokens/all()")


def test_row_70_names_in_any_case_and_without_dollar(service):
    assert found(service, "Orders?filter=state eq 'Placed'") == [G1]
    assert found(service, "Orders?$FILTER=State eq 'Placed'") == [G1]
    condition = "CONTAINS(catalogId,'c1') AND quantity GT 5"
    assert found(service, f"Orders?$filter={condition}") == [G1]
    assert "given twice" in refused(service, "Orders?top=1&$Top=2")


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("state eq 'Placed'", [G1]),
        ("state in ('Placed','Canceled')", [G1, G3]),
        ("state in ('Placed')", [G1]),
        ("state in ()", []),
        ('state in ["Placed","Fulfilled"]', [G1, G2]),
        ("state gt 'Placed'", [G2, G3]),
    ],
)
def test_row_71_enumeration_members_as_strings(service, condition, ids):
    assert found(service, f"Orders?$filter={condition}") == ids


def test_row_71_no_member_of_that_name(service):
    message = refused(service, "Orders?$filter=state eq 'Nope'")
    assert "known: Placed, Processing, Fulfilled, Canceled" in message
