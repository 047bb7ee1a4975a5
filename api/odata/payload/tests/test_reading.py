"""Bodies read and refused."""

import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.errors import (
    BadRequestError,
    ODataError,
    PayloadTooLargeError,
    UnsupportedMediaTypeError,
)
from api.odata.model import EdmType, Property
from api.odata.payload.reading import read_body
from api.odata.tests.sample import GUID, ORDER, STATE

JSON = "application/json"
PROPERTIES = (
    Property("quantity", EdmType.INT32, minimum=1, maximum=2147483647),
    Property("catalogId", EdmType.STRING, max_length=5, optional=True),
    Property("partner", EdmType.GUID, optional=True),
    Property("total", EdmType.INT64, optional=True),
    Property("price", EdmType.DECIMAL, nullable=True, minimum=0),
    Property("gift", EdmType.BOOLEAN, optional=True),
    Property("due", EdmType.DATE_TIME_OFFSET, optional=True),
    Property("state", STATE, optional=True),
    Property("version", EdmType.INT32, computed=True),
)


def read(text, content_type=JSON, **options):
    body = text if isinstance(text, bytes) else text.encode()
    return read_body(body, content_type, PROPERTIES, **options)


class TestReadBody:
    def test_types_what_is_declared(self):
        body = {
            "QUANTITY": 5,
            "catalogId": "c1",
            "partner": GUID,
            "total": 2**53 + 1,
            "gift": False,
            "due": "2026-01-31T01:00:00+01:00",
            "state": "placed",
            "price": 5.25,
        }
        assert read(orjson.dumps(body)) == {
            "quantity": 5,
            "catalogId": "c1",
            "partner": UUID(GUID),
            "total": 2**53 + 1,
            "gift": False,
            "due": datetime(2026, 1, 31, tzinfo=UTC),
            "state": "Placed",
            "price": Decimal("5.25"),
        }

    def test_ignores_annotations_and_computed_properties(self):
        body = (
            '{"@odata.type":"Contoso.Order","@a.b":1,"quantity@x.y":{},"version":null,'
            '"quantity":1,"price":null}'
        )
        assert read(body) == {"quantity": 1, "price": None}

    def test_takes_long_numbers_as_strings_when_the_client_says_so(self):
        body = '{"quantity":1,"total":"9007199254740993","price":"1.10"}'
        found = read(body, "application/json;charset=UTF-8;IEEE754Compatible=true")
        assert (found["total"], found["price"]) == (2**53 + 1, Decimal("1.10"))
        with pytest.raises(BadRequestError, match="2 problems"):
            read(body)

    def test_no_body_will_do_where_it_is_optional(self):
        assert read_body(b"", None, (), optional=True) == {}
        assert read_body(b"{}", JSON, (), optional=True) == {}

    def test_null_for_what_has_a_default_is_the_same_as_nothing(self):
        body = '{"quantity":1,"catalogId":null,"gift":null,"state":null}'
        assert read(body) == {"quantity": 1}
        with pytest.raises(BadRequestError, match="catalogId must be a string"):
            read('{"catalogId":null}', partial=True)

    def test_a_part_need_not_have_everything(self):
        assert read("{}", partial=True) == {}


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "message"),
        [
            (
                '{"quantity":"ten"}',
                'quantity must be a whole number from 1 to 2147483647; got "ten"',
            ),
            ('{"quantity":0}', "got 0"),
            ('{"quantity":true}', "got true"),
            ('{"quantity":1.0}', "got 1.0"),
            ('{"quantity":1e0}', "2147483647, written without fraction and exponent; got 1"),
            ('{"quantity":1e3}', "quantity must be a whole number"),
            ('{"quantity":null}', "got null"),
            ('{"quantity":[1]}', "got []"),
            ('{"quantity":99999999999999999999}', "got 99999999999999999999"),
            ('{"quantity":1,"catalogId":"123456"}', "a string of at most 5 characters"),
            ('{"quantity":1,"catalogId":"a\\u0000"}', "catalogId: the character U+0000 at 1"),
            ('{"quantity":1,"catalogId":"\\ud800"}', "catalogId: the character U+D800 at 0"),
            ('{"quantity":1,"partner":"x"}', "partner must be a GUID such as"),
            ('{"quantity":1,"gift":"true"}', "gift must be true or false"),
            ('{"quantity":1,"due":"2026-01-31"}', "due must be a moment such as"),
            ('{"quantity":1,"state":"Nope"}', "one of Placed, Processing"),
            ('{"quantity":1,"price":-1}', "price must be"),
            ('{"quantity":1,"price":1e99}', "price must be"),
            (
                '{"quantity":1,"quantty":1}',
                "unknown property 'quantty'; did you mean 'quantity'?",
            ),
            ('{"quantity":1,"Quantity":1}', "quantity is given twice"),
            ('{"quantity":1,"quantity":1}', "gives 'quantity' twice"),
            ("{}", "quantity is missing"),
            ("[]", "must be a JSON object"),
            ("null", "must be a JSON object"),
            ("", "line 1 column 1"),
            ('{"quantity":1,}', "line 1 column"),
            ('{"quantity":\n NaN}', "NaN is no JSON number"),
            ('{"quantity":-Infinity}', "-Infinity is no JSON number"),
            ('{"quantity":' + "9" * 5000 + "}", "more than 40 characters"),
            ("[" * 30000, "nested too deeply"),
            (b'{"\xff":1}', "not UTF-8 at byte 2"),
        ],
    )
    def test_say_what_is_right(self, body, message):
        with pytest.raises(BadRequestError, match=re.escape(message)):
            read(body)

    def test_name_every_problem_at_once(self):
        with pytest.raises(BadRequestError) as refused:
            read('{"catalogId":1,"nope":2}')
        assert [(each.code, each.target) for each in refused.value.details] == [
            ("InvalidValue", "catalogId"),
            ("UnknownProperty", "nope"),
            ("MissingProperty", "quantity"),
        ]
        assert refused.value.message.startswith("the body has 3 problems; the first: catalogId")

    @pytest.mark.parametrize(
        "content_type", [None, "", "text/plain", "application/json;charset=utf-16", "json"]
    )
    def test_name_the_media_type_that_is_read(self, content_type):
        with pytest.raises(UnsupportedMediaTypeError):
            read("{}", content_type)

    def test_tolerate_the_parameters_of_clients(self):
        assert read('{"quantity":1}', "application/json;odata=verbose") == {"quantity": 1}

    def test_state_the_longest_body(self):
        with pytest.raises(PayloadTooLargeError, match="65536"):
            read(" " * 65_537)

    @given(st.binary(max_size=60))
    def test_any_bytes_are_read_or_refused(self, body):
        with suppress(ODataError):
            read(body)

    @given(
        st.dictionaries(
            st.sampled_from([each.name for each in ORDER.properties]),
            st.recursive(
                st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
                lambda inner: st.lists(inner, max_size=2),
                max_leaves=3,
            ),
            max_size=4,
        )
    )
    def test_any_json_is_read_or_refused(self, body):
        with suppress(ODataError):
            read_body(json.dumps(body).encode(), JSON, ORDER.properties)
