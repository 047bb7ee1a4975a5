"""Catalog items: the list, the warnings, the edits, and the page of one."""

import re
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from contoso.console.item_page import arithmetic, subject_of
from contoso.console.stock import LOW, by_item, items_with_stock, stock_of
from projections import tasks
from projections.models import CatalogItemCounts
from projections.tests.operators import settle, signed_in
from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId
from tokens.domain.minting.commands import Mint, VoidMintRequest
from tokens.domain.ordering.commands import CancelOrder, PlaceOrder, ReturnOrder, VoidOrder
from tokens.domain.ports import Origin
from tokens.domain.token.commands import RedeemToken, VoidToken
from tokens.domain.token.identifier import TokenId
from tokens.models import CatalogItem, OperatorCommand
from tokens.tests.harness import PostgresHarness

STATES = ("Reserved", "Activated", "Redeemed", "Voided")
ORIGIN = Origin("test", None, "tester")
FORM = {"id": "card", "name": "Card", "description": "", "active": "on"}
LIST = "admin:tokens_catalogitem_changelist"


def page_of(client, item, query=""):
    return client.get(address_of(item) + query).content.decode()


def address_of(item):
    return reverse("admin:tokens_catalogitem_change", args=[item])


def stock(item):
    return stock_of(items_with_stock().get(pk=item))


def counted(item, circulated, threshold, **more):
    """An item with so many tokens in stock."""
    CatalogItem.objects.create(id=item, name="Card", low_stock_threshold=threshold, **more)
    CatalogItemCounts.objects.create(
        catalog_id=item, minted=circulated, circulated=circulated, position=1
    )


@pytest.fixture
def harness(settings):
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
        for title in ("mint requests", "orders", "print jobs", "edits by operators"):
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


@pytest.mark.django_db
class TestWarnings:
    @pytest.mark.parametrize(
        ("circulated", "threshold", "active", "is_low"),
        [
            (999, 1_000, True, True),
            (1_000, 1_000, True, False),
            (0, 1, True, True),
            (0, None, True, False),
            (999, 1_000, False, False),
        ],
    )
    def test_are_of_active_items_below_their_threshold(
        self, circulated, threshold, active, is_low
    ):
        counted("scarce", circulated, threshold, active=active)
        assert stock("scarce").is_low == is_low
        assert items_with_stock().filter(LOW, pk="scarce").exists() == is_low

    def test_an_item_that_was_never_minted_is_low(self):
        CatalogItem.objects.create(id="new", name="New", low_stock_threshold=1)
        assert stock("new").is_low

    def test_are_on_home_on_the_list_and_on_the_page(self):
        counted("scarce", 1_234, 5_000)
        counted("plenty", 10**9, 5_000)
        ann = signed_in("ann", "Operator")
        home = ann.get("/admin/")
        (note,) = (n for n in home.context["home"]["attention"] if n.title == "Low stock")
        assert (note.figure, note.detail, note.worries) == ("1", "scarce", True)
        assert home.content.decode().count("console-low") == 1
        listed = ann.get(note.link).content.decode()
        assert ("Low: below 5,000" in listed, "plenty" in listed) == (True, False)
        assert "1,234 in stock, fewer than 5,000" in page_of(ann, "scarce")
        assert "Stock is low" not in page_of(ann, "plenty")


@pytest.mark.django_db
class TestList:
    def test_costs_the_same_however_many_items(self, django_assert_num_queries):
        ann = signed_in("ann", "Operator")
        counted("a0", 10**9, None)
        ann.get(reverse(LIST))
        queries = []
        for count in (1, 40):
            for number in range(count):
                counted(f"b{count}-{number:02}", 10**9, 10**10)
            with django_assert_num_queries(len(queries[0]) if queries else 6) as captured:
                told = ann.get(reverse(LIST)).content.decode()
            queries.append(captured.captured_queries)
        assert '<div class="console-number">1,000,000,000</div>' in told

    def test_is_sorted_by_stock(self):
        CatalogItem.objects.all().delete()
        counted("few", 5, None)
        counted("many", 50, None)
        found = signed_in("ann", "Operator").get(reverse(LIST), {"o": "-5"})
        assert [item.pk for item in found.context["cl"].result_list] == ["many", "few"]

    def test_home_shows_those_of_which_most_were_minted(self):
        CatalogItemCounts.objects.all().delete()
        for number in range(10):
            counted(f"n{number}", number, None)
        assert [item.minted for item in by_item()] == [9, 8, 7, 6, 5, 4, 3, 2]


@pytest.mark.django_db
class TestEdits:
    @pytest.fixture
    def ann(self):
        ann = signed_in("ann", "Operator")
        add = reverse("admin:tokens_catalogitem_add")
        assert ann.post(add, {**FORM, "low_stock_threshold": "1,000"}).status_code == 302
        return ann

    def edit(self, client, **changes):
        form = {**FORM, "low_stock_threshold": "1 000", **changes}
        return client.post(address_of("card"), form)

    def test_count_the_version_up(self, ann):
        self.edit(ann, name="A card", active="")
        item = CatalogItem.objects.get(pk="card")
        assert (item.name, item.active, item.version) == ("A card", False, 2)
        assert item.low_stock_threshold == 1_000

    def test_are_told_with_what_was_before(self, ann):
        self.edit(ann, low_stock_threshold="2'500")
        self.edit(ann, low_stock_threshold="")
        told = page_of(ann, "card")
        assert "low stock threshold: 1,000 → 2,500<" in told
        assert "low stock threshold: 2,500 → none<" in told
        subject = subject_of(CatalogItem.objects.get(pk="card"))
        commands = OperatorCommand.objects.filter(subject=subject)
        assert [row.command for row in commands] == [
            *("ChangeCatalogItem", "ChangeCatalogItem", "CreateCatalogItem")
        ]

    def test_of_nothing_leave_no_trace(self, ann):
        self.edit(ann)
        assert CatalogItem.objects.get(pk="card").version == 1
        assert OperatorCommand.objects.filter(command="ChangeCatalogItem").count() == 0

    @pytest.mark.parametrize("threshold", ["0", "-5", "ten", "1" * 40])
    def test_of_a_threshold_that_is_none_are_refused(self, ann, threshold):
        page = self.edit(ann, low_stock_threshold=threshold)
        assert "Write a whole number" in page.content.decode()
        assert CatalogItem.objects.get(pk="card").low_stock_threshold == 1_000

    def test_are_not_for_viewers(self, ann):
        vera = signed_in("vera", "Viewer")
        assert self.edit(vera, name="Mine").status_code == 403
        told = page_of(vera, "card")
        assert "The latest orders</h2>" in told
        assert ('name="name"' in told, "mintrequest/add" in told) == (False, False)
        assert signed_in("nils", "Nobody").get(address_of("card")).status_code == 403


def test_an_edit_of_an_old_page_undoes_nothing(db):
    CatalogItem.objects.create(id="card", name="Card")
    ann, bob = signed_in("ann", "Operator"), signed_in("bob", "Operator")
    form = {"name": "Card", "description": "", "active": "on", "seen": "1"}
    assert 'name="seen" value="1"' in page_of(ann, "card")
    assert ann.post(address_of("card"), {**form, "name": "Ann's"}).status_code == 302
    told = bob.post(address_of("card"), {**form, "description": "Bob's"}).content.decode()
    assert "Somebody has changed this item" in told
    item = CatalogItem.objects.get(pk="card")
    assert (item.name, item.description, item.version) == ("Ann's", "", 2)
