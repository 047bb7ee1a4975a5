"""What a failed group leaves behind: nothing at all; and what a refusal by itself does."""

from itertools import count

import pytest

from api.models import RepeatableRequest
from api.odata.http.batching import transactions
from api.odata.tests.batches import MULTIPART, change_set, multipart, part, told
from api.v1.tests.caller import codes, recorded, settle
from tokens.adapters.postgres.database import rows
from tokens.bootstrap import application

ANY = {"If_Match": "*"}


@pytest.fixture
def hints(monkeypatch, django_capture_on_commit_callbacks):
    """How often the workers were told to look, once what the test did is committed."""

    def given_by(work):
        with django_capture_on_commit_callbacks() as given:
            work()
        return len(given)

    return given_by


def send(caller, *parts, **headers):
    answer = caller.post("$batch", multipart(*parts), **{"Content_Type": MULTIPART, **headers})
    return told(answer)


def state():
    """Everything that a command may leave behind."""
    return (
        recorded(),
        rows("SELECT * FROM tokens_lot ORDER BY id"),
        rows("SELECT count(*) FROM tokens_message"),
        rows("SELECT count(*) FROM tokens_lothistory"),
        RepeatableRequest.objects.count(),
    )


class TestFailedGroup:
    def test_leaves_no_event_lot_message_claim_or_hint(
        self, operator, northwind, ordered, hints
    ):
        code = codes(northwind, ordered)[0]
        before = state()

        def work():
            (found,) = send(
                operator,
                change_set(
                    part("POST", "Tokens/Redeem", {"code": code, "accountId": "ada"}),
                    part("POST", f"Orders({ordered})/Return", **ANY, Idempotency_Key="k"),
                    part("POST", "MintRequests", {"catalogId": "card", "quantity": 7}),
                    part("POST", "MintRequests", {"catalogId": "nope", "quantity": 7}),
                ),
            )
            assert found.status == 400
            assert found.json()["error"]["code"] == "InvalidMintItem"

        assert hints(work) == 0
        assert state() == before
        settle()
        # The same commands are as good as they were.
        (found,) = send(
            operator,
            change_set(
                part("POST", "Tokens/Redeem", {"code": code, "accountId": "ada"}),
                part("POST", f"Orders({ordered})/Return", **ANY, Idempotency_Key="k"),
            ),
        )
        assert [each.status for each in found] == [200, 200]

    def test_gives_hints_once_it_has_succeeded(self, operator, card, hints):
        body = {"catalogId": card, "quantity": 7}

        def work():
            (found,) = send(operator, change_set(*[part("POST", "MintRequests", body)] * 2))
            assert [each.status for each in found] == [201, 201]

        # Events and messages of each.
        assert hints(work) == 4

    def test_is_undone_by_what_nobody_foresaw_too(self, operator, card, monkeypatch):
        before = state()
        execute = application().bus.execute
        calls = []

        def fail(command, origin):
            calls.append(command)
            if len(calls) == 2:
                raise ZeroDivisionError
            return execute(command, origin)

        monkeypatch.setattr(application().bus, "execute", fail)
        mint = part("POST", "MintRequests", {"catalogId": card, "quantity": 7})
        (found,) = send(operator, change_set(mint, mint))
        assert found.status == 500
        assert state() == before

    def test_is_undone_when_it_takes_too_long(self, operator, card, monkeypatch):
        before = state()
        clock = count(step=0.9)
        monkeypatch.setattr(transactions, "monotonic", lambda: next(clock))
        mint = part("POST", "MintRequests", {"catalogId": card, "quantity": 7})
        (done,) = send(operator, change_set(mint, mint))
        assert [each.status for each in done] == [201, 201]
        between = state()
        assert between != before
        (found,) = send(operator, change_set(*[mint] * 3))
        assert (found.status, found.headers["Retry-After"]) == (503, "1")
        assert found.json()["error"]["code"] == "TooExpensive"
        assert state() == between

    def test_is_undone_when_a_statement_takes_too_long(self, operator, card, monkeypatch):
        before = state()
        execute = application().bus.execute

        def slow(command, origin):
            result = execute(command, origin)
            rows("SELECT set_config('statement_timeout', '10', true)")
            rows("SELECT pg_sleep(1)")
            return result

        mint = part("POST", "MintRequests", {"catalogId": card, "quantity": 7})
        monkeypatch.setattr(application().bus, "execute", slow)
        for parts in ([change_set(mint, mint)], [mint]):
            (found,) = send(operator, *parts)
            assert (found.status, found.json()["error"]["code"]) == (503, "TooExpensive")
        assert state() == before


class TestRefusal:
    def test_undoes_itself_alone(self, shop, northwind, ordered):
        first, second, third = codes(northwind, ordered)[:3]
        parts = [
            part("POST", "Tokens/Redeem", {"code": code, "accountId": account})
            for code, account in [
                (first, "ada"),
                (second, "ada"),
                (first, "bob"),
                ("0" * 25, "bob"),
                (third, "bob"),
            ]
        ]
        found = send(shop, *parts, Prefer="continue-on-error")
        assert [each.status for each in found] == [200, 200, 409, 400, 200]
        assert [found[n].json()["redeemedByAccountId"] for n in (0, 1, 4)] == [
            "ada",
            "ada",
            "bob",
        ]

    def test_is_remembered_under_its_key(self, shop, northwind, ordered):
        body = {"code": codes(northwind, ordered)[0], "accountId": "ada"}
        shop.post("Tokens/Redeem", body)
        again = part("POST", "Tokens/Redeem", body | {"accountId": "bob"}, Idempotency_Key="k")
        found = send(shop, again, again, Prefer="continue-on-error")
        assert [each.status for each in found] == [409, 409]
        assert RepeatableRequest.objects.get().status == 409
        assert found[0].headers["Repeatability-Result"] == "accepted"
