"""A model of trade, with the kinds of names that specifications use in their examples."""

from urllib.parse import parse_qsl

from api.odata.expressions.cursor import Budget
from api.odata.expressions.lexer import ExpressionLimits
from api.odata.expressions.parser import POWERS, Parser
from api.odata.expressions.scope import Scope
from api.odata.model import (
    EdmType,
    EntitySet,
    EntityType,
    EnumType,
    Navigation,
    Property,
    Service,
)
from api.odata.query_options import parse_query

_STRING, _DECIMAL, _INT = EdmType.STRING, EdmType.DECIMAL, EdmType.INT32
_PATTERN = EnumType("Pattern", ("Solid", "Yellow"))
_TYPES = {
    **dict.fromkeys(
        ("Price", "Cost", "Revenue", "Amount", "TaxRate", "Population", "PlannedRevenue"),
        _DECIMAL,
    ),
    **dict.fromkeys(("Rating", "Size", "X", "Age", "Year", "Quantity"), _INT),
    "BirthDate": EdmType.DATE_TIME_OFFSET,
    "ReleaseDate": EdmType.DATE_TIME_OFFSET,
    "Date": EdmType.DATE_TIME_OFFSET,
    "LifeTime": EdmType.DURATION,
    "Completed": EdmType.BOOLEAN,
    "style": _PATTERN,
    "Thumbnail": EdmType.STREAM,
}
_TEXTS = "ID Name Title City Street CompanyName FirstName LastName ZipCode Location"
_PROPERTIES = (
    *(Property(name, kind, nullable=True) for name, kind in _TYPES.items()),
    *(Property(name, _STRING, nullable=True) for name in _TEXTS.split()),
)
_ONE = "Category Supplier Product Customer Currency Time ProductGroup Address ShipTo Country"
_MANY = "Products Items Orders Sales Addresses Names Suppliers Messages Manager"
_NAVIGATIONS = (
    *(Navigation(name, "Everything", collection=False) for name in _ONE.split()),
    *(Navigation(name, "Everything") for name in _MANY.split()),
)
THING = EntityType("Thing", ("ID",), _PROPERTIES, _NAVIGATIONS, searched=("Name",))
TRADE = Service((EntitySet("Everything", THING),), (_PATTERN,), namespace="Sales")


def parsed(text):
    """The expression that a text is."""
    variables = {"lambda": THING} if text.startswith("lambda/") else {}
    scope = Scope(TRADE, THING, THING, variables=variables)
    parser = Parser(text, scope, Budget(ExpressionLimits()))
    found = parser.expression()
    parser.at.end(POWERS)
    return found.node


def parsed_option(name, value):
    """The options of a query with one option."""
    return parse_query([(name, value)], THING, TRADE)


def parsed_options(query):
    """The options of a query as a URL has it."""
    custom = frozenset({"!deltatoken"})
    return parse_query(parse_qsl(query, True), THING, TRADE, custom=custom)
