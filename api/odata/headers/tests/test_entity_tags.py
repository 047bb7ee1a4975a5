"""Lists of entity tags, and what they match."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.errors import BadRequestError
from api.odata.headers.entity_tags import EntityTag, TagCondition, parse_tag_condition


class TestParseTagCondition:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            (None, None),
            ("*", TagCondition(any=True)),
            (' W/"1" ', TagCondition(tags=(EntityTag("1"),))),
            (
                'W/"1", "a,b" ,""',
                TagCondition(
                    tags=(
                        EntityTag("1"),
                        EntityTag("a,b", weak=False),
                        EntityTag("", weak=False),
                    )
                ),
            ),
        ],
    )
    def test_reads_tags(self, header, expected):
        assert parse_tag_condition(header) == expected

    @pytest.mark.parametrize("header", ["", "1", 'w/"1"', '"1', '"1" "2"', '*, "1"', 'W/"a b"'])
    def test_refuses_malformed_ones(self, header):
        with pytest.raises(BadRequestError, match="If-Match must be") as refused:
            parse_tag_condition(header)
        assert refused.value.code == "InvalidEntityTag"

    @given(st.text(max_size=40) | st.text('W/"*, a', max_size=40))
    def test_any_text_is_read_or_refused(self, header):
        with suppress(BadRequestError):
            assert parse_tag_condition(header) is not None


class TestMatches:
    def test_compares_weakly(self):
        condition = parse_tag_condition('"1", W/"2"')
        assert condition is not None
        assert condition.matches(EntityTag("1"))
        assert condition.matches(EntityTag("2", weak=False))
        assert not condition.matches(EntityTag("3"))

    def test_a_star_matches_whatever_exists(self):
        assert TagCondition(any=True).matches(EntityTag("9"))
        assert not TagCondition(any=True).matches(None)

    def test_a_tag_shows_itself_as_a_header_does(self):
        assert str(EntityTag("4")) == 'W/"4"'
        assert str(EntityTag("4", weak=False)) == '"4"'
