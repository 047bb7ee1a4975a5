"""The pages of an event and of a correlation: what is said of real mints and orders."""

import json
import re
from uuid import uuid4

import pytest
from django.urls import reverse, reverse_lazy

from tokens.adapters.postgres.database import rows
from tokens.domain.ids import AccountId, MintRequestId, OrderId
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import PlaceOrder
from tokens.domain.token.commands import RedeemToken, VoidToken
from tokens.domain.token.identifier import TokenId
from tokens.models import DeliveredMessage, Event, OperatorCommand
from tokens.tests.harness import NORTHWIND, PostgresHarness

SEQUENCE = reverse_lazy("admin:tokens_event_sequence")


@pytest.fixture
def harness(db):
    return PostgresHarness()


def follow(admin_client, correlation_id, **given):
    return admin_client.get(SEQUENCE, {"id": correlation_id, **given})


def page_of(admin_client, **wanted):
    event = Event.objects.filter(**wanted).earliest("position")
    return admin_client.get(reverse("admin:tokens_event_change", args=[event.pk]))


def told(page):
    """The text of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def arrows(page):
    return [
        (row.source.split(" ")[0], row.label, row.times, dict(row.recorded))
        for row, _, _ in page.context["rows"]
    ]


class TestEventPage:
    def test_tells_ranges_in_words_and_the_stored_form(self, admin_client, harness):
        mint = harness.mint(1_000)
        page = page_of(admin_client, type="tokens.minted.v1")
        assert f"1,000 tokens from 0 to 999 of mint request {mint} , now at version 0" in told(
            page
        )
        assert f"[\n      &quot;{mint}&quot;,\n      0,\n      1000," in page.content.decode()
        first, last = TokenId(mint, 0), TokenId(mint, 999)
        for token_id in (first, last):
            address = reverse("admin:projections_token_change", args=[token_id])
            assert f'href="{address}"' in page.content.decode()

    def test_leads_to_cause_and_effect(self, admin_client, harness):
        order_id = OrderId(uuid4())
        harness.mint(5)
        harness.run(PlaceOrder(order_id, harness.item, NORTHWIND, 2))
        placed = page_of(admin_client, type="order.placed.v1").context["causes"]
        assert placed.message is None
        assert [e.type for e in placed.after] == [
            *("tokens.reserved.v1", "tokens.activated.v1", "order.fulfilled.v1")
        ]
        assert [m.type for m in placed.waiting] == ["order.time-out.v1"]
        done = page_of(admin_client, type="order.fulfilled.v1")
        causes = done.context["causes"]
        assert causes.message.type == "order.fulfill.v1"
        assert [e.type for e in causes.behind] == ["order.placed.v1"]
        assert len(causes.together) == 2
        address = reverse("admin:projections_order_change", args=[order_id])
        assert f'href="{address}"' in done.content.decode()

    def test_names_the_operator_who_asked(self, admin_client, harness):
        row = OperatorCommand.objects.create(
            sent_on=harness.clock.now(),
            operator="tester",
            command="Mint",
            correlation_id="mine",
        )
        harness.execute(Mint(MintRequestId(uuid4()), harness.item, 5), "mine")
        page = page_of(admin_client, type="mint.requested.v1")
        assert page.context["causes"].asked == row
        assert "which the operator tester sent" in told(page)

    def test_an_order_id_may_be_a_print_jobs(self, admin_client, harness):
        harness.mint(5)
        print_job_id = harness.print(2)
        page = page_of(admin_client, type="tokens.reserved.v1")
        address = reverse("admin:projections_printjob_change", args=[print_job_id])
        assert f'href="{address}"' in page.content.decode()

    def test_thousands_of_ranges_are_cut(self, admin_client, harness):
        ranges = [[str(uuid4()), n * 10, n * 10 + 3, 1] for n in range(200)]
        append("tokens.circulated.v1", {"each": {}, "ranges": ranges})
        page = told(page_of(admin_client, stream="order-x"))
        assert page.count("3 tokens from") == 50
        assert "and 150 more ranges; 600 tokens in all" in page

    @pytest.mark.parametrize("kind", ["order.placed.v9", "order.placed.v1"])
    def test_what_the_code_does_not_know_is_shown_as_it_is(self, admin_client, harness, kind):
        append(kind, {"note": "<script>alert(1)</script>"})
        page = page_of(admin_client, stream="order-x")
        assert page.context["facts"][0] == ("Note", ["<script>alert(1)</script>"])
        assert "<script>alert(1)" not in page.content.decode()

    @pytest.mark.parametrize("place", ["99999999", "x", "²", "9" * 30])
    def test_there_is_none_elsewhere(self, admin_client, db, place):
        page = admin_client.get(reverse("admin:tokens_event_change", args=[place]))
        assert page.status_code == 404

    def test_costs_few_queries(self, admin_client, harness, django_assert_max_num_queries):
        harness.mint(5)
        harness.order(2)
        with django_assert_max_num_queries(12):
            page_of(admin_client, type="order.fulfilled.v1")


class TestSequence:
    def test_of_a_mint_folds_its_jobs(self, admin_client, harness):
        harness.execute(Mint(MintRequestId(uuid4()), harness.item, 64_000_000), "big")
        harness.deliver()
        page = follow(admin_client, "big")
        jobs = {"tokens.minted.v1": 64, "mint.job-finished.v1": 64}
        first, run, release = arrows(page)
        assert first == ("client", "a command", 1, {"mint.requested.v1": 1})
        assert (run[1], run[3]) == ("mint.start-jobs.v1", jobs)
        assert run[2] > 1
        assert release[1] == "mint.release.v1"
        assert "mint.job-finished, 64 times" in told(page)

    def test_of_an_order_goes_from_client_to_order(self, admin_client, harness):
        harness.mint(5)
        order_id = OrderId(uuid4())
        harness.execute(PlaceOrder(order_id, harness.item, NORTHWIND, 2), "mine")
        harness.deliver()
        page = follow(admin_client, "mine")
        assert [row.label for row, _, _ in page.context["rows"]] == [
            *("a command", "order.fulfill.v1")
        ]
        lifelines = [line.full for line in page.context["drawing"].lifelines]
        assert lifelines == ["client tester", f"order-{order_id}"]
        svg = page.content.decode().partition('<svg class="diagram"')[2].partition("</svg>")[0]
        assert "<title" in svg
        assert "<desc" in svg
        assert "order.time-out.v1" in told(page)

    def test_shows_what_was_done_beyond_the_recipient(self, admin_client, harness):
        waiting = OrderId(uuid4())
        harness.run(PlaceOrder(waiting, harness.item, NORTHWIND, 2))
        harness.execute(Mint(MintRequestId(uuid4()), harness.item, 5), "late")
        harness.deliver()
        asked, carried = follow(admin_client, "late").context["rows"][-2:]
        line = f"waiting-orders-{harness.item}"
        assert (asked.row.target, asked.row.label) == (line, "order.fulfill-waiting.v1")
        assert (carried.row.source, carried.row.target) == (line, f"order-{waiting}")
        assert carried.row.carried

    def test_a_message_that_recorded_nothing_is_followed(self, admin_client, harness):
        mint = harness.mint(5)
        silent, sender = uuid4(), Event.objects.earliest("position").causation_id
        last = Event.objects.latest("position")
        trail = {"type": "x.v1", "delivered_on": harness.clock.now()}
        own = DeliveredMessage.objects.filter(message_id=str(last.causation_id))
        own.update(causation_id=silent)
        DeliveredMessage.objects.create(
            message_id=silent, causation_id=sender, recipient="order-y", **trail
        )
        rows = [shown.row for shown in follow(admin_client, "test").context["rows"]]
        stream = f"mint-request-{mint}"
        assert [(row.source, row.label, row.target) for row in rows[-2:]] == [
            (stream, "x.v1", "order-y"),
            ("order-y", "mint.release.v1", stream),
        ]

    def test_many_streams_share_a_lifeline(self, admin_client, harness):
        mint = harness.mint(40)
        harness.order(40)
        for number in range(30):
            token_id = TokenId(mint, number)
            harness.execute(RedeemToken(token_id, account_id=AccountId("joe")), "sale")
        page = follow(admin_client, "sale")
        lifelines = [line.full for line in page.context["drawing"].lifelines]
        assert lifelines == ["client tester", "token: 30 streams"]
        assert [row.times for row, _, _ in page.context["rows"]] == [30]

    def test_says_what_it_leaves_out(self, admin_client, harness, monkeypatch):
        monkeypatch.setattr("tokens.admin.sequence_page.EVENTS_SHOWN", 4)
        monkeypatch.setattr("tokens.admin.sequence_page.ROWS_SHOWN", 1)
        mint = harness.mint(10)
        harness.order(10)
        for number in range(6):
            token_id = TokenId(mint, number)
            harness.execute(VoidToken(token_id, reason="x" * number), "many")
        page = follow(admin_client, "many")
        assert "1 steps are left out" in told(page)
        assert page.context["count"] == 4
        rest = admin_client.get(page.context["following"])
        assert rest.context["count"] == 4

    def test_shows_no_mark_that_a_client_sent(self, admin_client, harness):
        evil = '"><script>alert(1)</script>'
        harness.execute(Mint(MintRequestId(uuid4()), harness.item, 5), evil)
        page = follow(admin_client, evil)
        assert page.context["count"] == 1
        assert "<script>alert" not in page.content.decode()

    def test_of_nothing_says_so(self, admin_client, db):
        assert "No event has the correlation id none" in told(follow(admin_client, "none"))

    def test_costs_few_queries(self, admin_client, harness, django_assert_max_num_queries):
        harness.mint(5)
        for _ in range(20):
            harness.order(1)
        with django_assert_max_num_queries(10):
            assert follow(admin_client, "test").context["count"] > 40

    def test_is_for_those_who_may_see_events(self, client, django_user_model, db):
        client.force_login(django_user_model.objects.create_user("ann", is_staff=True))
        assert follow(client, "test").status_code == 403
        address = reverse("admin:tokens_event_change", args=[1])
        assert client.get(address).status_code in {403, 404}


INSERT = """
    INSERT INTO tokens_event (position, stream, version, type, data, event_id,
                              correlation_id, recorded_on)
    VALUES (nextval('tokens_position'), 'order-x', 0, %s, %s, gen_random_uuid(), 'c', now())
    RETURNING position
"""


def append(kind, data):
    rows(INSERT, [kind, json.dumps(data)])
