"""Who may do what: every role at every door."""

import pytest

from api.v1.tests.caller import Caller, codes, error, recorded, settle
from tokens.tests.partners import P256

OPERATOR, OWNER, OTHER, SHOP, KIOSK = "operator", "northwind", "fabrikam", "shop", "kiosk"
DOORS = {
    # door: (method, path, body) → the status for operator, owner, other partner, storefront
    "list mints": ("GET", "MintRequests", None, (200, 403, 403, 403)),
    "count mints": ("GET", "MintRequests/$count", None, (200, 403, 403, 403)),
    "read mint": ("GET", "MintRequests({mint})", None, (200, 403, 403, 403)),
    "mint": (
        "POST",
        "MintRequests",
        {"catalogId": "card", "quantity": 1},
        (201, 403, 403, 403),
    ),
    "cancel mint": ("DELETE", "MintRequests({mint})", None, (409, 403, 403, 403)),
    "void mint": ("POST", "MintRequests({mint})/Void", None, (200, 403, 403, 403)),
    "list lots": ("GET", "Lots", None, (200, 403, 403, 403)),
    "list orders": ("GET", "Orders", None, (200, 200, 200, 403)),
    "read order": ("GET", "Orders({order})", None, (200, 200, 404, 403)),
    "order": (
        "POST",
        "Orders",
        {"catalogId": "card", "quantity": 1, "billingAccountId": "nw"},
        (201, 201, 403, 403),
    ),
    "cancel order": ("DELETE", "Orders({order})", None, (204, 204, 404, 403)),
    "activate order": ("POST", "Orders({order})/Activate", None, (200, 200, 404, 403)),
    "deactivate order": ("POST", "Orders({order})/Deactivate", None, (200, 200, 404, 403)),
    "return order": ("POST", "Orders({order})/Return", None, (200, 200, 404, 403)),
    "void order": ("POST", "Orders({order})/Void", None, (200, 200, 404, 403)),
    "codes": ("GET", "Orders({order})/Tokens", None, (200, 200, 404, 403)),
    "count codes": ("GET", "Orders({order})/Tokens/$count", None, (200, 200, 404, 403)),
    "list jobs": ("GET", "PrintJobs", None, (200, 200, 200, 403)),
    "count jobs": ("GET", "PrintJobs/$count", None, (200, 200, 200, 403)),
    "read job": ("GET", "PrintJobs({job})", None, (200, 200, 404, 403)),
    "print": (
        "POST",
        "PrintJobs",
        {"catalogId": "card", "quantity": 1, "billingAccountId": "nw"},
        (201, 201, 403, 403),
    ),
    "package": ("GET", "PrintJobs({job})/package", None, (200, 200, 404, 403)),
    "package as value": ("GET", "PrintJobs({job})/$value", None, (200, 200, 404, 403)),
    "package's head": ("HEAD", "PrintJobs({job})/$value", None, (200, 200, 404, 403)),
    "cancel job": ("DELETE", "PrintJobs({job})", None, (204, 204, 404, 403)),
    "confirm job": ("POST", "PrintJobs({job})/Confirm", None, (409, 409, 404, 403)),
    "print tokens": (
        "POST",
        "PrintJobs({job})/PrintTokens",
        {"first": "{token}"},
        (409, 409, 404, 403),
    ),
    "activate job": ("POST", "PrintJobs({job})/Activate", None, (200, 200, 404, 403)),
    "void job": ("POST", "PrintJobs({job})/Void", None, (200, 200, 404, 403)),
    "list certificates": ("GET", "Certificates", None, (200, 200, 200, 403)),
    "read certificate": ("GET", "Certificates('{certificate}')", None, (200, 200, 404, 403)),
    "upload certificate": (
        "POST",
        "Certificates",
        {"pem": P256.pem, "billingAccountId": "nw"},
        (201, 201, 403, 403),
    ),
    "list tokens": ("GET", "Tokens", None, (200, 200, 200, 200)),
    "read token": ("GET", "Tokens('{token}')", None, (200, 200, 404, 404)),
    "activate": ("POST", "Tokens('{token}')/Activate", None, (200, 200, 404, 403)),
    "deactivate": ("POST", "Tokens('{token}')/Deactivate", None, (200, 200, 404, 403)),
    "void": ("DELETE", "Tokens('{token}')", None, (204, 204, 404, 403)),
    "force": ("POST", "Tokens('{token}')/Void", {"force": True}, (200, 403, 403, 403)),
    "redeem": ("POST", "Tokens/Redeem", {"code": "{code}"}, (200, 403, 403, 200)),
    "list items": ("GET", "CatalogItems", None, (200, 200, 200, 403)),
    "read item": ("GET", "CatalogItems('card')", None, (200, 200, 200, 403)),
    "new item": ("POST", "CatalogItems", {"id": "b", "name": "B"}, (201, 403, 403, 403)),
    "change item": ("PATCH", "CatalogItems('card')", {"name": "C"}, (200, 403, 403, 403)),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("role", [0, 1, 2, 3])
def test_each_role_at_each_door(door, role, clients, names):
    method, path, body, expected = DOORS[door]
    filled = body and {
        k: v.format(**names) if isinstance(v, str) else v for k, v in body.items()
    }
    before = recorded()
    answer = Caller(clients[role]).send(
        method, path.format(**names), filled, **({} if method == "GET" else {"If_Match": "*"})
    )
    assert answer.status_code == expected[role], answer.content
    if answer.status_code >= 400:
        if method != "HEAD":
            error(answer)
        assert recorded() == before


@pytest.mark.parametrize("path", ["", "Orders", "Tokens", "Nowhere", "$metadata"])
def test_nobody_gets_nothing(path, clients, client):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert "HTTP Basic" in error(answer)["message"]


def test_a_wrong_secret_is_refused_alike(clients, operator):
    operator.authorization = "Basic b3BlcmF0b3I6d3Jvbmc="
    answer = operator.get("Orders")
    assert (answer.status_code, error(answer)["code"]) == (401, "Unauthorized")


def test_a_partner_counts_and_filters_only_what_is_its_own(fabrikam, northwind, ordered):
    assert fabrikam.get("Orders/$count").content == b"0"
    assert northwind.get("Orders/$count").content == b"1"
    hidden = fabrikam.get("Orders?$filter=billingAccountId eq 'nw'&$count=true").json()
    assert (hidden["value"], hidden["@odata.count"]) == ([], 0)
    assert fabrikam.get("Tokens/$count").content == b"0"
    assert northwind.get("Tokens/$count").content == b"10"


def test_a_storefront_reads_what_it_redeemed(shop, kiosk, northwind, ordered):
    token = shop.post("Tokens/Redeem", {"code": codes(northwind, ordered)[0]}).json()
    # At once, while no projection knows of it.
    assert shop.get(f"Tokens('{token['id']}')").json() == token
    assert kiosk.get(f"Tokens('{token['id']}')").status_code == 404
    settle()
    assert shop.get(f"Tokens('{token['id']}')").status_code == 200
    assert shop.get("Tokens/$count").content == b"1"
    assert kiosk.get(f"Tokens('{token['id']}')").status_code == 404
    assert kiosk.get("Tokens/$count").content == b"0"


def test_an_operator_orders_for_an_account_that_it_names(operator, minted):
    body = {"catalogId": "card", "quantity": 1}
    answer = operator.post("Orders", body)
    assert (answer.status_code, error(answer)["code"]) == (400, "AccountRequired")
    assert "billingAccountId" in error(answer)["message"]
    order = operator.created("Orders", body | {"billingAccountId": "nw"})
    assert order["billingAccountId"] == "nw"
