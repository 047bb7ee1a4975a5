"""Query options as they may be written, and what is refused of them."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.errors import BadRequestError, NotImplementedFeatureError, ODataError
from api.odata.expressions.order import OrderItem
from api.odata.option_names import COUNT, ENTITY
from api.odata.query_options import QueryOptions, parse_query
from api.odata.tests.sample import ORDER, SERVICE, declared


def parse(*pairs, **options):
    return parse_query(pairs, ORDER, SERVICE, **options)


class TestParseQuery:
    def test_nothing_asked_is_everything_wanted(self):
        assert parse() == QueryOptions()

    def test_names_may_lack_the_dollar_and_be_in_any_case(self):
        plain = parse(("filter", "quantity eq 1"), ("TOP", "5"), ("$Count", "True"))
        usual = parse(("$filter", "quantity eq 1"), ("$top", "5"), ("$count", "true"))
        assert (plain.filter, plain.top, plain.count) == (usual.filter, 5, True)
        assert usual.count

    def test_reads_each_option(self):
        found = parse(
            ("$orderby", "state desc, quantity ASC,accountId"),
            ("$select", "id,STATE,id,items"),
            ("$skip", "0"),
            ("$skiptoken", "abc"),
            ("$format", "json"),
        )
        assert found.order_by == (
            OrderItem.by(declared("state"), descending=True),
            OrderItem.by(declared("quantity")),
            OrderItem.by(declared("accountId")),
        )
        assert found.select == (declared("id"), declared("state"))
        assert (found.skip, found.skip_token, found.format) == (0, "abc", "json")

    def test_a_star_selects_everything(self):
        assert parse(("$select", "id,*")).select is None

    def test_aliases_reach_the_filter(self):
        found = parse(("$filter", "quantity eq @q"), ("@q", "5"))
        assert found.filter == parse(("$filter", "quantity eq 5")).filter

    def test_a_custom_option_needs_to_be_allowed(self):
        allowed = frozenset({"api-version"})
        assert parse(("api-version", "1.0"), custom=allowed).custom == {"api-version": "1.0"}
        with pytest.raises(BadRequestError, match="unknown query option 'foo'"):
            parse(("foo", "1"), custom=allowed)

    @pytest.mark.parametrize(
        ("pairs", "message"),
        [
            ([("$foo", "1")], "unknown query option '$foo'; allowed: $apply, $compute"),
            ([("$filtr", "1")], "did you mean '$filter'?"),
            ([("$top", "1"), ("$top", "1")], "given twice"),
            ([("top", "1"), ("$Top", "2")], "given twice"),
            ([("$top", "-1")], "$top must be a whole number from 0"),
            ([("$top", "x")], "got 'x'"),
            ([("$top", "")], "got ''"),
            ([("$top", "1.0")], "got '1.0'"),
            ([("$skip", "9" * 30)], "$skip must be a whole number"),
            ([("$count", "maybe")], "$count must be true or false"),
            ([("$orderby", "nope")], "unknown property 'nope' of Contoso.Order"),
            ([("$orderby", "quantity down")], "comes asc or desc, not 'down'"),
            ([("$orderby", "secret")], "secret at 0 cannot be used in $orderby"),
            ([("$orderby", "quantity,quantity desc")], "names a property twice"),
            ([("$orderby", "quantity,,id")], "expected a property, a literal or ( at 9"),
            ([("$compute", "quantity")], "expected as and a name at 8, got the end"),
            ([("$compute", "quantity as id")], "the name 'id' at 12 is already in use"),
            ([("$compute", "quantity as x,1 as X")], "the name 'X' at 19 is already in use"),
            ([("$compute", "1 as a.b")], "'a.b' at 5 is no name for a property"),
            ([("$compute", ",".join(f"1 as x{i}" for i in range(21)))], "at most 20 prop"),
            ([("$compute", "1 as x"), ("$select", "y")], "unknown property 'y'"),
            ([("$compute", "length(secret) as x")], "secret at 7 cannot be used in $compute"),
            ([("$orderby", ",".join(["id"] * 11))], "at most 10 items"),
            ([("$select", "pasword")], "$select: unknown property"),
            ([("$select", "")], "empty item"),
            ([("$filter", "quantity")], "$filter: a condition is needed"),
            ([("$skiptoken", "")], "1 to 4096 characters"),
        ],
    )
    def test_says_what_would_be_right(self, pairs, message):
        with pytest.raises(BadRequestError, match=re.escape(message)):
            parse(*pairs)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("$search", "a"),
            ("$orderby", "items"),
            ("$apply", "concat(identity,identity)"),
            ("$deltatoken", "x"),
            ("$select", "items/code"),
        ],
    )
    def test_names_what_is_not_built(self, name, value):
        with pytest.raises(NotImplementedFeatureError, match=re.escape(name)):
            parse((name, value))

    def test_an_option_of_collections_does_not_apply_to_one_entity(self):
        with pytest.raises(BadRequestError, match="does not apply here; allowed"):
            parse(("$top", "1"), allowed=ENTITY)
        assert parse(("$filter", "gift"), allowed=COUNT).filter is not None

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["$filter", "$orderby", "$select", "top", "@a", "$skiptoken"]),
                st.text(max_size=30),
            ),
            max_size=4,
        )
    )
    def test_any_text_is_read_or_refused(self, pairs):
        with suppress(ODataError):
            parse(*pairs)
