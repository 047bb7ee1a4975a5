"""Values to text and back."""

import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from api.odata.model import EdmType
from api.odata.tests.sample import GUID, STATE
from api.odata.values import from_raw_text, from_url_literal, moment_text, raw_text, url_literal


class TestText:
    @pytest.mark.parametrize(
        ("value", "value_type", "text"),
        [
            ("a'b", EdmType.STRING, "a'b"),
            (5, EdmType.INT32, "5"),
            (True, EdmType.BOOLEAN, "true"),
            (Decimal("1E+3"), EdmType.DECIMAL, "1000"),
            (UUID(GUID), EdmType.GUID, GUID),
            ("Placed", STATE, "Placed"),
            (datetime(2026, 1, 31, 1, 2, 3, 450000, UTC), EdmType.DATE_TIME_OFFSET, None),
            (date(2026, 1, 31), EdmType.DATE, "2026-01-31"),
            (time(23, 59, 1, 500000), EdmType.TIME_OF_DAY, "23:59:01.500000"),
            (timedelta(days=1, seconds=3601.5), EdmType.DURATION, "P1DT1H1.5S"),
            (timedelta(days=-2), EdmType.DURATION, "-P2D"),
            (timedelta(microseconds=-1), EdmType.DURATION, "-PT0.000001S"),
            (timedelta(0), EdmType.DURATION, "PT0S"),
            (b"\x00\xff?", EdmType.BINARY, "AP8_"),
            (0.1, EdmType.DOUBLE, "0.1"),
            (-math.inf, EdmType.SINGLE, "-INF"),
            (-128, EdmType.SBYTE, "-128"),
        ],
    )
    def test_is_read_back_as_it_was(self, value, value_type, text):
        assert text is None or raw_text(value) == text
        assert from_raw_text(raw_text(value), value_type) == value
        assert from_url_literal(url_literal(value), value_type) == value

    def test_binary_may_be_a_view_of_memory(self):
        assert raw_text(memoryview(b"\x00\xff?")) == "AP8_"

    def test_moments_are_shown_in_utc(self):
        assert moment_text(datetime(2026, 1, 31)) == "2026-01-31T00:00:00Z"  # noqa: DTZ001
        text = "2026-01-31t01:00:00.1234567+01:00"
        shown = "2026-01-31T00:00:00.123456Z"
        assert raw_text(from_raw_text(text, EdmType.DATE_TIME_OFFSET)) == shown

    @pytest.mark.parametrize(
        ("text", "value_type"),
        [
            ("x", EdmType.GUID),
            ("2147483648", EdmType.INT32),
            ("1.0", EdmType.INT64),
            ("yes", EdmType.BOOLEAN),
            ("1e3", EdmType.DECIMAL),
            ("2026-01-31", EdmType.DATE_TIME_OFFSET),
            ("0001-01-01T00:00:00+14:00", EdmType.DATE_TIME_OFFSET),
            ("Nope", STATE),
            ("x", EdmType.STREAM),
            ("2026-02-30", EdmType.DATE),
            ("24:00", EdmType.TIME_OF_DAY),
            ("PT", EdmType.DURATION),
            ("P1Y", EdmType.DURATION),
            ("P", EdmType.DURATION),
            ("P9999999D", EdmType.DURATION),
            ("1e999", EdmType.DOUBLE),
            ("256", EdmType.BYTE),
            ("ü", EdmType.BINARY),
            ("a", EdmType.BINARY),
        ],
    )
    def test_of_another_type_is_refused(self, text, value_type):
        with pytest.raises(ValueError, match="not of the type"):
            from_raw_text(text, value_type)

    @pytest.mark.parametrize("text", ["a", "'a", "'a'b'", "'", ""])
    def test_a_string_in_a_url_needs_its_quotes(self, text):
        with pytest.raises(ValueError, match="not a quoted string"):
            from_url_literal(text, EdmType.STRING)
