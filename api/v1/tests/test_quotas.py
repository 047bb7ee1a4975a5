"""How much a client may have outstanding, and what it is told when it wants more."""

import re

import pytest
import redis
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.models import Client, Role
from api.odata.tests.batches import MULTIPART, multipart, part, told
from api.quotas import KEYS, MONITORS, ORDERS, PRINT_JOBS
from api.v1.tests.caller import Caller, begin, error, recorded, settle
from api.v1.tests.test_batch_races import together
from contoso.environment import QUOTAS
from tokens.models import CatalogItem
from tokens.tests.partners import RSA

ORDER = {"catalogId": "card", "quantity": 5}
ASYNC = {"Prefer": "respond-async"}


@pytest.fixture(autouse=True)
def _quotas(settings):
    settings.QUOTAS = dict.fromkeys(settings.QUOTAS, 2)


@pytest.fixture
def keys(settings, redis_url):
    """The counters of keys in Redis, empty."""
    settings.COUNTERS = redis_url
    server = redis.Redis.from_url(redis_url)
    server.flushdb()
    yield server
    server.flushdb()


def refused(answer, what):
    assert answer.status_code == 429, answer.content
    told = error(answer)
    assert told["code"] == "QuotaExceeded"
    assert told["message"].startswith(f"You have 2 {what}")
    assert int(answer.headers["Retry-After"]) > 0
    return True


class TestOrders:
    def test_that_wait_are_bounded(self, northwind, operator, card):
        orders = [northwind.created("Orders", ORDER)["id"] for _ in range(2)]
        settle()
        before = recorded()
        assert refused(northwind.post("Orders", ORDER), ORDERS.what)
        assert recorded() == before
        assert northwind.delete(f"Orders({orders[0]})", If_Match="*").status_code == 204
        settle()
        northwind.created("Orders", ORDER)

    def test_of_others_and_of_operators_are_not_counted_in(
        self, northwind, fabrikam, operator, card
    ):
        for _ in range(2):
            northwind.created("Orders", ORDER)
        settle()
        fabrikam.created("Orders", ORDER)
        operator.created("Orders", {**ORDER, "billingAccountId": "nw"})
        settle()
        assert refused(northwind.post("Orders", ORDER), ORDERS.what)

    def test_that_never_wait_are_free(self, northwind, card):
        for _ in range(2):
            northwind.created("Orders", ORDER)
        settle()
        northwind.created("Orders", {**ORDER, "whenShort": "Cancel"})

    def test_that_are_fulfilled_are_free(self, northwind, minted):
        for _ in range(3):
            northwind.created("Orders", ORDER)
            settle()

    def test_are_counted_in_a_batch_too(self, northwind, card):
        for _ in range(2):
            northwind.created("Orders", ORDER)
        settle()
        body = multipart(part("POST", "Orders", ORDER))
        (answer,) = told(northwind.post("$batch", body, Content_Type=MULTIPART))
        assert answer.status == 429

    def test_are_counted_by_their_index(self, northwind, card):
        with CaptureQueriesContext(connection) as asked:
            northwind.created("Orders", ORDER)
        (counting,) = (each["sql"] for each in asked if "LIMIT 2) subquery" in each["sql"])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {counting}")
            assert "order_waiting" in str(cursor.fetchall())


class TestPrintJobs:
    def test_that_wait_or_have_a_package_are_bounded(self, northwind, minted):
        northwind.created("Certificates", {"pem": RSA.pem})
        first = northwind.created("PrintJobs", ORDER)["id"]
        settle()
        northwind.created("PrintJobs", {**ORDER, "quantity": 1000})
        settle()
        before = recorded()
        assert refused(northwind.post("PrintJobs", ORDER), PRINT_JOBS.what)
        assert recorded() == before
        package = northwind.get(f"PrintJobs({first})/package")
        assert b"".join(package.streaming_content)
        confirmed = northwind.post(f"PrintJobs({first})/Confirm", If_Match="*")
        assert confirmed.status_code == 200
        settle()
        northwind.created("PrintJobs", ORDER)


class TestMonitors:
    def test_are_bounded_before_anything_is_done(self, operator, card):
        body = {**ORDER, "billingAccountId": "nw"}
        for _ in range(2):
            assert operator.post("Orders", body, **ASYNC).status_code == 202
        before = recorded()
        assert refused(operator.post("Orders", body, **ASYNC), MONITORS.what)
        assert recorded() == before
        operator.created("Orders", body)

    def test_are_nothing_to_what_takes_no_time(self, operator, card):
        body = {**ORDER, "billingAccountId": "nw"}
        for _ in range(2):
            operator.post("Orders", body, **ASYNC)
        operator.created("CatalogItems", {"id": "b", "name": "B"}, **ASYNC)


class TestKeys:
    def test_are_bounded_a_day_and_known_ones_are_free(self, keys, operator, card):
        body = {**ORDER, "billingAccountId": "nw"}
        first = operator.post("Orders", body, Idempotency_Key="1")
        operator.created("Orders", body, Idempotency_Key="2")
        before = recorded()
        assert refused(operator.post("Orders", body, Idempotency_Key="3"), KEYS.what)
        assert recorded() == before
        again = operator.post("Orders", body, Idempotency_Key="1")
        assert again.json() == first.json()
        keys.flushdb()
        operator.created("Orders", body, Idempotency_Key="3")

    def test_pass_while_redis_is_away(self, settings, operator, card):
        settings.COUNTERS = "unix:///nowhere/redis.sock"
        for key in "123":
            operator.created("Orders", {**ORDER, "billingAccountId": "nw"}, Idempotency_Key=key)


# Of an item that no other test mints: what is committed stays.
RACED = {**ORDER, "catalogId": "raced-card"}


@pytest.mark.django_db(transaction=True)
class TestRaces:
    @pytest.fixture
    def callers(self):
        begin()
        CatalogItem.objects.get_or_create(id=RACED["catalogId"], name="Card")
        partner = Client.objects.create(
            id="nw", name="N", role=Role.PARTNER, billing_account_id="raced"
        )
        yield [Caller(partner) for _ in range(4)]
        connection.cursor().execute("DELETE FROM tokens_message")

    def test_those_at_the_same_instant_pass_and_no_more(self, callers):
        """With one place left, at most as many get in as ask at once."""
        callers[0].created("Orders", RACED)
        settle()
        statuses, _ = together(
            *[lambda c=c: c.post("Orders", RACED).status_code for c in callers]
        )
        assert 201 in statuses
        assert set(statuses) <= {201, 429}
        settle()
        assert [c.post("Orders", RACED).status_code for c in callers] == [429] * 4

    def test_keys_are_counted_exactly(self, keys, callers):
        statuses, _ = together(
            *[
                lambda c=c, n=n: c.post("Orders", RACED, Idempotency_Key=f"k{n}").status_code
                for n, c in enumerate(callers)
            ]
        )
        assert sorted(statuses) == [201, 201, 429, 429]


def test_the_documentation_tells_the_limits_as_they_are():
    text = (configured.BASE_DIR / "docs" / "requests.md").read_text()
    rows = re.findall(r"^\| ([\d,]+) \|.*\| `(MOST_\w+)` \|$", text, re.MULTILINE)
    assert {name: int(most.replace(",", "")) for most, name in rows} == dict(QUOTAS)
