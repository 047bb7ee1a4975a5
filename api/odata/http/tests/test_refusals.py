"""What an exception tells a client."""

import pytest
from django.db import OperationalError, connection

from api.odata.errors import BadRequestError, ErrorDetail
from api.odata.http.refusals import as_odata, renamed


def test_what_nobody_foresaw_is_logged_and_not_told(caplog):
    told = as_odata(ZeroDivisionError("the secret"))
    assert (told.status, told.code) == (500, "InternalError")
    assert "secret" not in told.message
    assert "the secret" in caplog.text


@pytest.fixture
def cancelled(db):  # asked for its effect
    """What Django raises for a statement that takes too long."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 10")
        with pytest.raises(OperationalError) as raised:
            cursor.execute("SELECT pg_sleep(1)")
    return raised.value


def test_a_statement_that_takes_too_long_asks_for_less(cancelled):
    told = as_odata(cancelled)
    assert (told.status, told.code) == (503, "TooExpensive")
    assert "less" in told.message
    lost = as_odata(OperationalError("the connection is lost"))
    assert (lost.status, lost.code) == (503, "Unavailable")


def test_problems_with_a_property_have_the_code_of_its_set():
    one = renamed(BadRequestError("x", target="quantity"), {"quantity": "InvalidQuantity"})
    assert one.code == "InvalidQuantity"
    details = (ErrorDetail("MissingProperty", "x", "quantity"),)
    many = renamed(
        BadRequestError("x", code="InvalidBody", target="quantity", details=details),
        {"quantity": "InvalidQuantity"},
    )
    assert (many.code, many.details[0].code) == ("InvalidBody", "InvalidQuantity")
