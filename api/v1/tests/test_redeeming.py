"""The busiest path: what it costs, and that codes stay where they belong."""

import logging
from uuid import UUID

import pytest

from api.models import RepeatableRequest
from api.odata.tests.batches import MULTIPART, multipart, part, told
from api.v1.tests.caller import codes, error, recorded
from tokens.bootstrap import application
from tokens.domain.codes.text import code_hash


@pytest.fixture
def known(northwind, ordered):
    """The codes of ten activated tokens."""
    return codes(northwind, ordered)


def test_takes_two_statements(shop, known, django_assert_num_queries):
    shop.post("Tokens/Redeem", {"code": known[0]})
    # Who calls; and the events, where the lot is what it was.
    with django_assert_num_queries(2):
        assert shop.post("Tokens/Redeem", {"code": known[1]}).status_code == 200


def test_takes_one_in_a_batch(shop, known, django_assert_num_queries):
    shop.post("Tokens/Redeem", {"code": known[0]})
    parts = [part("POST", "Tokens/Redeem", {"code": code}) for code in known[1:9]]
    # Who calls, and four around them all: begin, how long to wait, whether it went well, end.
    with django_assert_num_queries(1 + 4 + 8):
        answer = shop.post("$batch", multipart(*parts), Content_Type=MULTIPART)
    assert [each.status for each in told(answer)] == [200] * 8


def test_takes_two_more_with_a_key(shop, known, django_assert_num_queries):
    shop.post("Tokens/Redeem", {"code": known[0]})
    # The claim and what is kept, in a transaction around it all.
    with django_assert_num_queries(2 + 2 + 2):
        answer = shop.post("Tokens/Redeem", {"code": known[1]}, Idempotency_Key="k")
    assert answer.status_code == 200


def test_answers_with_the_token_and_the_hash_of_its_code(shop, known):
    token = shop.post("Tokens/Redeem", {"code": known[0], "accountId": "ann"}).json()
    assert token["hash"] == code_hash(known[0])
    assert known[0] not in str(token)


@pytest.mark.parametrize("spell", [str.lower, lambda c: c.replace("-", ""), " {} ".format])
def test_takes_a_code_however_it_was_typed(spell, shop, known):
    assert shop.post("tokens/redeem", {"code": spell(known[0])}).status_code == 200


def test_the_same_consumer_may_ask_again_and_another_may_not(shop, known):
    body = {"code": known[0], "accountId": "ann"}
    first = shop.post("Tokens/Redeem", body)
    again = shop.post("Tokens/Redeem", body)
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["Event-Position"] == first.headers["Event-Position"]
    other = shop.post("Tokens/Redeem", body | {"accountId": "bob"})
    assert (other.status_code, error(other)["code"]) == (409, "TokenAlreadyRedeemed")


@pytest.mark.parametrize(
    "code",
    ["", "nonsense", "X" * 5000, "00000-00000-00000-00000-00000", 12345, None, ["A"], "é" * 25],
)
def test_a_wrong_code_has_one_refusal_whatever_is_wrong(code, shop, known):
    before = recorded()
    answer = shop.post("Tokens/Redeem", {"code": code})
    right = known[0]
    changed = right[:-1] + ("0" if right[-1] != "0" else "1")
    typo = shop.post("Tokens/Redeem", {"code": changed})
    assert (answer.status_code, typo.status_code) == (400, 400)
    assert answer.content == typo.content
    assert error(answer)["code"] == "InvalidCode"
    assert recorded() == before


def test_a_missing_code_is_named(shop, clients):
    answer = shop.post("Tokens/Redeem", {"accountId": "ann"})
    assert (answer.status_code, error(answer)["message"]) == (400, "code is missing")


