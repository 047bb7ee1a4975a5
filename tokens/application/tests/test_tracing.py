"""The trace: a line for each message, and one for what was rolled back."""

import logging
from uuid import uuid4

import pytest

from tokens.domain.errors import InvalidCatalogItemError
from tokens.domain.ids import CatalogId, OrderId
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import PlaceOrder
from tokens.tests.harness import NORTHWIND


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.DEBUG, "tokens.bus")
    return lambda: [record.getMessage().split() for record in caplog.records]


def test_tells_what_was_handled_recorded_and_sent_and_by_what(harness, lines):
    order = OrderId(uuid4())
    harness.execute(PlaceOrder(order, harness.item, NORTHWIND, 1))
    harness.deliver()
    placing = ["handled", "recorded", "sent", "sent"]
    assert [words[0] for words in lines()][:4] == placing
    placed, event, sent, _, delivered, *_ = lines()
    assert placed[:3] == ["handled", "PlaceOrder", f"order-{order}"]
    assert event[:3] == ["recorded", "OrderPlaced", f"order-{order}@0"]
    assert event[4] == sent[4] == delivered[4] == f"cause={placed[3].removeprefix('id=')}"
    assert delivered[:4] == ["handled", "FulfillOrder", *sent[2:4]]
    assert {words[5] for words in lines()} == {"correlation=test"}


def test_tells_what_was_undone(harness, lines):
    with pytest.raises(InvalidCatalogItemError):
        harness.execute(Mint(uuid4(), CatalogId("unknown"), 1))
    (told,) = lines()
    assert told[:2] == ["undone", "Mint"]
    assert told[-2:] == ["correlation=test", "by=InvalidCatalogItemError"]


def test_costs_nothing_unless_somebody_looks(harness, caplog):
    caplog.set_level(logging.INFO, "tokens.bus")
    harness.mint(1)
    assert caplog.records == []
