"""The projector of activity: sums by hour and item, however the log is cut into batches."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Sum

from projections.models import Activity, CatalogItemCounts
from projections.projectors.activity import ACTIVITY
from projections.projectors.tokens import TOKENS
from projections.tests.histories import ACCOUNTS, CARD, GAME, History

pytestmark = pytest.mark.django_db
WHAT = ("minted", "reserved", "activated", "redeemed", "voided")


@pytest.fixture(params=[1, 7, 1000])
def projected(request):
    """What the projector makes of a history, in batches."""

    def project(history, projection=ACTIVITY):
        for first in range(0, len(history.events), request.param):
            projection.apply(history.events[first : first + request.param])

    return project


def told(item):
    rows = Activity.objects.filter(catalog_id=item).order_by("hour")
    return [(row.hour, *(getattr(row, what) for what in WHAT)) for row in rows]


def test_counts_by_item_and_hour(projected):
    history = History()
    first = history.clock.now().replace(minute=0, second=0, microsecond=0)
    mint = history.mint(100)
    history.mint(20, GAME)
    history.order(10)
    history.clock.advance(timedelta(hours=2))
    history.order(30, ACCOUNTS[1], activate=False)
    history.redeem(mint, 1, 2, 3)
    projected(history)
    later = first + timedelta(hours=2)
    assert told(CARD) == [(first, 100, 10, 10, 0, 0), (later, 0, 30, 0, 3, 0)]
    assert told(GAME) == [(first, 20, 0, 0, 0, 0)]


def test_agrees_with_the_counts_of_items(projected, history):
    projected(history)
    projected(history, TOKENS)
    for counts in CatalogItemCounts.objects.all():
        sums = Activity.objects.filter(catalog_id=counts.catalog_id).aggregate(
            minted=Sum("minted"), redeemed=Sum("redeemed"), voided=Sum("voided")
        )
        for what, many in sums.items():
            assert getattr(counts, what) == many


@pytest.mark.parametrize(
    ("at", "hour"),
    [("23:59:59.999999", 23), ("00:00:00", 0), ("12:00:00", 12), ("12:59:59.999999", 12)],
)
def test_an_hour_begins_with_its_first_microsecond(at, hour):
    history = History()
    history.mint(5)
    moment = datetime.fromisoformat(f"2026-02-28T{at}").replace(tzinfo=UTC)
    moved = [event._replace(recorded_on=moment) for event in history.events]
    ACTIVITY.apply(moved)
    assert {row.hour.hour for row in Activity.objects.all()} == {hour}
