"""Whoever types too many wrong codes must wait, and nobody else."""

from datetime import timedelta

import pytest
import redis

from api.attempts import admit
from api.odata.tests.batches import MULTIPART, multipart, part, told
from api.v1.tests.caller import codes, error

WRONG = "00000-00000-00000-00000-00000"


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.REDEMPTION_LIMITS = {"client": 6, "account": 3, "address": 9}
    settings.REDEMPTION_WINDOW = timedelta(hours=1)


@pytest.fixture
def counters(settings, redis_url):
    """The counters in Redis, empty."""
    settings.COUNTERS = redis_url
    server = redis.Redis.from_url(redis_url)
    server.flushdb()
    yield server
    server.flushdb()


def attempt(caller, account=None, code=WRONG, **headers):
    body = {"code": code} | ({"accountId": account} if account else {})
    return caller.post("Tokens/Redeem", body, **headers)


def refused(answer):
    return answer.status_code == 429


def test_an_account_waits_after_three_and_others_do_not(counters, shop, ordered, northwind):
    right = codes(northwind, ordered)[0]
    assert [attempt(shop, "ann").status_code for _ in range(3)] == [400] * 3
    answer = attempt(shop, "ann", right)
    assert refused(answer)
    assert error(answer)["code"] == "TooManyAttempts"
    assert "account" in error(answer)["message"]
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert attempt(shop, "bob", right).status_code == 200


def test_a_client_waits_however_many_accounts_it_names(counters, shop, kiosk):
    for number in range(6):
        assert not refused(attempt(shop, f"consumer-{number}"))
    assert refused(attempt(shop, "another"))
    assert not refused(attempt(kiosk, "another"))


def test_an_address_waits_however_many_clients_it_has(
    counters, shop, kiosk, operator, settings
):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    for caller in (shop, kiosk, operator):
        for _ in range(3):
            attempt(caller, X_Forwarded_For="10.9.9.9, 192.0.2.7")
    assert refused(attempt(shop, X_Forwarded_For="192.0.2.7"))
    # What the client itself wrote before the proxy's entry is not believed.
    assert refused(attempt(shop, X_Forwarded_For="10.1.2.3, 192.0.2.7"))
    assert not refused(attempt(shop, X_Forwarded_For="192.0.2.8"))


def test_consumers_with_accounts_do_not_share_the_address_of_their_storefront(
    counters, shop, ordered, northwind, settings
):
    settings.REDEMPTION_LIMITS = {"client": 100, "account": 3, "address": 9}
    for number in range(10):
        assert not refused(attempt(shop, f"consumer-{number}"))
    right = codes(northwind, ordered)[0]
    assert attempt(shop, "ann", right).status_code == 200
    assert not refused(attempt(shop))


def test_made_up_accounts_end_at_the_limit_of_the_client(counters, shop, settings):
    settings.REDEMPTION_LIMITS = {"client": 12, "account": 3, "address": 9}
    for number in range(12):
        assert not refused(attempt(shop, f"made-up-{number}"))
    answer = attempt(shop, "made-up-12")
    assert refused(answer)
    assert "this client" in error(answer)["message"]


def test_an_address_is_not_chosen_by_requests_of_a_batch(counters, shop, kiosk, settings):
    settings.CLIENT_ADDRESS_HEADER = "CF-Connecting-IP"
    settings.REDEMPTION_LIMITS = {"client": 100, "account": 100, "address": 9}
    parts = [
        part("POST", "Tokens/Redeem", {"code": WRONG}, CF_Connecting_IP=f"10.0.0.{number}")
        for number in range(10)
    ]
    headers = {"Content_Type": MULTIPART, "Prefer": "continue-on-error"}
    sent = shop.post("$batch", multipart(*parts), **headers, CF_Connecting_IP="192.0.2.7")
    assert [each.status for each in told(sent)] == [400] * 9 + [429]
    assert refused(attempt(kiosk, CF_Connecting_IP="192.0.2.7"))
    assert not refused(attempt(kiosk, CF_Connecting_IP="10.0.0.1"))


def test_right_codes_and_other_refusals_are_not_counted(counters, shop, ordered, northwind):
    right = codes(northwind, ordered)
    for _ in range(4):
        attempt(shop, "ann", right[0])
        assert attempt(shop, "ann", right[0]).status_code == 200
    attempt(shop, "bob", right[1])
    for _ in range(4):
        assert attempt(shop, "ann", right[1]).status_code == 409


def test_what_came_before_weighs_less_and_less(counters, shop, monkeypatch):
    now = 1_000 * 3600.0
    monkeypatch.setattr("api.attempts.time.time", lambda: now)
    for _ in range(3):
        attempt(shop, "ann")
    now += 3600
    assert refused(attempt(shop, "ann"))
    # A sixth of the window before is still counted then: half a code.
    now += 3000
    assert not refused(attempt(shop, "ann"))


@pytest.mark.parametrize("moments", [(0,) * 3, (3000,) * 3, (0, 1800, 3599), (3590,) * 3])
def test_who_waits_as_told_passes_and_a_second_earlier_does_not(
    counters, shop, monkeypatch, moments
):
    start, now = 1_000 * 3600.0, 0.0
    monkeypatch.setattr("api.attempts.time.time", lambda: start + now)
    for now in moments:  # noqa: B007 - the clock above
        attempt(shop, "ann")
    told = int(attempt(shop, "ann").headers["Retry-After"])
    now += told - 1.001
    assert refused(attempt(shop, "ann"))
    now += 1.001
    assert not refused(attempt(shop, "ann"))


def test_more_at_once_than_the_limit_wait_longer(counters, shop, monkeypatch):
    start, now = 1_000 * 3600.0, 3590.0
    monkeypatch.setattr("api.attempts.time.time", lambda: start + now)
    monkeypatch.setattr("api.v1.resources.tokens.admit", lambda _: None)
    for _ in range(6):
        attempt(shop, "ann")
    monkeypatch.setattr("api.v1.resources.tokens.admit", admit)
    told = int(attempt(shop, "ann").headers["Retry-After"])
    # Half of the six weigh no more when half of the next window is over.
    assert told == 10 + 1800 + 1


def test_counts_survive_in_a_request_that_is_undone(counters, shop):
    for number in range(3):
        attempt(shop, "ann", Idempotency_Key=f"k{number}")
    assert refused(attempt(shop, "ann"))


def test_who_has_waited_may_use_the_same_key(counters, shop, ordered, northwind):
    right = codes(northwind, ordered)[0]
    for _ in range(3):
        attempt(shop, "ann")
    assert refused(attempt(shop, "ann", right, Idempotency_Key="k"))
    counters.flushdb()
    assert attempt(shop, "ann", right, Idempotency_Key="k").status_code == 200


@pytest.mark.parametrize(("chosen", "status"), [("pass", 400), ("refuse", 503)])
def test_without_redis_the_setting_decides(settings, shop, chosen, status):
    settings.COUNTERS = "unix:///nowhere/redis.sock"
    settings.REDEMPTION_WITHOUT_COUNTERS = chosen
    answer = attempt(shop, "ann")
    assert answer.status_code == status
