"""Prefer as clients write it; nothing in it is ever refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.headers.preferences import (
    Preferences,
    parse_preferences,
    without_preference,
)


class TestParsePreferences:
    def test_nothing_is_preferred_without_the_header(self):
        assert parse_preferences(None) == Preferences()

    def test_reads_what_is_known_and_leaves_the_rest(self):
        found = parse_preferences(
            'handling=strict, foo="a, b"; x=1, Respond-Async, return=minimal; wait=5 , wait=10'
        )
        assert (found.respond_async, found.returns, found.wait) == (True, "minimal", 10)
        assert found.applied("respond-async", "return", "maxpagesize") == (
            "respond-async, return=minimal"
        )

    @pytest.mark.parametrize("name", ["maxpagesize", "odata.maxpagesize"])
    def test_answers_in_the_spelling_of_the_client(self, name):
        found = parse_preferences(f"{name}=5")
        assert found.max_page_size == 5
        assert found.applied("maxpagesize") == f"{name}=5"

    @pytest.mark.parametrize(
        "header",
        ["maxpagesize=0", "maxpagesize=-1", "maxpagesize=x", "maxpagesize", "return=x"],
    )
    def test_leaves_what_makes_no_sense(self, header):
        found = parse_preferences(header)
        assert (found.max_page_size, found.returns) == (None, None)
        assert not found.applied("maxpagesize", "return")

    def test_the_first_of_two_counts(self):
        assert parse_preferences("return=minimal, return=representation").returns == "minimal"
        assert parse_preferences('maxpagesize="7", odata.maxpagesize=9').max_page_size == 7

    @pytest.mark.parametrize(
        ("header", "goes_on"),
        [
            ("odata.continue-on-error", True),
            ("continue-on-error=True", True),
            ("continue-on-error=false", False),
            ("continue-on-error=perhaps", None),
            ("return=minimal", None),
        ],
    )
    def test_continue_on_error(self, header, goes_on):
        assert parse_preferences(header).continue_on_error is goes_on

    @given(st.text(max_size=80) | st.text('return=minimal,;"\\ wait1', max_size=80))
    def test_never_refuses(self, header):
        parse_preferences(header)


class TestWithoutPreference:
    def test_leaves_the_others_as_they_are(self):
        header = 'return=minimal, Respond-Async; x="a, b" , wait=5'
        assert without_preference(header, "respond-async") == "return=minimal, wait=5"
