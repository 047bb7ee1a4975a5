"""Versions asked for and answered."""

import pytest

from api.odata.errors import BadRequestError
from api.odata.headers.versions import ODataVersion, request_version, response_version


class TestResponseVersion:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            (None, ODataVersion.V4_0),
            ("4.0", ODataVersion.V4_0),
            (" 4.01 ", ODataVersion.V4_01),
            ("5.0", ODataVersion.V4_01),
        ],
    )
    def test_is_the_highest_that_the_client_allows(self, header, expected):
        assert response_version(header) is expected

    @pytest.mark.parametrize("header", ["3.0", "", "four", "4", "4.0;x"])
    def test_refuses_what_cannot_be_met(self, header):
        with pytest.raises(BadRequestError, match="OData-MaxVersion"):
            response_version(header)


class TestRequestVersion:
    def test_is_4_0_unless_said_otherwise(self):
        assert request_version(None) is ODataVersion.V4_0
        assert request_version("4.01") is ODataVersion.V4_01

    @pytest.mark.parametrize("header", ["3.0", "5.0", "4.1.1", ""])
    def test_refuses_others(self, header):
        with pytest.raises(BadRequestError, match="OData-Version"):
            request_version(header)
