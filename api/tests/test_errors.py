"""Every refusal of the domain has its answer."""

import pytest

from api.errors import ANSWERS, refusal
from api.odata.problems import ProblemError
from tokens.application import handlers
from tokens.domain.errors import (
    ConcurrencyError,
    DomainError,
    InvalidQuantityError,
    VersionMismatchError,
)


def every_refusal(base=DomainError):
    for kind in base.__subclasses__():
        if kind.__module__.startswith("tokens."):
            yield kind
            yield from every_refusal(kind)


def test_the_table_names_every_refusal():
    # The handlers import all of the domain that can refuse anything.
    assert handlers.HANDLERS
    assert set(every_refusal()) == set(ANSWERS)


@pytest.mark.parametrize("kind", [k for k in ANSWERS if "code" in k.__dict__])
def test_each_has_a_stable_code_and_a_status_of_the_client(kind):
    assert kind.code.isidentifier()
    assert issubclass(ANSWERS[kind].kind, ProblemError)
    assert 400 <= ANSWERS[kind].kind.status < 500


def test_a_quantity_has_the_code_of_its_set():
    told = refusal(InvalidQuantityError(0, 9), {"quantity": "InvalidMintQuantity"})
    assert (told.status, told.code, told.target) == (400, "InvalidMintQuantity", "quantity")
    assert refusal(InvalidQuantityError(0, 9), {}).code == "InvalidQuantity"


def test_another_version_is_told_with_the_current_tag():
    told = refusal(VersionMismatchError(1, 4), {})
    assert (told.status, told.code) == (412, "InvalidEntityTag")
    assert told.headers == {"ETag": 'W/"4"'}


@pytest.mark.parametrize(
    ("stream", "code"), [("token-1", "TokenModified"), ("order-1", "Conflict")]
)
def test_who_is_overtaken_is_told_to_try_again(stream, code):
    told = refusal(ConcurrencyError(stream, 1), {})
    assert (told.status, told.code, told.headers) == (409, code, {"Retry-After": "1"})
    assert "Try again" in told.message


def test_what_is_not_the_domains_is_told_by_the_engine():
    assert refusal(ZeroDivisionError(), {}) is None
