"""Random filters and orders about the sample's orders."""

from hypothesis import strategies as st

_OPERATORS = ("eq", "ne", "gt", "ge", "lt", "le")
_STRINGS = ("'aA'", "'ab'", "'b%'''", "'A'", "''", "null")
_NUMBERS = ("0", "5", "6", "5.5", "-3", "9007199254740993", "9999999999", "null")
_TEXTS = (
    "catalogId",
    "accountId",
    "tolower(accountId)",
    "toupper(catalogId)",
    "tolower('AA')",
    *_STRINGS,
)
_QUANTITIES = ("quantity", "bonus", "total", "length(accountId)", "price", *_NUMBERS)
_MOMENTS = ("placedOn", "2026-01-01T00:00:00Z", "2026-03-01T12:00:00.5Z", "null")
_SORTABLE = ("catalogId", "accountId", "bonus", "total", "price", "gift", "state", "placedOn")


@st.composite
def _comparisons(draw):
    operands = st.sampled_from(draw(st.sampled_from([_TEXTS, _QUANTITIES, _MOMENTS])))
    return f"{draw(operands)} {draw(st.sampled_from(_OPERATORS))} {draw(operands)}"


@st.composite
def _lists(draw):
    operand, values = draw(
        st.sampled_from([("bonus", _NUMBERS), ("accountId", _STRINGS), ("price", _NUMBERS)])
    )
    listed = draw(st.lists(st.sampled_from(values), max_size=3))
    return f"{operand} in ({','.join(listed)})"


@st.composite
def _matches(draw):
    name = draw(st.sampled_from(["contains", "startswith", "endswith"]))
    call = f"{name}({draw(st.sampled_from(_TEXTS))},{draw(st.sampled_from(_TEXTS))})"
    return call + draw(
        st.sampled_from(["", "", " eq true", " ne false", " eq null", " eq gift"])
    )


def filters():
    """Filters that the parser accepts."""
    simple = st.one_of(
        _comparisons(), _lists(), _matches(), st.sampled_from(["gift", "true", "null"])
    )
    return st.recursive(
        simple,
        lambda inner: st.one_of(
            inner.map("not ({})".format),
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
                lambda parts: "({}) {} ({})".format(*parts)
            ),
        ),
        max_leaves=6,
    )


def orders():
    """Values of $orderby, with each property at most once."""
    names = st.lists(st.sampled_from(_SORTABLE), min_size=1, max_size=4, unique=True)
    directions = st.lists(st.sampled_from(["", " asc", " desc"]), min_size=4, max_size=4)
    return st.tuples(names, directions).map(
        lambda both: ",".join(n + d for n, d in zip(both[0], both[1], strict=False))
    )
