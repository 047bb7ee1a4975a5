"""What aggregate(…) and groupby((…)) name (Data Aggregation 4.0, 3.1 and 3.2.3)."""

from api.odata.aggregation.steps import Aggregation, Method
from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.compute import read_alias
from api.odata.expressions.nodes import CountOf, Placed
from api.odata.expressions.parser import Parser
from api.odata.expressions.text_bounds import declared_length
from api.odata.model import EdmType, EntityType, Property, type_name
from api.odata.names import hint, shown

MOST_ITEMS = 20
_METHODS = {each.value: each for each in Method}
_NO_NAMES = EntityType("", (), ())


def read_aggregations(
    parser: Parser, keys: tuple[Property, ...] = ()
) -> tuple[Aggregation, ...]:
    """Read `expression with method as alias` or `$count as alias`, with commas between.

    Raises BadRequestError where one lacks its method or alias, or uses a name twice.
    """
    found: list[Aggregation] = []
    taken = {each.name.lower() for each in keys}
    while not found or parser.at.at("comma"):
        if found:
            parser.at.advance()
        if len(found) == MOST_ITEMS:
            message = f"aggregate takes at most {MOST_ITEMS} items"
            raise BadRequestError(message)
        position = parser.at.next.position
        item = _aggregation(parser)
        name = item.result.name
        if name.lower() in taken:
            message = f"the name {shown(name)} at {position} is already in use"
            raise BadRequestError(message)
        taken.add(name.lower())
        found.append(item)
    return tuple(found)


def read_keys(parser: Parser) -> tuple[Property, ...]:
    """Read the properties in the parentheses of groupby.

    Raises BadRequestError for what is no property, NotImplementedFeatureError for paths and
    rollup.
    """
    opened = parser.at.take("open", "( before the properties to group by")
    found: dict[str, Property] = {}
    while not found or parser.at.at("comma"):
        if found:
            parser.at.advance()
        if len(found) == MOST_ITEMS:
            message = f"groupby takes at most {MOST_ITEMS} properties"
            raise BadRequestError(message)
        declared = _key(parser)
        if declared.name in found:
            message = f"groupby names {declared.name} twice"
            raise BadRequestError(message)
        found[declared.name] = declared
    parser.at.close(opened)
    return tuple(found.values())


def _key(parser: Parser) -> Property:
    name = parser.at.take("name", "a property to group by")
    scope = parser.scope
    if parser.at.at("open"):
        feature = f"{shown(name.text)} in groupby"
        raise NotImplementedFeatureError(feature)
    if parser.at.at("slash") or scope.type.navigation_names.find(name.text):
        feature = f"grouping by what {name.text} leads to"
        raise NotImplementedFeatureError(feature)
    computed = scope.find_computed(name.text)
    if computed is not None:
        return computed.property
    found = scope.property_of(scope.current, scope.type, name.text, name.position)
    if found is None:
        raise scope.unknown(name.text, scope.type, name.position)
    return found.property


def _aggregation(parser: Parser) -> Aggregation:
    if parser.at.next.text.lower() == "$count":
        parser.at.advance()
        alias = _alias(parser)
        return Aggregation(Property(alias, EdmType.INT64, nullable=True))
    operand = parser.expression()
    if isinstance(operand.node, CountOf) and parser.at.word() == "as":
        feature = f"counting what {operand.node.members.navigation.name} leads to in aggregate"
        raise NotImplementedFeatureError(feature)
    _refuse_from(parser)
    if parser.at.word() != "with":
        wanted = "with and a method, as in quantity with sum as total,"
        raise parser.at.unexpected(wanted)
    parser.at.advance()
    method = _method(parser, operand)
    _refuse_from(parser)
    alias = _alias(parser)
    kind = method.result(operand.node.type or EdmType.DECIMAL)
    length = declared_length(operand.node, kind)
    result = Property(alias, kind, nullable=True, max_length=length)
    return Aggregation(result, method, operand.node)


def _refuse_from(parser: Parser) -> None:
    if parser.at.word() == "from":
        feature = "from in aggregate"
        raise NotImplementedFeatureError(feature)


def _alias(parser: Parser) -> str:
    # What is grouped has none of the names that the entities have, so any is free.
    return read_alias(parser, _NO_NAMES)


def _method(parser: Parser, operand: Placed) -> Method:
    name = parser.at.take("name", "a method, such as sum")
    if "." in name.text:
        feature = f"the aggregation method {shown(name.text)}"
        raise NotImplementedFeatureError(feature)
    method = _METHODS.get(name.text.lower())
    if method is None:
        near = hint(name.text, _METHODS)
        message = f"unknown method {shown(name.text)} at {name.position}{near}"
        raise BadRequestError(message)
    _refuse_mismatch(method, operand)
    return method


def _refuse_mismatch(method: Method, operand: Placed) -> None:
    kind = operand.node.type
    if kind is EdmType.ENTITY:
        feature = f"{method.value} of entities"
        raise NotImplementedFeatureError(feature)
    if kind is None or method.takes(kind):
        return
    if method in {Method.MIN, Method.MAX}:
        feature = f"{method.value} of {type_name(kind)}"
        raise NotImplementedFeatureError(feature)
    message = f"{method.value} takes numbers; at {operand.position} is {type_name(kind)}"
    raise BadRequestError(message)
