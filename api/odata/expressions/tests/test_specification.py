"""What the specification's grammar allows and forbids, on a model that has such names."""

import pytest

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.tests.trading import parsed, parsed_option, parsed_options

READ = """
    Supplier/Name eq 'Milk'
    Product/Supplier/CompanyName ne null
    Name Eq 'Milk' OR Price Lt 2.55
    style has Sales.Pattern'Yellow'
    style eq 'Yellow'
    Name in ["Milk", "Cheese"]
    Name in (Name,Title)
    Price in (1,2.5)
    -Price lt 0
    (Price add 2.45) mod 2 eq 1
    (4 add 5) mod (4 sub 1) eq 0
    Price div 2.55 eq 1
    Price divby 2 gt 1
    not (true and false)
    ( true )
    concat(concat(Street,'-'),City) eq 'a-b'
    startswith(Supplier/Name,'Futterkiste')
    substring(CompanyName, 5) eq 'x'
    substring(CompanyName,-3,2) eq 'x'
    date(BirthDate) eq 2013-05-24
    time(BirthDate) lt 08:30:00.5
    totalseconds(LifeTime) gt 60
    totalseconds(duration'PT1M') eq 60
    LifeTime eq 'P1D'
    now( ) gt mindatetime()
    BirthDate add duration'P1D' lt maxdatetime()
    BirthDate sub BirthDate eq 'PT0S'
    fractionalseconds(BirthDate) lt 1
    round(Price) eq floor(Price) or ceiling(Price) eq 1
    case(X gt 0 : 1 , X lt 0 : -1 , true : 0) eq 1
    cast(X,Edm.String) eq '1'
    cast('7',Edm.Int32) eq X
    isof(X,Edm.Int32)
    Products/$count gt 2
    Products/$count($filter=Price gt 5.00) gt 2
    Products/any()
    Products/any( p : true )
    Products/any(p:p/Name eq $it/Name)
    Products/all(p:p/Sales/any(s:s/Amount gt p/Price and s/Amount lt Price))
    $it/Name eq $this/Name
    Category eq null or Category/Supplier ne null
    X lt INF and X gt -INF and X ne NaN
    Size eq 4.0
    Title eq @a
    ID eq 'O''Neil'
"""
NAMED = """
    geo.length(geography'SRID=0;LineString(142.1 64.1,3.14 2.78)') gt 1
    hassubset(Names,["Milk"])
    contains(Names,["Fred"])
    length(["Fred"]) eq 1
    matchesPattern(Name,'^a')
    ["a"] eq ["b"]
    {"Name":"x"} eq null
    $root/Products eq null
    Model.Available()
    Products/Model.Best()/Name eq 'x'
    Product/Model.Special/Name eq 'x'
    Price/@Measures.Currency eq 'EUR'
    @Core.Messages/any(m:true)
    isof(Model.Customer)
    cast(Category,Customer) eq null
    Product/Thumbnail eq null
    Supplier/Products
    Addresses('x')/City eq 'a'
"""
REFUSED = """
    any()
    all(p:true)
    Products/any(p)
    Products/all()
    'O'Neil' eq Name
    Price eq 1 or
    Price eq eq 1
    not
    (Price eq 1
    Price eq 1)
    Price add true eq 1
    Name lt 5
    contains(Name)
    contains(Name,'a','b')
    Name/Title eq 'a'
    Price eq .1
    Price eq -0.314e1e2
    BirthDate eq 2011-12-31T24:00:00Z
    BirthDate eq 2012-02-30T00:00:00Z
    BirthDate gt 'yesterday'
    LifeTime eq duration'P1Y'
    ID eq X'1a2B'
    style eq Sales.Pattern'Blue'
    case(X gt 0,1)
    Products/$count($top=1) gt 1
    Name eq "x"
"""


def _lines(text):
    return [line.strip() for line in text.strip().splitlines()]


class TestExpressions:
    @pytest.mark.parametrize("text", _lines(READ))
    def test_of_the_grammar_are_read(self, text):
        assert parsed(text) is not None

    @pytest.mark.parametrize("text", _lines(NAMED))
    def test_that_are_not_offered_are_named(self, text):
        with pytest.raises(NotImplementedFeatureError, match="is not implemented"):
            parsed(text)

    @pytest.mark.parametrize("text", _lines(REFUSED))
    def test_outside_the_grammar_are_refused(self, text):
        with pytest.raises(BadRequestError):
            parsed(text)


class TestOptions:
    @pytest.mark.parametrize(
        "query",
        [
            "filter=true&top=5&skip=10&count=true",
            "$OrderBy=Name",
            "$orderby=Name\tasc",
            "$orderby=Cost ge Revenue asc,Addresses/$count desc",
            "$filter=Title eq @t&@t='Wizard%20of%20Oz'",
            "$compute=Amount mul Product/TaxRate as Tax&$filter=Tax gt 1&$orderby=Tax",
            "$search=1984",
            "$search=08/15",
            "$search=%231",
            "$search=more%26more",
            "$search=NOT NOT",
            "$search=OR AND",
            '$search=foo AND (bar OR baz) NOT "blue green"',
            "$search=O'Neil",
            "$apply=filter(Amount le 1)/aggregate(Amount with sum as Total)",
            "$apply=aggregate((Amount sub Cost) mul TaxRate with sum as Tax)",
            "$apply=groupby((City,Name))",
            "$apply=groupby((City),aggregate(Amount with sum as Total))/skip(10)/top(5)",
            "$apply=compute(Amount mul 2 as Tax, day(BirthDate) as D)/groupby((D))",
            "$apply=search(')/top(1')/top(1)",
            "$apply=bottompercent(50,Amount)",
        ],
    )
    def test_of_the_grammar_are_read(self, query):
        assert parsed_options(query) is not None

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("$search", '"blue'),
            ("$search", "gr(een"),
            ("$orderby", "Name asc desc"),
            ("$orderby", ""),
            ("$compute", "Amount mul 2 Tax"),
            ("$compute", "Amount as Price"),
            ("$apply", "aggregate()"),
            ("$apply", "aggregate(Amount with sum)"),
            ("$apply", "aggregate(Amount)"),
            ("$apply", "aggregate($count with sum as SalesCount)"),
            ("$apply", "filter(true"),
            ("$apply", "top(x)"),
            ("$apply", "top(1)/"),
        ],
    )
    def test_outside_the_grammar_are_refused(self, name, value):
        with pytest.raises(BadRequestError):
            parsed_option(name, value)
