"""The home page: its figures, their links, what it costs, and who sees what."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from api import attempts
from contoso.console import activity, stock
from projections import tasks
from projections.models import Activity, CatalogItemCounts, Lot
from projections.tests.operators import settle, signed_in
from projections.tests.past import leave_behind
from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import PlaceOrder
from tokens.domain.ports import Origin
from tokens.domain.token.commands import RedeemToken
from tokens.domain.token.identifier import TokenId
from tokens.models import CatalogItem

ORIGIN = Origin("test", None, "tester")
HOME = "/admin/"


def execute(command):
    application().bus.execute(command, ORIGIN)


@pytest.fixture
def card(db):
    """A billion tokens of an item, some ordered, one redeemed, one order waiting."""
    leave_behind()
    item = CatalogId(f"item-{uuid4().hex[:8]}")
    CatalogItem.objects.create(id=item, name="Card")
    mint, order = MintRequestId(uuid4()), OrderId(uuid4())
    execute(Mint(mint, item, 1_000_000_000))
    settle()
    execute(PlaceOrder(order, item, AccountId("northwind"), 1_000))
    settle()
    execute(RedeemToken(_first_of(order), account_id=AccountId("ada")))
    execute(PlaceOrder(OrderId(uuid4()), item, AccountId("fabrikam"), 2_000_000_000))
    settle()
    return item


def _first_of(order):
    lot = Lot.objects.filter(order_id=order).earliest("start")
    return TokenId(MintRequestId(lot.mint_request_id), lot.start)


def told(client, query=""):
    return client.get(HOME + query).content.decode()


@pytest.mark.django_db(transaction=True)
class TestHome:
    def test_tells_what_there_is_in_few_queries(self, card, django_assert_max_num_queries):
        ann = signed_in("ann", "Operator")
        with django_assert_max_num_queries(17):
            page = told(ann)
        assert "1,000,000,000" in page
        assert "999,999,000 circulated, 0 reserved, 999 activated, 1 redeemed" in page
        assert "up to date" in page
        assert 'hx-select="#home"' in page

    @pytest.mark.parametrize("period", ["hours", "days", "months", "nonsense"])
    def test_charts_add_up_in_every_period(self, card, period):
        page = signed_in("ann", "Operator").get(f"{HOME}?period={period}")
        charts = activity.charts(activity.period_of(period), timezone.now(), card)
        assert [chart.total for chart in charts] == [1_000_000_000, 1_000, 1]
        assert page.status_code == 200

    def test_every_figure_links_to_a_list_that_opens(self, card):
        ann = signed_in("ann", "Operator")
        notes = ann.get(HOME).context["home"]["attention"]
        assert [note.title for note in notes] == [
            *("Orders waiting", "Low stock", "Approvals", "Dead letters"),
            *("Parked streams", "Messages", "Wrong codes"),
        ]
        for note in notes:
            assert ann.get(note.link).status_code == 200
        waiting = notes[0]
        assert (int(waiting.figure) >= 1, waiting.worries) == (True, True)

    def test_a_running_mint_is_shown(self, card):
        execute(Mint(MintRequestId(uuid4()), CatalogId(card), 3_000_000))
        tasks.catch_up()
        page = told(signed_in("ann", "Operator"))
        assert "Being minted" in page
        assert "0 of 3,000,000 (0&nbsp;%)" in page

    def test_a_read_model_that_is_behind_is_told(self, card):
        execute(Mint(MintRequestId(uuid4()), CatalogId(card), 3_000_000))
        assert "1 events and" in told(signed_in("ann", "Operator"))


@pytest.mark.django_db
class TestWhoSees:
    def test_nobody_of_no_group(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("new", is_staff=True))
        assert "You may not see anything yet" in told(client)

    def test_the_first_steps_where_there_are_no_tokens(self):
        CatalogItemCounts.objects.all().delete()
        page = told(signed_in("ann", "Operator"))
        assert reverse("admin:tokens_catalogitem_add") in page
        assert reverse("admin:projections_mintrequest_add") in page


@pytest.mark.django_db
class TestStock:
    def test_lasts_as_long_as_the_last_week_tells(self):
        now = timezone.now()
        CatalogItemCounts.objects.all().delete()
        CatalogItem.objects.create(id="card", name="Card")
        CatalogItemCounts.objects.create(
            catalog_id="card", minted=900, circulated=700, reserved=200, position=1
        )
        hour = now.replace(minute=0, second=0, microsecond=0)
        for days, many in ((1, 30), (6, 40), (8, 999)):
            Activity.objects.create(
                catalog_id="card", hour=hour - timedelta(days=days), reserved=many
            )
        (item,) = stock.by_item()
        assert item.days == pytest.approx(700 * 7 / 70)
        Activity.objects.all().delete()
        assert stock.by_item()[0].lasts == "no sales in the last 7 days"


@pytest.mark.django_db
class TestPeriods:
    @pytest.mark.parametrize(
        ("name", "inside", "outside"),
        [
            ("hours", "2026-02-28T23:00", "2026-02-28T22:00"),
            ("days", "2026-01-31T00:00", "2026-01-30T23:00"),
            ("months", "2025-04-01T00:00", "2025-03-31T23:00"),
        ],
    )
    def test_begin_with_a_whole_span(self, name, inside, outside):
        now = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
        for at in (inside, outside):
            hour = datetime.fromisoformat(at).replace(tzinfo=UTC)
            Activity.objects.create(catalog_id="card", hour=hour, minted=5)
        minted, _, _ = activity.charts(activity.period_of(name), now, "card")
        assert [minted.total, minted.columns[0].count] == [5, 5]
        assert len(minted.columns) == activity.period_of(name).count


class TestWrongCodes:
    @pytest.fixture
    def counted(self, settings, redis_url):
        settings.COUNTERS = redis_url
        return attempts.Attempt("shop", None, "")

    def test_are_counted_by_hour(self, counted, monkeypatch):
        now = 3600.0 * (uuid4().int % 10**6)
        for hours in (0, 0, 1, 30):
            monkeypatch.setattr("api.attempts.time.time", lambda h=hours: now + 3600 * (30 - h))
            attempts.count_wrong(counted)
        monkeypatch.setattr("api.attempts.time.time", lambda: now + 3600 * 30)
        assert (attempts.wrong_codes(1), attempts.wrong_codes(24)) == (2, 3)

    def test_are_unknown_without_redis(self, settings):
        settings.COUNTERS = "redis://127.0.0.1:1"
        assert attempts.wrong_codes(24) is None
