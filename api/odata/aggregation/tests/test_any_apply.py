"""Any sequence of transformations that is read can be asked, or is named as not offered."""

from django.db import DataError
from hypothesis import given, settings
from hypothesis import strategies as st

from api.odata.aggregation.entities import entity_rows
from api.odata.aggregation.results import results
from api.odata.aggregation.tables import Rows
from api.odata.errors import NotImplementedFeatureError, ODataError
from api.odata.paging import PageLimits, PagePlan
from api.odata.query_options import parse_query
from api.odata.tests.test_warehouse import rows as rows  # noqa: PLC0414  # a fixture
from api.odata.tests.warehouse import ARTICLE, SERVICE
from api.odata.tests.warehouse_tables import Article, article_columns

BEFORE = (
    "filter(count gt 2)",
    "filter(null eq null)",
    "filter(false)",
    "filter(parts/any(p:p/amount gt 1))",
    "compute(count mul 2 as twice,twice add 1 as odd)",
    "compute(null as nothing,kind eq 'Boxed' as boxed)",
    "orderby(count desc)",
    "top(9)",
    "skip(1)",
    "topcount(20,count)",
    "identity",
)
GROUPS = (
    "groupby((kind,fragile),aggregate($count as n))",
    "groupby((kind),aggregate(count with sum as n,weight with max as w,$count as count))",
    "groupby((mark,maker,opens,lasts,soldOn,madeOn),aggregate(parts/$count with sum as n))",
    "aggregate($count as n,shelf/space with average as mean)",
    "aggregate(name with min as lo,soldOn with max as hi,lasts with max as n)",
    "aggregate(null with sum as n,true with countdistinct as k)",
    "groupby((kind,spare),aggregate(weight with average as n))",
)
AFTER = (
    "filter(n gt 1)",
    "filter(n eq null)",
    "compute(n add 1 as more,more mul 2 as most)",
    "compute(cast(n,Edm.Double) as float,null as none)",
    "groupby((n))",
    "groupby((kind),aggregate(n with sum as n))",
    "aggregate(n with sum as n,n with average as mean,n with countdistinct as k)",
    "orderby(n,kind desc)",
    "top(3)",
    "skip(1)",
    "bottomcount(2,n)",
    "topsum(9,n)",
    "toppercent(50,n)",
    "bottompercent(0,n)",
    "identity",
)
OTHERS = (
    ("$filter", "n gt 1"),
    ("$filter", "kind eq 'Boxed' or kind eq null"),
    ("$orderby", "n desc"),
    ("$orderby", "kind,n add 1"),
    ("$compute", "n mul 2 as double"),
    ("$compute", "5 as five,kind as sort"),
    ("$count", "true"),
)


def answer(pairs):
    options = parse_query(pairs, ARTICLE, SERVICE)
    part = Rows(Article.objects.all(), article_columns())
    if options.apply is None:
        return
    if options.apply.entities:
        list(entity_rows(part, options.apply.steps).rows)
        return
    for size in (2, 50):
        plan = PagePlan.of(options, PageLimits(size, size), None)
        page = results([part], options.apply, options, plan)
        if page.token is not None:
            again = parse_query([*pairs, ("$skiptoken", page.token)], ARTICLE, SERVICE)
            following = results([part], again.apply, again, plan)
            assert following.rows
            assert following.rows[0] not in page.rows


class TestAnyApply:
    def test_is_asked_or_named(self, rows, django_db_blocker):
        @settings(max_examples=400, deadline=None, database=None)
        @given(
            st.tuples(
                st.lists(st.sampled_from(BEFORE), max_size=2),
                st.lists(st.sampled_from(GROUPS), min_size=0, max_size=1),
                st.lists(st.sampled_from(AFTER), max_size=3),
            ),
            st.lists(st.sampled_from(OTHERS), max_size=3, unique_by=lambda pair: pair[0]),
        )
        def check(steps, others):
            pairs = [("$apply", "/".join(map("/".join, filter(None, steps)))), *others]
            try:
                parse_query(pairs, ARTICLE, SERVICE)
            except ODataError:
                return
            try:
                answer(pairs)
            except (NotImplementedFeatureError, DataError):
                return

        with django_db_blocker.unblock():
            check()
