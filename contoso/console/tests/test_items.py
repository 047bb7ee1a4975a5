"""Catalog items: the list, the warnings, and the edits."""

import pytest
from django.contrib.admin.utils import quote
from django.urls import reverse

from contoso.console.stock import LOW, by_item, items_with_stock
from contoso.console.tests.item_pages import address_of, page_of, stock
from projections.models import CatalogItemCounts
from projections.tests.operators import signed_in
from tokens.adapters.postgres.item_edits import subject_of
from tokens.models import CatalogItem, OperatorCommand

FORM = {"id": "card", "name": "Card", "description": "", "active": "on"}
LIST = "admin:tokens_catalogitem_changelist"


def counted(item, circulated, threshold, **more):
    """An item with so many tokens in stock."""
    CatalogItem.objects.create(id=item, name="Card", low_stock_threshold=threshold, **more)
    CatalogItemCounts.objects.create(
        catalog_id=item, minted=circulated, circulated=circulated, position=1
    )


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
        subject = subject_of("card")
        commands = OperatorCommand.objects.filter(subject=subject)
        assert [row.command for row in commands] == [
            *("ChangeCatalogItem", "ChangeCatalogItem", "CreateCatalogItem")
        ]

    def test_are_the_history_of_an_item(self, ann):
        self.edit(ann, name="A card")
        history = reverse("admin:tokens_catalogitem_history", args=[quote("card")])
        told = ann.get(history, follow=True).content.decode()
        assert "CreateCatalogItem" in told
        assert "ChangeCatalogItem" in told

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
