"""From minting to redeeming: the calls of REFERENCE.md's table, one after the other."""

from api.v1.tests.caller import codes, settle


def test_a_token_is_minted_ordered_and_redeemed(operator, northwind, shop, card):
    mint = operator.post("MintRequests", {"catalogId": card, "quantity": 20})
    assert mint.status_code == 201, mint.content
    assert mint.json()["state"] == "Started"
    settle()
    again = operator.get(mint.headers["Location"]).json()
    assert (again["state"], again["minted"]) == ("Completed", 20)

    order = northwind.post("Orders", {"catalogId": card, "quantity": 3})
    assert order.status_code == 201, order.content
    settle()
    path = f"Orders({order.json()['id']})"
    assert northwind.get(path).json()["state"] == "Fulfilled"
    first, *_ = shown = codes(northwind, order.json()["id"])
    assert len(set(shown)) == 3

    redeemed = shop.post("Tokens/Redeem", {"code": first.lower(), "accountId": "ann"})
    assert redeemed.status_code == 200, redeemed.content
    token = redeemed.json()
    assert (token["state"], token["redeemedByAccountId"], token["version"]) == (
        "Redeemed",
        "ann",
        4,
    )
    assert "code" not in token
    settle()
    read = shop.get(f"Tokens('{token['id']}')")
    assert read.status_code == 200, read.content
    assert read.json() == token
    refused = shop.post("Tokens/Redeem", {"code": first})
    assert (refused.status_code, refused.json()["error"]["code"]) == (
        409,
        "TokenAlreadyRedeemed",
    )
