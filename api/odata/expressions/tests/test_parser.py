"""Filters read and refused; examples of OData 4.01 Part 2, 5.1.1, and any text at all."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.errors import BadRequestError, NotImplementedFeatureError, ODataError
from api.odata.expressions.lexer import ExpressionLimits
from api.odata.expressions.nodes import (
    And,
    Call,
    Comparator,
    Comparison,
    Literal,
    Membership,
    Not,
    Or,
    PropertyValue,
)
from api.odata.expressions.parser import parse_filter
from api.odata.model import EdmType
from api.odata.tests.sample import GUID, ORDER, SERVICE, STATE, declared
from api.odata.tests.strategies import filters


def parse(text, **options):
    return parse_filter(text, ORDER, SERVICE, **options)


def equal(name, value, value_type=None):
    found = declared(name)
    literal = Literal(value, value_type or found.type)
    return Comparison(Comparator.EQ, PropertyValue(found, found.type), literal)


class TestPrecedence:
    def test_and_binds_tighter_than_or(self):
        a, b, c = equal("quantity", 1), equal("quantity", 2), equal("catalogId", "c")
        text = "quantity eq 1 and quantity eq 2 or catalogId eq 'c'"
        assert parse(text) == Or((And((a, b)), c))
        text = "quantity eq 1 and (quantity eq 2 or catalogId eq 'c')"
        assert parse(text) == And((a, Or((b, c))))

    def test_a_chain_is_one_node_however_long(self):
        chain = parse(" or ".join(["quantity eq 1"] * 100))
        assert chain == Or((equal("quantity", 1),) * 100)

    def test_not_binds_tighter_than_a_comparison(self):
        assert parse("not gift") == Not(PropertyValue(declared("gift"), EdmType.BOOLEAN))
        assert parse("not (quantity eq 1)") == Not(equal("quantity", 1))
        with pytest.raises(BadRequestError, match="a condition is needed at 4"):
            parse("not quantity gt 5")


class TestNames:
    def test_may_be_in_any_case(self):
        assert parse("STATE EQ 'placed'") == equal("state", "Placed")
        assert parse("QUANTITY In (1)") == Membership(
            PropertyValue(declared("quantity"), EdmType.INT32), (Literal(1, EdmType.INT32),)
        )

    def test_a_mistyped_one_is_answered_with_the_nearest(self):
        with pytest.raises(BadRequestError) as refused:
            parse("state eq quantty")
        assert refused.value.message == (
            "unknown property 'quantty' of Contoso.Order at 9; did you mean 'quantity'?"
        )

    @pytest.mark.parametrize("name", ["items__code", "pk", "catalog_id", "secret"])
    def test_only_declared_and_filterable_ones_are_known(self, name):
        with pytest.raises(BadRequestError):
            parse(f"{name} eq 'x'")


class TestLiterals:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("catalogId eq 'it''s'", equal("catalogId", "it's")),
            ("catalogId eq ''", equal("catalogId", "")),
            ("catalogId eq 'a/é+b'", equal("catalogId", "a/é+b")),
            ("quantity eq -5", equal("quantity", -5)),
            ("quantity eq 5.50", equal("quantity", Decimal("5.50"), EdmType.DECIMAL)),
            ("quantity eq 1e2", equal("quantity", Decimal(100), EdmType.DECIMAL)),
            ("total eq 9007199254740993", equal("total", 2**53 + 1)),
            ("gift eq TRUE", equal("gift", value=True)),
            (f"id eq {GUID.upper()}", equal("id", UUID(GUID))),
            ("state eq Contoso.OrderState'Placed'", equal("state", "Placed")),
            ("state eq contoso.orderstate'Placed'", equal("state", "Placed")),
            ("state eq '3'", equal("state", "Canceled")),
            (
                "placedOn eq 2026-01-31T01:30:00.1234567+01:30",
                equal("placedOn", datetime(2026, 1, 31, 0, 0, 0, 123456, UTC)),
            ),
        ],
    )
    def test_are_read(self, text, expected):
        assert parse(text) == expected

    def test_null_has_no_type(self):
        found = parse("accountId eq null")
        assert isinstance(found, Comparison)
        assert found.right == Literal(None, None)

    def test_a_string_beside_an_enumeration_is_its_member_on_either_side(self):
        flipped = parse("'Placed' eq state")
        assert isinstance(flipped, Comparison)
        assert flipped.left == Literal("Placed", STATE)
        assert parse("state in ()").options == ()

    def test_an_alias_stands_for_its_literal_and_without_one_for_null(self):
        assert parse("state eq @s", aliases={"@s": "'Placed'"}) == equal("state", "Placed")
        assert parse("state eq @s") == parse("state eq null")


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "expected a property, a literal or ( at 0, got the end"),
            ("state", "compare it, as in state eq 'Placed'"),
            ("quantity eq 'abc'", "Edm.Int32 cannot be compared with Edm.String at 12"),
            ("id eq 'x'", "Edm.Guid is written like 3f2504e0"),
            ("5 eq 'a'", "cannot be compared"),
            ("quantity gt 99999999999999999999", "at 12 is out of the range of Edm.Int64"),
            ("(quantity eq 5", "at 14"),
            ("quantity eq 5)", "expected an operator or the end at 13"),
            ("quantity eq 1 and", "at 17, got the end"),
            ("quantity eqq 1", "did you mean 'eq'?"),
            ("state eq 'Nope'", "known: Placed, Processing, Fulfilled, Canceled"),
            ("state eq Contoso.OrderState'Nope'", "'Nope' at 27"),
            ("state eq Contoso.OrderStat'Placed'", "did you mean 'Contoso.OrderState'?"),
            ("catalogId eq 'it", "begins at 13 has no closing quote"),
            ('catalogId eq "x"', "strings stand between single quotes: 'x'"),
            ("catalogId eq ~", "cannot read '~' at 13"),
            ("all(x:true)", "all at 0 needs a collection before it"),
            ("items/all()", "all at 9 needs a condition"),
            ("items/anny(x:true)", "at 6, got 'anny'; did you mean 'any'?"),
            ("items/code eq 'a'", "expected /any(…), /all(…) or /$count after items at 6"),
            ("items/any(x x/code eq 'a')", "expected the : after the variable at 12"),
            ("items/any(x:items/any(x:true))", "the variable 'x' at 22 is already in use"),
            ("items/any(x:x/cde eq 'a')", "unknown property 'cde' of Contoso.Item at 14"),
            ("items/$count($top=1) eq 1", "expected $filter=… or $search=… at 13"),
            ("quantity div 0 eq 1", "division by zero at 13"),
            ("quantity mod 0.0 eq 1", "division by zero at 13"),
            ("quantity add 'a' eq 1", "add does not go with Edm.Int32 and Edm.String at 13"),
            ("-catalogId eq 'a'", "- takes a number or a duration at 0, not Edm.String"),
            ("substring(catalogId) eq 'a'", "takes 2 or 3 arguments, not 1"),
            ("year(catalogId) eq 1", "Edm.Date or Edm.DateTimeOffset at 5, not Edm.String"),
            ("round(catalogId) eq 1", "round takes a number at 6"),
            ("catalogId has 'a'", "has takes an enumeration at 0"),
            ("case(gift,1) eq 1", "expected the : between a condition and its value at 9"),
            ("case(gift:1,true:'a') eq 1", "cannot be compared with"),
            ("cast(quantity,Edm.Strin) eq '1'", "did you mean 'Edm.String'?"),
            ("placedOn eq 2026-01-31", "Edm.DateTimeOffset is written like 2026"),
            ("placedOn eq -10000-04-01T00:00Z", "none of the years 1 to 9999"),
            ("quantity eq duration'P1Y'", "'P1Y' at 12 is no Edm.Duration"),
            ("quantity eq duration'P9999999D'", "is no Edm.Duration"),
            ("@a eq @a", "the parameter alias @a at 1 refers to itself"),
            ("contans(catalogId,'x')", "did you mean 'contains'?"),
            ("contains(catalogId)", "takes 2 arguments, not 1"),
            ("contains(quantity,'1')", "takes Edm.String at 9, not Edm.Int32"),
            ("length(catalogId", "expected a comma or ) at 16, got the end"),
            ("quantity in 5", "expected a list in parentheses"),
            ("quantity in (5,'a')", "cannot be compared"),
            ("quantity/x eq 1", "leads nowhere"),
            ("placedOn eq 2026-13-31T00:00:00Z", "is no date and time"),
            ("catalogId eq 'a\x00'", "U+0000"),
            ("catalogId eq '\ud800'", "U+D800"),
            ("quantity gt -" + "9" * 41, "longer than 40"),
        ],
    )
    def test_say_what_is_wrong_and_where(self, text, message):
        with pytest.raises(BadRequestError, match=re.escape(message)):
            parse(text, aliases={"@a": "(@a)"})

    @pytest.mark.parametrize(
        ("text", "feature"),
        [
            ("geo.distance(x,y) lt 1", "geo.distance"),
            ("isof(Contoso.Order)", "isof"),
            ("items eq 1", "items by itself, without /any(…), /all(…) or /$count,"),
            ("items/best() eq 1", "the function 'best'"),
            ("package eq null", "the stream package"),
            ("cast(catalogId) eq null", "cast of the entity itself to 'catalogId'"),
            ("state gt state", "gt between two values of OrderState"),
            ("$it eq null", "$it by itself"),
            ("$root/Orders eq null", "$root"),
            ("catalogId eq ['a']", "a literal collection outside of in"),
            ("catalogId eq {}", "a literal object"),
            ("items/$filter(true)/$count gt 1", "items/$filter"),
            ("items('a')/code eq 'a'", "a key after items"),
            ("Contoso.Special/quantity eq 1", "a path through 'Contoso.Special'"),
            ("Contoso.Rank() eq 1", "the function 'contoso.rank'"),
            ("quantity/@Core.Note eq 1", "the annotation @Core.Note"),
            ("@Core.Note eq 1", "the annotation @Core.Note"),
            ("catalogId eq geography'Point(1 2)'", "a literal of geography"),
            ("matchesPattern(catalogId,'a')", "matchespattern"),
            ("hassubset(catalogId,catalogId)", "hassubset"),
            ("cast(Contoso.Order) eq null", "cast of the entity itself"),
            ("cast(catalogId,Edm.GeographyPoint) eq null", "a cast to 'Edm.GeographyPoint'"),
            ("cast(placedOn,Edm.Int32) eq 1", "a cast of Edm.DateTimeOffset to Edm.Int32"),
        ],
    )
    def test_name_what_is_not_built(self, text, feature):
        with pytest.raises(NotImplementedFeatureError, match=re.escape(feature)):
            parse(text)


class TestLimits:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("x" * 9000, "longer than 8192 characters (9000)"),
            ("(" * 65 + "gift" + ")" * 65, "nested deeper than 64"),
            ("not " * 65 + "gift", "nested deeper than 64"),
            ("tolower(" * 65 + "'a'" + ")" * 65 + " eq 'a'", "nested deeper than 64"),
            ("quantity in (" + "1," * 1001 + "1)", "more than 1000 operators and operands"),
            ("quantity" + " add 1" * 65 + " eq 1", "nested deeper than 64"),
            ("gift" + " eq gift" * 65, "nested deeper than 64"),
            ("-" * 65 + "quantity eq 1", "nested deeper than 64"),
        ],
    )
    def test_are_stated(self, text, message):
        with pytest.raises(BadRequestError, match=re.escape(message)):
            parse(text)

    def test_can_be_set(self):
        with pytest.raises(BadRequestError, match="longer than 3"):
            parse("gift", limits=ExpressionLimits(length=3))


_PIECES = """
    [ ] { } "x" ; = any( any(x: all(y: x/ $count $filter add sub mul div divby mod has in
    case( cast( isof( year( substring( Edm.Int32 duration'PT1S' 2026-01-01 08:30 INF - items/
    ( ) , ' '' 'a' not and or eq in gt null true quantity state items / $it @a 5 -5 1e9 : * -
    contains( tolower( Contoso.OrderState'Placed' 2026-01-01T00:00:00Z
"""
PIECES = st.sampled_from(_PIECES.split())


class TestAnyText:
    @given(st.text(max_size=60))
    def test_is_read_or_refused(self, text):
        with suppress(ODataError):
            parse(text)

    @given(st.lists(PIECES, max_size=25).map(" ".join))
    def test_of_familiar_pieces_is_read_or_refused(self, text):
        with suppress(ODataError):
            parse(text, aliases={"@a": text})

    @given(filters())
    def test_that_is_a_filter_is_read_to_a_condition(self, text):
        assert parse(text).type in {EdmType.BOOLEAN, None}

    def test_a_function_call_has_the_type_of_its_result(self):
        found = parse("contains(tolower(catalogId),'a')")
        assert isinstance(found, Call)
        assert found.type is EdmType.BOOLEAN
