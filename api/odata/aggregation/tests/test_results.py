"""Random groups and sums of the warehouse, compared with what Python adds up."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from api.odata.aggregation.results import results
from api.odata.aggregation.tables import Rows
from api.odata.expressions.evaluate import evaluate, value_of
from api.odata.expressions.parser import parse_filter
from api.odata.paging import PageLimits, PagePlan
from api.odata.query_options import parse_query
from api.odata.tests.test_warehouse import rows as rows  # noqa: PLC0414  # a fixture
from api.odata.tests.warehouse import ARTICLE, SERVICE
from api.odata.tests.warehouse_tables import Article, article_columns

KEYS = ("kind", "fragile", "spare", "label", "madeOn", "maker")
OPERANDS = (
    "count",
    "price",
    "serial",
    "weight",
    "count mul price",
    "parts/$count",
    "shelf/space",
)
METHODS = ("sum", "min", "max", "average", "countdistinct")
CONDITIONS = ("true", "price gt 1", "name ne null", "parts/any(p:p/amount gt 1)", "false")


def _exact(value):
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _alike(found, wanted):
    """The same, but for the last digits of a quotient."""
    if found is None or wanted is None:
        return found is wanted
    return abs(_exact(found) - wanted) <= Decimal("1e-9") * max(abs(wanted), 1)


def _python(method, values):
    known = [value for value in values if value is not None]
    if method == "countdistinct":
        return len(set(known))
    if not known:
        return None
    exact = [_exact(value) for value in known]
    if method == "average":
        return sum(exact) / len(exact)
    if method == "sum":
        return sum(exact)
    return min(exact) if method == "min" else max(exact)


def _parsed(text):
    return parse_filter(f"({text}) eq null", ARTICLE, SERVICE).left


def _expected(rows, keys, operand, method, condition):
    stated = parse_filter(condition, ARTICLE, SERVICE)
    groups = {}
    for row in rows:
        if evaluate(stated, row):
            groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    value = _parsed(operand)
    if not keys:
        groups.setdefault((), [])
    return {
        key: (len(found), _python(method, [value_of(value, row) for row in found]))
        for key, found in groups.items()
    }


def _asked(keys, operand, method, condition):
    made = f"aggregate({operand} with {method} as v,$count as n)"
    grouped = f"groupby(({','.join(keys)}),{made})" if keys else made
    apply = f"filter({condition})/{grouped}"
    options = parse_query([("$apply", apply)], ARTICLE, SERVICE)
    plan = PagePlan.of(options, PageLimits(1000, 1000), None)
    parts = [Rows(Article.objects.all(), article_columns())]
    found = results(parts, options.apply, options, plan)
    return {tuple(row[key] for key in keys): (row["n"], row["v"]) for row in found.rows}


class TestResults:
    def test_are_what_python_adds_up(self, rows, django_db_blocker):
        @settings(max_examples=150, deadline=None, database=None)
        @given(
            st.lists(st.sampled_from(KEYS), max_size=3, unique=True),
            st.sampled_from(OPERANDS),
            st.sampled_from(METHODS),
            st.sampled_from(CONDITIONS),
        )
        def check(keys, operand, method, condition):
            found = _asked(keys, operand, method, condition)
            wanted = _expected(rows, keys, operand, method, condition)
            assert found.keys() == wanted.keys()
            for key, (count, value) in wanted.items():
                assert found[key][0] == count
                assert _alike(found[key][1], value)

        with django_db_blocker.unblock():
            check()