def test_a_code_reaches_no_log_whatever_happens(shop, known, caplog, monkeypatch):
    from tokens.bootstrap import application

    def fail(*_):
        raise ZeroDivisionError

    caplog.set_level(logging.DEBUG)
    shop.post("Tokens/Redeem", {"code": known[0]})
    shop.post("Tokens/Redeem", {"code": known[0]})
    monkeypatch.setattr(application().bus, "execute", fail)
    failed = shop.post("Tokens/Redeem", {"code": known[0]})
    assert failed.status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert known[0] not in caplog.text
    assert known[0].replace("-", "") not in caplog.text


def test_an_error_report_of_django_hides_the_code(shop, known, monkeypatch, rf):
    import sys

    from django.views.debug import ExceptionReporter

    from tokens.bootstrap import application

    reports = []

    def fail(*_):
        raise ZeroDivisionError

    def report(_message, *_args, **_kwargs):
        reports.append(ExceptionReporter(rf.get("/"), *sys.exc_info()).get_traceback_html())

    monkeypatch.setattr(application().bus, "execute", fail)
    monkeypatch.setattr("api.odata.http.refusals.log.error", report)
    assert shop.post("Tokens/Redeem", {"code": known[0]}).status_code == 500
    (text,) = reports
    assert "RedeemToken" in text
    assert known[0] not in text


def test_what_is_in_quarantine_is_refused(shop, known, minted):
    from tokens.domain.ids import MintRequestId
    from tokens.domain.ports import Origin
    from tokens.domain.quarantine.commands import BeginQuarantine
    from tokens.domain.quarantine.quarantine import Subject

    shop.post("Tokens/Redeem", {"code": known[0]})
    held = BeginQuarantine(Subject(MintRequestId(UUID(minted))), "a leak of one partner's")
    application().bus.execute(held, Origin("test"))
    answer = shop.post("Tokens/Redeem", {"code": known[1]})
    assert (answer.status_code, error(answer)["code"]) == (409, "TokenQuarantined")
    assert "leak" not in error(answer)["message"]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ({"accountId": "{}"}, {}),
        ({"accountId": " {}"}, {}),
        ({}, {"Client_Request_Id": "{}"}),
        ({}, {"Idempotency_Key": "{}"}),
        ({"accountId": "whoever typed {}, twice"}, {}),
        ({}, {"Client_Request_Id": "redeem:{}!"}),
    ],
)
def test_a_code_in_another_place_is_refused_and_recorded_nowhere(shop, known, body, headers):
    code = known[0]
    before = recorded()
    filled = {name: text.format(code.lower()) for name, text in body.items()}
    named = {name: text.format(code) for name, text in headers.items()}
    answer = shop.post("Tokens/Redeem", {"code": code, **filled}, **named)
    assert (answer.status_code, error(answer)["code"]) == (400, "MisplacedCode")
    assert code.lower() not in answer.content.decode().lower()
    assert recorded() == before
    assert not RepeatableRequest.objects.filter(key=code).exists()


def test_a_code_in_place_of_a_name_is_not_repeated(shop, known):
    answer = shop.post("Tokens/Redeem", {known[0]: 1})
    assert (answer.status_code, error(answer)["code"]) == (400, "InvalidCode")
    assert known[0] not in answer.content.decode()


def test_what_is_kept_of_an_answer_tells_no_hash(shop, known):
    first = shop.post("Tokens/Redeem", {"code": known[0]}, Idempotency_Key="k")
    kept = bytes(RepeatableRequest.objects.get(key="k").body)
    assert first.json()["hash"].encode() not in kept
    assert b"redeemed" not in kept.lower()
    assert shop.post("Tokens/Redeem", {"code": known[0]}, Idempotency_Key="k").json() == (
        first.json()
    )


def test_an_answer_that_was_sealed_with_another_key_is_not_repeated(shop, known):
    shop.post("Tokens/Redeem", {"code": known[0]}, Idempotency_Key="k")
    RepeatableRequest.objects.filter(key="k").update(body=b"0" * 60)
    again = shop.post("Tokens/Redeem", {"code": known[0]}, Idempotency_Key="k")
    assert (again.status_code, error(again)["code"]) == (409, "AnswerNotKept")
