"""What an exception tells a client."""

from api.odata.errors import BadRequestError, ErrorDetail
from api.odata.http.refusals import as_odata, renamed


def test_what_nobody_foresaw_is_logged_and_not_told(caplog):
    told = as_odata(ZeroDivisionError("the secret"))
    assert (told.status, told.code) == (500, "InternalError")
    assert "secret" not in told.message
    assert "the secret" in caplog.text


def test_problems_with_a_property_have_the_code_of_its_set():
    one = renamed(BadRequestError("x", target="quantity"), {"quantity": "InvalidQuantity"})
    assert one.code == "InvalidQuantity"
    details = (ErrorDetail("MissingProperty", "x", "quantity"),)
    many = renamed(
        BadRequestError("x", code="InvalidBody", target="quantity", details=details),
        {"quantity": "InvalidQuantity"},
    )
    assert (many.code, many.details[0].code) == ("InvalidBody", "InvalidQuantity")
