"""The page of a catalog item: what it adds up to, what it costs, what it leads to."""

import re
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from contoso.console.item_page import arithmetic
from contoso.console.tests.item_pages import address_of, page_of, stock
from projections import tasks
from projections.tests.operators import settle, signed_in
from projections.tests.past import leave_behind
from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId
from tokens.domain.minting.commands import Mint, VoidMintRequest
from tokens.domain.ordering.commands import CancelOrder, PlaceOrder, ReturnOrder, VoidOrder
from tokens.domain.ports import Origin
from tokens.domain.token.commands import RedeemToken, VoidToken
from tokens.domain.token.identifier import TokenId
from tokens.tests.harness import PostgresHarness

STATES = ("Reserved", "Activated", "Redeemed", "Voided")
ORIGIN = Origin("test", None, "tester")


@pytest.fixture
def harness(settings):
    leave_behind()
    settings.POSITION_WAIT_SECONDS = 0
    return PostgresHarness()


@pytest.fixture
def busy(harness):
    """Everything that can happen to tokens has happened to some of a hundred and ten."""
    mint = harness.mint(100)
    fate = {
        PlaceOrder: harness.order(10, activate=False),
        "active": harness.order(20),
        CancelOrder: harness.order(5),
        ReturnOrder: harness.order(6),
        VoidOrder: harness.order(7),
    }
    for command in (CancelOrder, ReturnOrder, VoidOrder):
        harness.run(command(fate[command]))
    active = [n for n in range(100) if harness.token(mint, n).state == "Activated"]
    for sequence in active[:3]:
        harness.run(RedeemToken(TokenId(mint, sequence), account_id=AccountId("ada")))
    free = [n for n in range(100) if harness.token(mint, n).state == "Circulated"]
    harness.run(VoidToken(TokenId(mint, free[0])))
    gone = harness.mint(10)
    harness.run(VoidMintRequest(gone))
    tasks.catch_up()
    states = Counter(harness.states(mint, 100) + harness.states(gone, 10))
    return harness.item, states


@pytest.mark.django_db(transaction=True)
class TestArithmetic:
    def test_is_that_of_the_write_side(self, busy):
        item, states = busy
        assert set(states) == {"Circulated", *STATES}
        lines = arithmetic(stock(item))
        assert [line.number for line in lines] == [
            *(110, states["Reserved"], states["Activated"], states["Redeemed"]),
            *(states["Voided"], states["Circulated"]),
        ]
        minted, *less, left = [line.number for line in lines]
        assert minted - sum(less) == left

    def test_is_shown_as_it_is_computed(self, busy):
        item, states = busy
        told = page_of(signed_in("ann", "Operator"), item)
        shown = told.split("console-sum")[1].split("</table>")[0]
        lines = re.findall(r">([a-z: ]+)(?:</span>)*</th><td [^>]+>(\d+)<", shown)
        assert lines == [
            ("minted", "110"),
            *((name.lower(), str(states[name])) for name in STATES),
            ("in circulation: the stock", str(states["Circulated"])),
        ]

    def test_what_is_not_released_yet_is_no_stock(self, harness):
        harness.execute(Mint(MintRequestId(uuid4()), harness.item, 3_000_000))
        while not stock(harness.item).minted:
            assert harness.bus.deliver(1)
            tasks.catch_up()
        lines = arithmetic(stock(harness.item))
        unreleased, stocked = lines[1], lines[-1]
        assert unreleased.name == "minted, not released yet"
        assert (unreleased.number, stocked.number) == (stock(harness.item).minted, 0)


@pytest.mark.django_db(transaction=True)
class TestPage:
    @pytest.fixture
    def item(self, harness):
        """A billion tokens and an order of a million, both of today."""
        item = CatalogId(harness.item)
        for command in (
            Mint(MintRequestId(uuid4()), item, 1_000_000_000),
            PlaceOrder(OrderId(uuid4()), item, AccountId("northwind"), 1_000_000),
        ):
            application().bus.execute(command, ORIGIN)
            settle()
        return item

    def test_tells_all_in_few_queries(self, item, django_assert_max_num_queries):
        ann = signed_in("ann", "Operator")
        with django_assert_max_num_queries(15):
            told = page_of(ann, item)
        assert "1,000,000,000" in told
        assert "999,000,000" in told
        assert "up to date" in told
        assert "at the rate of the last 7 days (1,000,000 sold)" in told
        for title in ("mint requests", "orders", "print jobs", "edits"):
            assert f"The latest {title}</h2>" in told

    def test_every_link_of_it_opens(self, item):
        ann = signed_in("ann", "Operator")
        for table in ann.get(address_of(item)).context["item"]["tables"]:
            assert ann.get(table.more).status_code == 200, table.title
        minted = ann.get(
            reverse("admin:projections_mintrequest_changelist"), {"catalog_id": item}
        )
        assert minted.content.decode().count("1,000,000,000 of") == 1
        mint = ann.get(ann.get(address_of(item)).context["item"]["mint"]).content.decode()
        assert f'value="{item}" selected' in mint

    def test_numbers_that_are_behind_say_so(self, item):
        assert "The numbers are behind" not in page_of(signed_in("ann", "Operator"), item)
        application().bus.execute(
            PlaceOrder(OrderId(uuid4()), CatalogId(item), AccountId("northwind"), 5),
            ORIGIN,
        )
        told = page_of(signed_in("vera", "Viewer"), item)
        assert "The numbers are behind: 1 event of the last" in told
        assert "up to date" not in told

    def test_the_refreshed_part_leaves_the_form_alone(self, item):
        told = page_of(signed_in("ann", "Operator"), item, "?period=days")
        numbers, form = told.split('id="item"')[1].split("<form", 1)
        assert f'hx-get="{address_of(item)}?period=days"' in numbers
        assert 'hx-select="#item"' in numbers
        assert 'name="low_stock_threshold"' in form

    def test_the_latest_are_found_by_an_index(self, item):
        for table in ("mintrequest", "order", "printjob"):
            statement = (
                f"EXPLAIN SELECT * FROM projections_{table} WHERE catalog_id = 'card' "  # noqa: S608
                "ORDER BY created_on DESC LIMIT 10"
            )
            with connection.cursor() as cursor:
                cursor.execute("SET enable_bitmapscan = off")
                cursor.execute("SET enable_seqscan = off")
                cursor.execute(statement)
                plan = "\n".join(line for (line,) in cursor.fetchall())
                cursor.execute("RESET ALL")
            assert "_of_item" in plan
            assert "Sort" not in plan
