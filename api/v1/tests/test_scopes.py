"""Access tokens with a few of a role's scopes: what they open, and how the rest is refused."""

import re

import pytest
from django.conf import settings

from api.models import Role
from api.scopes import HELD, Scope
from api.v1.mount import MOUNT
from api.v1.resources.scoped_resource import ScopedResource
from api.v1.tests.caller import error

BY_ORDER = "filter(order/state eq 'Fulfilled')/groupby((state))"
NARROW = [
    # scope, method, path, body, status
    ("orders.read", "GET", "Orders", None, 200),
    ("orders.read", "GET", "Orders?$expand=catalogItem", None, "catalog.read"),
    ("orders.read", "GET", "Orders?$expand=*", None, 200),
    ("orders.read", "GET", "Orders?$filter=catalogItem/active", None, "catalog.read"),
    ("orders.read", "GET", "Orders({order})/tokens", None, "codes.read"),
    ("orders.read", "GET", "Orders({order})/tokens/$count", None, "codes.read"),
    ("orders.read", "GET", "Orders?$filter=tokens/any()", None, "codes.read"),
    ("orders.read", "POST", "Orders({order})/Return", None, "orders.write"),
    ("orders.read", "DELETE", "Orders({order})", None, "orders.write"),
    ("codes.read", "GET", "Orders({order})/tokens", None, "orders.read"),
    ("orders.read codes.read", "GET", "Orders({order})/tokens", None, 200),
    ("printing.read", "GET", "PrintJobs({job})/package", None, "codes.read"),
    ("codes.read", "GET", "PrintJobs({job})/package", None, 200),
    ("tokens.read", "POST", "Tokens/Redeem", {"code": "x"}, "tokens.redeem"),
    (
        "tokens.read",
        "GET",
        "Tokens?$apply=filter(order/state eq 'Fulfilled')/groupby((state))",
        None,
        "orders.read",
    ),
]


@pytest.fixture
def bearer(northwind):
    """Make northwind come with a token of some scopes instead of its secret."""

    def use(scope):
        northwind.authorization = northwind.bearer(scope)
        return northwind

    return use


@pytest.mark.parametrize(("scope", "method", "path", "body", "expected"), NARROW)
def test_opens_what_its_scopes_open(bearer, names, scope, method, path, body, expected):
    caller = bearer(scope)
    answer = caller.send(method, path.format(**names), body, If_Match="*")
    if isinstance(expected, int):
        assert answer.status_code == expected, answer.content
        return
    assert answer.status_code == 403, answer.content
    assert answer.headers["WWW-Authenticate"] == (
        f'Bearer realm="Contoso Tokens", error="insufficient_scope", scope="{expected}"'
    )
    theirs = Scope(expected) in HELD["partner"]
    assert ("lacks the scope" if theirs else "role partner") in error(answer)["message"]


def test_a_star_leaves_out_what_the_scopes_do_not_open(bearer, names):
    (order,) = bearer("orders.read").get("Orders?$expand=*").json()["value"]
    assert "tokens" not in order
    assert "catalogItem" not in order


def test_the_requests_of_a_batch_have_the_scopes_of_its_token(bearer, names):
    requests = [
        {"id": "1", "method": "get", "url": "Orders"},
        {"id": "2", "method": "delete", "url": f"Orders({names['order']})"},
    ]
    answer = bearer("orders.read").post(
        "$batch", {"requests": requests}, Prefer="continue-on-error"
    )
    read, written = answer.json()["responses"]
    assert (read["status"], written["status"]) == (200, 403)
    assert (
        'scope="orders.write"'
        in {k.lower(): v for k, v in written["headers"].items()}["www-authenticate"]
    )


def test_every_operation_needs_a_scope_that_somebody_holds():
    needed = {
        scope
        for resource in (*MOUNT.sets.values(), *MOUNT.related.values())
        if isinstance(resource, ScopedResource)
        for scope in resource.scopes.values()
    }
    assert needed == set(Scope)
    assert set().union(*HELD.values()) == set(Scope)


def test_the_documentation_tells_of_each_scope():
    told = (settings.BASE_DIR / "docs" / "security.md").read_text()
    rows = [row.split("|") for row in told.splitlines() if row.startswith("  | `")]
    for column, role in enumerate((Role.OPERATOR, Role.PARTNER, Role.STOREFRONT), 2):
        found = {
            name
            for row in rows
            if row[column].strip() == "yes"
            for name in re.findall(r"`([a-z]+\.[a-z]+)`", row[1])
        }
        assert found == HELD[role]


def test_a_secret_lacks_no_scope_and_is_told_of_its_role(shop):
    answer = shop.get("Orders")
    assert answer.status_code == 403
    assert "WWW-Authenticate" not in answer.headers
    assert "role storefront" in error(answer)["message"]


def test_a_wrong_token_is_told_so(northwind):
    northwind.authorization = "Bearer nonsense"
    answer = northwind.get("Orders")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].endswith(', error="invalid_token"')
