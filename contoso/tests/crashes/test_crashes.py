"""Processes are killed in the middle of their work: nothing is lost, nothing happens twice."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from contoso.startup.places import Places
from contoso.tests.api_client import Client
from contoso.tests.crashes.assassin import Assassin
from contoso.tests.waiting import eventually

UNAVAILABLE = 503

pytestmark = pytest.mark.slow

BILLION = 10**9
STOCK = 100_000
SECONDS = 30


class Work:
    """Mints of a billion and many orders, of catalog items of their own."""

    def __init__(self, system):
        def client(name):
            credentials = system.demo["clients"][name]
            return Client(system.address, credentials, lambda: str(uuid.uuid4()))

        unique = uuid.uuid4().hex[:8]
        self.billions, self.cards = f"billions-{unique}", f"cards-{unique}"
        self.operator, self.northwind = client("operator"), client("northwind")
        self.shop = client("storefront")
        self.mints, self.orders = [], {}
        for item in (self.billions, self.cards):
            self.operator.post("CatalogItems", {"id": item, "name": item}).expect(201)
        self.mint(self.cards, STOCK)
        self.wait_for_mints()
        self.mints.clear()

    def mint(self, item, quantity):
        body = {"catalogId": item, "quantity": quantity}
        self.mints.append(self.operator.post("MintRequests", body).expect(201).json["id"])

    def order(self, quantity):
        body = {"catalogId": self.cards, "quantity": quantity}
        order = self.northwind.post("Orders", body).expect(201).json["id"]
        self.orders[order] = quantity

    def burst(self, mints, orders):
        """Ask for all of it, faster than it can be done."""
        for n in range(max(mints, orders)):
            if n < mints:
                self.mint(self.billions, BILLION)
            if n < orders:
                self.order(1 + len(self.orders))

    def wait_for_mints(self):
        for mint in self.mints:
            read = self._reader(f"MintRequests({mint})", "state")
            eventually(read, lambda state: state == "Completed", SECONDS)

    def wait_for_orders(self):
        for order in self.orders:
            read = self._reader(f"Orders({order})", "state")
            eventually(read, lambda state: state == "Fulfilled", SECONDS)

    def _reader(self, path, name):
        return lambda: self.operator.look(path).expect(200).json[name]

    def stock(self, item):
        found = self.operator.look(f"CatalogItems('{item}')").expect(200).json
        return {name: found[name] for name in ("minted", "circulated", "activated", "redeemed")}

    def lots(self, item):
        """How many tokens the lots of an item hold, by state; drawn ones are not among them."""
        page = f"Lots?$filter=catalogId%20eq%20'{item}'"
        sizes = Counter()
        while page:
            found = self.operator.look(page).expect(200).json
            for lot in found["value"]:
                sizes[lot["state"]] += lot["stop"] - lot["start"] - lot["drawn"]
            page = found.get("@odata.nextLink")
        return sizes


def during(work, *methods, times, assassin, **burst):
    """Have work done while the assassin strikes."""
    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(work.burst, **burst)
        assassin.strike(list(methods), times)
        busy.result()


def recorded(system, query, *arguments):
    with psycopg.connect(Places(system.home).database_url) as connection:
        return connection.execute(query, arguments).fetchone()[0]


def assert_exact(system, work, redeemed=0):
    """Everything was done, once."""
    minted, ordered = len(work.mints) * BILLION, sum(work.orders.values())
    everything = {
        work.billions: (minted, minted, 0, 0),
        work.cards: (STOCK, STOCK - ordered, ordered - redeemed, redeemed),
    }
    for item, (all_, circulated, activated, redeemed_) in everything.items():
        expected = {
            "minted": all_,
            "circulated": circulated,
            "activated": activated,
            "redeemed": redeemed_,
        }
        eventually(lambda: work.stock(item), lambda found: found == expected)
        in_lots = Counter({"Circulated": circulated, "Activated": activated})
        assert +work.lots(item) == +in_lots
    for order, quantity in work.orders.items():
        assert work.northwind.get(f"Orders({order})/Tokens/$count").text == str(quantity)
    assert recorded(system, "SELECT count(*) FROM tokens_deadletter") == 0
    assert recorded(system, "SELECT count(*) FROM tokens_message WHERE due <= now()") == 0
    for mint in work.mints:
        jobs = (
            "SELECT count(*) FROM tokens_event "
            "WHERE stream = %s AND type = 'mint.job-finished.v1'"
        )
        assert recorded(system, jobs, f"mint-request-{mint}") == 1_000


def test_workers_and_redis_die_while_they_mint_and_fulfill(system):
    work, assassin = Work(system), Assassin(system)
    tasks = assassin.task_processes("messages")
    for last in (assassin.redis, assassin.worker("messages"), assassin.flush):
        during(work, tasks, tasks, tasks, last, times=4, assassin=assassin, mints=2, orders=20)
    work.wait_for_mints()
    work.wait_for_orders()
    assert assassin.kills >= 10
    assert_exact(system, work)


def test_a_projections_worker_dies_while_it_catches_up(system):
    work, assassin = Work(system), Assassin(system)
    tasks, worker = assassin.task_processes("projections"), assassin.worker("projections")
    for last in (tasks, worker):
        during(work, tasks, tasks, tasks, last, times=5, assassin=assassin, mints=3, orders=20)
    work.wait_for_mints()
    work.wait_for_orders()
    order = next(iter(work.orders))
    # While the projections are away a read waits, and then says 503 and when to try again.
    read = eventually(
        lambda: work.northwind.get(f"Orders({order})/Tokens"),
        lambda answer: answer.status != UNAVAILABLE,
        seconds=60,
    )
    tokens = read.expect(200).json["value"]
    for token in tokens[:1]:
        work.shop.post("Tokens/Redeem", {"code": token["code"]}).expect(200)
    tasks()
    assert assassin.kills >= 9
    assert_exact(system, work, redeemed=1)
