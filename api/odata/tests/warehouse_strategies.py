"""Random filters about the warehouse: functions, arithmetic, paths and collections."""

from hypothesis import strategies as st

_OPERATORS = ("eq", "ne", "gt", "ge", "lt", "le")


def _of(*texts):
    return st.sampled_from(texts)


_TEXT = _of("name", "label", "shelf/row", "owner/row", "'a'", "'Nut'", "''", "'b%'", "null")
_WHOLE = _of("count", "spare", "id", "shelf/space", "owner/space", "0", "2", "-3", "7", "null")
_MORE = _of("serial", "parts/$count", "9007199254740993", "shelf/articles/$count")
_FRACTION = _of("price", "weight", "5.5", "0.25", "-1")
_DATED = _of("madeOn", "2026-01-31", "date(soldOn)", "null")
_MOMENT = _of("soldOn", "2026-01-31T23:30:00Z", "2024-02-29T01:02:03.25+00:00", "null")
_TIMED = _of("opens", "08:30", "23:59:59.5", "time(soldOn)")
_SPAN = _of("lasts", "duration'P1DT12H'", "duration'-PT1.5S'", "'PT0S'", "null")


def _call(name, *arguments):
    return st.tuples(*arguments).map(lambda given: f"{name}({','.join(given)})")


def _infix(left, operators, right):
    return st.tuples(left, st.sampled_from(operators), right).map(
        "({0[0]} {0[1]} {0[2]})".format
    )


_STRINGS = st.one_of(
    _TEXT,
    _call("tolower", _TEXT),
    _call("trim", _TEXT),
    _call("concat", _TEXT, _TEXT),
    _call("substring", _TEXT, _of("0", "1", "-1", "-9", "9", "count", "spare")),
    _call("substring", _TEXT, _of("0", "-2", "count"), _of("1", "-1", "spare", "9")),
    _of("case(count gt 3:label,fragile:name)", "cast(count,Edm.String)"),
)
_NUMBERS = st.one_of(
    _WHOLE,
    _MORE,
    _FRACTION,
    _call("length", _STRINGS),
    _call("indexof", _TEXT, _TEXT),
    _call("round", _FRACTION),
    _call("floor", _FRACTION),
    _call("ceiling", _FRACTION),
    _call("year", st.one_of(_DATED, _MOMENT)),
    _call("month", _DATED),
    _call("day", _MOMENT),
    _call("hour", st.one_of(_TIMED, _MOMENT)),
    _call("minute", _TIMED),
    _call("second", _MOMENT),
    _call("fractionalseconds", _TIMED),
    _call("totalseconds", _SPAN),
    _call("totaloffsetminutes", _MOMENT),
    _infix(_WHOLE, ("add", "sub", "mul"), st.one_of(_WHOLE, _FRACTION)),
    _infix(st.one_of(_WHOLE, _of("serial")), ("div", "mod"), _of("count", "spare", "4", "-3")),
    _infix(_FRACTION, ("mod", "add"), _of("price", "count", "0.75")),
    _infix(_of("serial"), ("add", "mul"), _MORE),
    _of("-count", "-price", "-(spare)", "-weight", "cast(price,Edm.Int32)", "price divby 4"),
    _of("case(price gt 1:price,spare lt 0:count)", "cast(name,Edm.Int32)", "INF", "NaN"),
)
_SPANS = st.one_of(
    _SPAN, _of("madeOn sub 2025-12-31", "soldOn sub 2026-01-01T00:00:00Z", "-lasts")
)
_DATES = st.one_of(
    _DATED, _infix(_of("madeOn"), ("add", "sub"), _SPAN.filter(lambda t: t != "null"))
)
_MOMENTS = st.one_of(_MOMENT, _infix(_of("soldOn"), ("add", "sub"), _of("lasts", "'PT36H'")))


@st.composite
def _comparisons(draw):
    kinds = [_STRINGS, _NUMBERS, _NUMBERS, _DATES, _MOMENTS, _TIMED, _SPANS]
    operands = draw(st.sampled_from(kinds))
    return f"{draw(operands)} {draw(st.sampled_from(_OPERATORS))} {draw(operands)}"


_CONDITIONS = st.one_of(
    _comparisons(),
    _comparisons(),
    st.sampled_from(
        [
            "fragile",
            "fragile eq false",
            "fragile gt false",
            "(count gt 2) eq fragile",
            "contains(label,'u') ne fragile",
            "(count gt 2 and fragile) eq null",
            "kind in ('Boxed','Bulk')",
            "kind gt 'Loose'",
            "kind has 'Boxed'",
            "kind in (kind)",
            "count in (spare,id,3)",
            "price in (5.5,count,null)",
            "mark eq binary'YQBi'",
            "maker eq 00000000-0000-0000-0000-000000000007",
            "shelf eq null",
            "owner ne null",
            "isof(price,Edm.Decimal)",
            "contains(name,shelf/row)",
            "startswith(label,name)",
            "not endswith(name,'A')",
            "parts/any()",
            "parts/any(p:p/name eq 'nut')",
            "parts/all(p:p/amount gt 0)",
            "parts/any(p:p/amount eq count or p/name eq null)",
            "not parts/all(p:p/amount lt $it/count)",
            "parts/$count($filter=amount gt 0) ge 1",
            "parts/$count($filter=amount gt $it/count) eq 1",
            "shelf/articles/any(a:a/count gt 9 and a/id ne $it/id)",
            "owner/articles/any(a:a/count gt 9)",
            "owner/articles/all(a:a/price eq null)",
            "owner/articles/$count gt count",
            "parts/any(p:p/article/count eq count)",
            "parts/any(p:p/article/parts/any(q:q/amount gt p/amount))",
            "parts/any(p:p/article/shelf/space gt 10)",
        ]
    ),
)


def warehouse_filters():
    """Filters that the parser accepts."""
    return st.recursive(
        _CONDITIONS,
        lambda inner: st.one_of(
            inner.map("not ({})".format),
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
                lambda parts: "({}) {} ({})".format(*parts)
            ),
        ),
        max_leaves=4,
    )


COMPUTED = st.one_of(
    _STRINGS,
    _NUMBERS,
    _DATES,
    _SPANS,
    _of("count mul INF", "cast('1.5',Edm.Double) mul count", "weight add 1", "kind", "fragile"),
    _of("count gt 3", "count gt 3 and fragile", "cast(price,Edm.Double)", "null", "mark"),
)
"""Expressions for $compute."""
