"""The event log's list: from the newest on, page by page, by every filter, along indexes."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy

from tokens.admin.log_times import first_position_since, last_position_until
from tokens.models import DeliveredMessage, Event
from tokens.tests.harness import PostgresHarness

LOG = reverse_lazy("admin:tokens_event_changelist")
FILL = """
    INSERT INTO tokens_event (position, stream, version, type, data, event_id,
                              correlation_id, causation_id, actor, recorded_on)
    SELECT nextval('tokens_position'), 'order-' || n / 4, n % 4,
           CASE n % 4 WHEN 0 THEN 'order.placed.v1' ELSE 'order.fell-short.v1' END,
           '{"shortage": 1}', gen_random_uuid(), 'c-' || n / 8, gen_random_uuid(), 'ann',
           '2026-01-01'::timestamptz + n * interval '1 minute'
    FROM generate_series(0, 19999) AS n
"""


@pytest.fixture
def filled(db):
    with connection.cursor() as cursor:
        cursor.execute(FILL)
        cursor.execute("ANALYZE tokens_event")


def positions(page):
    return [event.position for event in page.context["cl"].result_list]


def shown(page):
    return {(e.stream, e.type, e.correlation_id) for e in page.context["cl"].result_list}


class TestPaging:
    def test_goes_to_the_oldest_and_back(self, admin_client, filled):
        first = page = admin_client.get(LOG)
        seen = [positions(page)]
        for _ in range(3):
            page = admin_client.get(f"{LOG}{page.context['cl'].older_address}")
            seen.append(positions(page))
        everything = [position for each in seen for position in each]
        newest = Event.objects.order_by("-position").values_list("position", flat=True)
        assert everything == list(newest[:200])
        for expected in seen[2::-1]:
            page = admin_client.get(f"{LOG}{page.context['cl'].newer_address}")
            assert positions(page) == expected
        assert page.context["cl"].newer_address is None
        assert first.context["cl"].newer_address is None

    def test_ends_at_the_oldest(self, admin_client, filled):
        oldest = Event.objects.order_by("position").values_list("position", flat=True)[:51]
        page = admin_client.get(LOG, {"older-than": oldest[50]})
        assert positions(page) == list(oldest[:50])[::-1]
        assert page.context["cl"].older_address is None

    @pytest.mark.parametrize("place", ["x", "-1", "9" * 30, "²"])
    def test_a_place_that_is_none_is_passed_over(self, admin_client, filled, place):
        answer = admin_client.get(LOG, {"older-than": place})
        assert (answer.status_code, answer["Location"]) == (302, f"{LOG}?e=1")

    def test_offers_no_counts_beside_its_filters(self, admin_client, filled):
        assert "Show counts" not in admin_client.get(LOG).text
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(LOG, {"_facets": "True"})
        assert not [query for query in queries if "COUNT(" in query["sql"]]

    def test_every_page_costs_the_same_and_counts_nothing(self, admin_client, filled):
        for place in ({}, {"older-than": 10_000}, {"stream": "order-7"}):
            with CaptureQueriesContext(connection) as queries:
                assert admin_client.get(LOG, place).status_code == 200
            assert len(queries) == 3  # session, user, rows
            assert "COUNT" not in str(queries.captured_queries)


class TestFilters:
    @pytest.mark.parametrize(
        ("given", "index"),
        [
            ({}, "tokens_event_position"),
            ({"type": "order.placed.v1"}, "tokens_event_type"),
            ({"type": "approval.granted.v1"}, "tokens_event_type"),
            ({"correlation_id": "c-17"}, "tokens_event_correlation"),
            ({"stream": "order-99"}, "tokens_event_stream_version"),
            ({"q": " order-99 "}, "tokens_event_stream_version"),
            ({"type": "order.placed.v1", "stream": "order-9"}, "tokens_event_stream_version"),
            ({"recorded_on_from_0": "2026-01-05"}, "tokens_event_position"),
            (
                {"recorded_on_to_0": "2026-01-05", "type": "order.placed.v1"},
                "tokens_event_type",
            ),
        ],
    )
    def test_are_answered_along_an_index(self, admin_client, filled, given, index):
        page = admin_client.get(LOG, given)
        plan = json.dumps(page.context["cl"].queryset[:51].explain())
        assert re.findall(r"using (\w+)", plan) == [index]
        assert "Sort" not in plan

    def test_keep_what_they_say(self, admin_client, filled):
        page = admin_client.get(LOG, {"stream": "order-99", "type": "order.placed.v1"})
        assert shown(page) == {("order-99", "order.placed.v1", "c-49")}
        page = admin_client.get(LOG, {"correlation_id": "c-17"})
        assert {stream for stream, _, _ in shown(page)} == {"order-34", "order-35"}

    def test_times_are_kept_to_the_minute(self, admin_client, filled):
        page = admin_client.get(
            LOG,
            {
                "recorded_on_from_0": "2026-01-05",
                "recorded_on_from_1": "10:00:00",
                "recorded_on_to_0": "2026-01-05",
                "recorded_on_to_1": "10:03:00",
            },
        )
        times = [event.recorded_on for event in page.context["cl"].result_list]
        noon = datetime(2026, 1, 5, 10, tzinfo=UTC)
        assert times == [noon + timedelta(minutes=n) for n in (3, 2, 1, 0)]

    def test_a_time_that_is_none_is_refused(self, admin_client, filled):
        answer = admin_client.get(LOG, {"recorded_on_from_0": "soon"})
        assert (answer.status_code, answer["Location"]) == (302, f"{LOG}?e=1")

    def test_places_of_times_leave_room_for_slow_writers(self, filled):
        first = Event.objects.order_by("position").first()
        assert first_position_since(first.recorded_on - timedelta(days=1)) <= first.position
        last = Event.objects.order_by("position").last()
        assert last_position_until(last.recorded_on) >= last.position
        middle = first.recorded_on + timedelta(minutes=1000)
        assert first_position_since(middle) == first.position + 995
        assert last_position_until(middle) == first.position + 1005

    def test_an_empty_log_has_times_too(self, db):
        assert first_position_since(datetime(2026, 1, 1, tzinfo=UTC)) >= 0


class TestTrail:
    def test_delivered_messages_tell_what_had_sent_them(self, db):
        harness = PostgresHarness()
        order_id = harness.order(5)
        sent = DeliveredMessage.objects.get(type="order.fulfill.v1")
        placed = Event.objects.get(stream=f"order-{order_id}", type="order.placed.v1")
        assert (sent.causation_id, sent.recipient) == (placed.causation_id, placed.stream)
        short = Event.objects.get(stream=f"order-{order_id}", type="order.fell-short.v1")
        assert short.causation_id == sent.message_id


def test_is_for_those_who_may_see_events(client, django_user_model, db):
    client.force_login(django_user_model.objects.create_user("ann", is_staff=True))
    assert client.get(reverse("admin:tokens_event_changelist")).status_code == 403


NINES = "9" * 5_000


@pytest.mark.parametrize(
    "query",
    [
        "recorded_on_from_0=0001-01-01",
        "recorded_on_to_0=9999-12-31",
        "recorded_on_to_0=2026-01-01&recorded_on_to_1=10:00:00%2B02:00",
    ],
)
def test_times_that_cannot_be_are_told_to_be_no_filter(admin_client, query):
    assert admin_client.get(f"{LOG}?{query}").status_code == 302


@pytest.mark.parametrize("query", ["stream=%00", "correlation_id=a%00", "type=%00"])
def test_null_characters_are_refused(admin_client, query):
    assert admin_client.get(f"{LOG}?{query}").status_code == 400


def test_positions_without_end_are_none(admin_client):
    assert admin_client.get(f"{LOG}{NINES}/change/").status_code == 404
    assert admin_client.get(f"{LOG}sequence/?id=x&after={NINES}").status_code == 200
