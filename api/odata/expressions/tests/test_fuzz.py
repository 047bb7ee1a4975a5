"""Whatever text an option has: it is read, refused or named, and in linear time."""

from contextlib import suppress
from time import perf_counter, process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.errors import ODataError
from api.odata.expressions.lexer import ExpressionLimits
from api.odata.option_expressions import QueryLimits
from api.odata.query_options import parse_query
from api.odata.tests.warehouse import ARTICLE, SERVICE
from api.odata.tests.warehouse_strategies import warehouse_filters

OPTIONS = ("$filter", "$orderby", "$compute", "$search", "$apply", "$select", "$expand")
_WORDS = """
    ( ) , / : ; = - [ ] { } " ' @a @b $it $this $root $count $filter any( all( any(x: x/ p:p/
    and or not eq ne gt in has add sub mul div divby mod as with sum average countdistinct asc
    desc aggregate( groupby(( filter( compute( topcount( concat( search( AND OR NOT null true
    name count price parts shelf owner kind soldOn lasts 1 -5 2.5 1e9 'x' 'Boxed' INF NaN
    contains( length( substring( cast( case( now() year( Edm.Int32 Store.Kind'Boxed' 08:30
    duration'PT1S' 2026-01-01 2026-01-01T00:00:00Z 00000000-0000-0000-0000-000000000007
"""
WORDS = _WORDS.split()
SOUPS = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
TEXTS = st.one_of(st.text(max_size=80), SOUPS, SOUPS.map(lambda soup: soup.replace(" ", "")))


@st.composite
def mutated(draw):
    """A filter with a few characters gone, doubled or exchanged."""
    text = draw(warehouse_filters())
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        put = draw(st.one_of(st.just(""), st.sampled_from(WORDS), st.characters()))
        text = text[:at] + put + text[at + draw(st.integers(0, 2)) :]
    return text


def refusal(*pairs):
    """The refusal of a query, or None; anything else that is raised is a fault."""
    try:
        parse_query(pairs, ARTICLE, SERVICE)
    except ODataError as error:
        return error
    return None


class TestAnyText:
    @given(st.sampled_from(OPTIONS), TEXTS, TEXTS)
    def test_is_read_or_refused(self, option, text, alias):
        error = refusal((option, text), ("@a", alias), ("@b", text))
        assert error is None or (error.status in {400, 501} and error.message)

    @given(mutated())
    def test_that_was_nearly_a_filter_is_read_or_refused(self, text):
        error = refusal(("$filter", text))
        assert error is None or error.status in {400, 501}


REPEATED = [
    ("", "(", ""),
    ("", "not ", "true"),
    ("count", " add count", " eq 1"),
    ("count eq 1", " and count eq 1", ""),
    ("count eq 1", " or not (count eq 1)", ""),
    ("count in (1", ",1", ")"),
    ("concat(name,'", "''", "') eq 'x'"),
    ("name eq '", "''", ""),
    ("length(", "tolower(", "name"),
    ("", "parts/any(p:", ""),
    ("case(", "true:1,", "true:2) eq 1"),
    ("", "a.", "b eq 1"),
    ("", "-", "1 eq 1"),
    ("", "1", " eq 1"),
    ("", '"\\', ""),
    ("", "@a and ", "true"),
    ("", "2026-01-01T00:00:00", "Z eq soldOn"),
    ("", " ", "true"),
]


class TestTime:
    @pytest.mark.parametrize(("begin", "middle", "end"), REPEATED)
    def test_grows_with_the_text_and_no_faster(self, begin, middle, end):
        limits = QueryLimits(
            ExpressionLimits(length=10**6, depth=100, nodes=10**6, collections=10)
        )
        taken = []
        for length in (1_000, 16_000):
            text = begin + middle * (length // len(middle)) + end
            pairs = [("$filter", text), ("@a", "count eq 1")]
            taken.append(min(_seconds(pairs, limits) for _ in range(3)))
        # Sixteen times as long: quadratic time would be 256 times as long.
        assert taken[1] < 80 * max(taken[0], 0.0003)

    def test_of_what_aliases_and_computed_properties_unfold_is_bounded(self):
        pairs = [(f"@a{n}", f"@a{n + 1} and @a{n + 1}") for n in range(40)]
        began = perf_counter()
        with pytest.raises(ODataError, match=r"more than 1000|nested deeper"):
            parse_query([("$filter", "@a0"), *pairs], ARTICLE, SERVICE)
        doubled = ["count as c0", *(f"c{n} add c{n} as c{n + 1}" for n in range(15))]
        with pytest.raises(ODataError, match=r"more than 1000|nested deeper"):
            parse_query([("$compute", ",".join(doubled))], ARTICLE, SERVICE)
        assert perf_counter() - began < 5


def _seconds(pairs, limits):
    began = process_time()
    with suppress(ODataError):
        parse_query(pairs, ARTICLE, SERVICE, limits=limits)
    return process_time() - began
