"""What is another's does not exist: no door, option, batch or refusal tells of it."""

import json
from uuid import uuid4

import pytest

from api.v1.mount import MOUNT
from api.v1.tests.caller import codes, settle
from api.v1.tests.doors import call, in_json, undone
from api.v1.tests.matrix import COLUMNS, rows, ways
from tokens.domain.token.identifier import TokenId

DOORS, WAYS = rows(), ways()
IDS = ("mint", "order", "job", "monitor", "token", "certificate", "item")
SETS = [each.name for each in MOUNT.model.sets]


@pytest.fixture
def others(things):
    """As many ids of what does not exist."""
    strange = {name: str(uuid4()) for name in ("mint", "order", "job", "monitor")}
    return {
        **things,
        **strange,
        "token": str(TokenId(uuid4(), 1)),
        "certificate": "0" * 40,
        "item": "nothing",
    }


@pytest.mark.parametrize("tag", [None, "*", 'W/"1"', 'W/"99"'])
@pytest.mark.parametrize("name", ["northwind", "fabrikam", "shop"])
def test_what_is_anothers_is_answered_like_what_is_not(name, tag, callers, things, others):
    """Byte for byte, but for the id itself."""
    for door in (each for each in DOORS if "{" in each):
        if DOORS[door][COLUMNS.index(name)] not in {403, 404}:
            continue
        seen = []
        for ids in (things, others):
            with undone():
                answer = call(callers[name], door, ids, If_Match=tag)
                batched = in_json(callers[name], door, ids)
            seen.append(_but_for_ids(answer, batched, ids))
        assert seen[0] == seen[1], door


def _but_for_ids(answer, batched, ids):
    text = json.dumps([answer.content.decode(), batched])
    for name in IDS:
        text = text.replace(ids[name], name)
    headers = {k: v for k, v in answer.items() if k != "Content-Length"}
    return answer.status_code, headers, text


def asking(way):
    """Return $expand, $filter and $apply that follow a navigation."""
    entity_set, _, name = way.partition("/")
    declared = MOUNT.sets[entity_set].entity_set.type.navigation_names.find(name)
    there = f"{name}/any()" if declared.collection else f"{name}/id ne null"
    return (
        f"{entity_set}?$expand={name}",
        f"{entity_set}?$expand={name}/$ref",
        f"{entity_set}?$filter={there}",
        f"{entity_set}/$count?$filter={there}",
        f"{entity_set}?$apply=filter({there})/aggregate($count as n)",
    )


def test_every_navigation_has_a_row():
    declared = {
        f"{each.name}/{way.name}" for each in MOUNT.model.sets for way in each.type.navigations
    }
    assert declared == set(WAYS)


@pytest.mark.parametrize(("column", "name"), list(enumerate(("operator", "northwind", "shop"))))
def test_options_lead_no_further_than_doors(column, name, callers, things):
    asked = {each: row[column] for way, row in WAYS.items() for each in asking(way)}
    found = {each: callers[name].get(each).status_code for each in asked}
    assert found == asked


@pytest.mark.parametrize("name", ["fabrikam", "kiosk"])
def test_nothing_that_is_read_shows_what_is_anothers(name, callers, things):
    secret = {value for key, value in things.items() if key != "item"}
    asked = [path for way in WAYS for path in asking(way)]
    for entity_set in SETS:
        asked += [
            entity_set,
            f"{entity_set}?$count=true&$top=0",
            f"{entity_set}?$search=card",
            f"{entity_set}?$apply=aggregate($count as n)",
            f"{entity_set}?$expand=*",
        ]
    asked += [
        f"Orders?$filter=id eq {things['order']}",
        f"Tokens?$filter=orderId eq {things['order']}",
        f"Tokens?$filter=id eq '{things['token']}'",
        f"Tokens?$filter=mintRequestId eq {things['mint']}",
        f"Certificates?$filter=id eq '{things['certificate']}'",
        "Orders?$filter=billingAccountId eq 'nw'",
    ]
    for path in asked:
        answer = callers[name].get(path)
        told = answer.content.decode()
        if answer.status_code == 200 and not path.startswith("CatalogItems"):
            assert _nothing(told), (path, told)
        assert not [each for each in secret if each in told.replace(path, "")], path


def _nothing(told):
    if told == "0":
        return True
    found = json.loads(told)
    counts = [found.get("@odata.count", 0), *(each.get("n") for each in found["value"])]
    return not any(counts) and None not in counts


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
