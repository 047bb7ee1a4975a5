"""Accept lists of clients in use, and $format."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.errors import BadRequestError, NotAcceptableError
from api.odata.headers.negotiation import JsonFormat, Metadata, negotiate, negotiate_json
from api.odata.headers.versions import ODataVersion

POWER_QUERY = (
    "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,"
    "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,"
    "text/plain;q=0.7"
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class TestNegotiateJson:
    @pytest.mark.parametrize(
        ("accept", "expected"),
        [
            (None, JsonFormat()),
            ("", JsonFormat()),
            ("*/*", JsonFormat()),
            ("*", JsonFormat()),
            ("application/*", JsonFormat()),
            (POWER_QUERY, JsonFormat()),
            (BROWSER, JsonFormat()),
            ("application/json;odata=verbose,text/plain, */*; q=0.01", JsonFormat()),
            ("application/json; charset=utf-8", JsonFormat()),
            ("application/json;odata.streaming=true", JsonFormat()),
            ("APPLICATION/JSON;Metadata=NONE", JsonFormat(Metadata.NONE)),
            ('application/json;odata.metadata="full"', JsonFormat(Metadata.FULL)),
            (
                "application/json;odata.metadata=minimal;IEEE754Compatible=true",
                JsonFormat(ieee754=True),
            ),
            (
                "application/json;q=0.5;metadata=none,application/json;metadata=full",
                JsonFormat(Metadata.FULL),
            ),
        ],
    )
    def test_finds_what_the_client_likes_best(self, accept, expected):
        assert negotiate_json(accept) == expected

    @pytest.mark.parametrize(
        "accept",
        [
            "application/json;odata.metadata=bogus",
            "application/json;foo=bar",
            "application/json;IEEE754Compatible=perhaps",
            "application/atom+xml",
            "application/json;q=0",
            "nonsense",
        ],
    )
    def test_refuses_what_is_not_offered(self, accept):
        with pytest.raises(NotAcceptableError):
            negotiate_json(accept)

    def test_format_beats_accept(self):
        assert negotiate_json("application/xml", "json") == JsonFormat()
        full = "application/json;odata.metadata=full"
        assert negotiate_json("application/xml", full) == JsonFormat(Metadata.FULL)
        with pytest.raises(NotAcceptableError):
            negotiate_json("application/json", "xml")

    @pytest.mark.parametrize("option", ["json;odata.metadata=full", "bogus", ""])
    def test_a_malformed_format_is_refused(self, option):
        with pytest.raises(BadRequestError):
            negotiate_json(None, option)

    @given(st.text(max_size=60) | st.text('aplicton/js;q=01.*, "', max_size=60))
    def test_any_text_is_understood_or_refused(self, accept):
        with suppress(NotAcceptableError):
            negotiate_json(accept)


class TestNegotiate:
    METADATA = ("application/xml", "application/json")

    @pytest.mark.parametrize(
        ("accept", "expected"),
        [
            (None, "application/xml"),
            ("*/*", "application/xml"),
            ("application/json, text/plain, */*", "application/xml"),
            (BROWSER, "application/xml"),
            ("application/json", "application/json"),
            ("application/json, application/xml;q=0.5", "application/json"),
        ],
    )
    def test_gives_what_anything_is_accepted_for_as_the_first_offer(self, accept, expected):
        assert negotiate(accept, None, self.METADATA) == expected

    def test_refuses_what_is_not_offered(self):
        assert negotiate("text/html", "json", self.METADATA) == "application/json"
        with pytest.raises(NotAcceptableError, match="this comes as application/xml"):
            negotiate("text/html", None, self.METADATA)


class TestContentType:
    def test_follows_the_version_and_has_no_charset(self):
        assert JsonFormat().content_type(ODataVersion.V4_0) == (
            "application/json;odata.metadata=minimal"
        )
        assert JsonFormat(Metadata.NONE, ieee754=True).content_type(ODataVersion.V4_01) == (
            "application/json;metadata=none;IEEE754Compatible=true"
        )
