"""python-odata: classes made of $metadata at run time."""

import pytest
import requests
from odata import ODataService
from odata.exceptions import ODataError
from odata.flags import ODataServerFlags

from contoso.tests.waiting import eventually


@pytest.fixture(scope="module")
def northwind(partner):
    return partner("python-odata")


@pytest.fixture
def session(northwind):
    with requests.Session() as session:
        session.auth = (northwind.credentials["id"], northwind.credentials["secret"])
        yield session


@pytest.fixture
def service(northwind, session):
    return ODataService(
        northwind.root,
        session=session,
        reflect_entities=True,
        quiet_progress=True,
        # Otherwise it sends null for whatever was not set.
        server_flags=ODataServerFlags(skip_null_properties=True),
    )


@pytest.fixture
def order(service):
    orders = service.entities["Orders"]
    for verb in ("Deactivate", "Void"):
        # Described anew without its result: that it is an entity is more than it can read.
        described = {"name": f"Contoso.{verb}", "parameters": {}}
        setattr(orders, verb, type(verb, (service.Action,), described)())
    return orders


def test_lists_with_filter_order_and_paging(northwind, service, order):
    for quantity in (100, 101, 102, 103):
        northwind.fulfilled(quantity)
    matching = (
        service.query(order)
        .filter(order.catalogId == northwind.item)
        .filter(order.quantity > 100)
        .order_by(order.quantity.desc())
    )
    eventually(matching.all, lambda found: len(found) == 3)
    page = matching.offset(1).limit(2).all()
    assert [each.quantity for each in page] == [102, 101]


def test_follows_links_to_further_pages(northwind, service, session):
    tokens = service.entities["Tokens"]
    bought = northwind.fulfilled(120)["id"]
    mine = service.query(tokens).filter(tokens.orderId == bought)
    session.headers["Prefer"] = "odata.maxpagesize=50"
    assert len(eventually(mine.all, lambda found: len(found) == 120)) == 120


def test_reads_one(northwind, service, order):
    known = northwind.fulfilled(1)
    found = service.query(order).get(known["id"])
    assert found.quantity == 1
    assert found.state == service.types["Contoso.OrderState"].Fulfilled


def test_creates(northwind, service, order):
    # It leaves computed properties out of what it sends, then stumbles over a key it left out.
    order.id.is_computed_value = False
    wanted = order()
    wanted.catalogId, wanted.quantity = northwind.item, 2
    service.save(wanted)
    assert wanted.id
    assert northwind.http.look(f"Orders({wanted.id})").expect(200).json["quantity"] == 2


def test_acts_with_an_entity_tag(northwind, service, session, order):
    known = northwind.fulfilled(1)
    found = service.query(order).get(known["id"])
    session.headers["If-Match"] = known["@odata.etag"]
    found.Deactivate()
    later = known["version"] + 1
    eventually(
        lambda: northwind.http.look(f"Orders({found.id})").json["version"],
        lambda version: version == later,
    )


def test_is_refused_a_stale_entity_tag(northwind, service, session, order):
    known = northwind.fulfilled(1)
    found = service.query(order).get(known["id"])
    session.headers["If-Match"] = known["@odata.etag"]
    found.Deactivate()
    with pytest.raises(ODataError, match="HTTP 412"):
        found.Void()
