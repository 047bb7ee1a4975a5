"""Reads calls of functions, and literals with a type before them (Part 2, 5.1.1.4-12)."""

from typing import TYPE_CHECKING

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions import functions, literals
from api.odata.expressions.casts import cast, is_of
from api.odata.expressions.lexer import Lexeme
from api.odata.expressions.nodes import Choice, Expression, Literal, Placed
from api.odata.expressions.scope import Scope
from api.odata.expressions.typing_rules import condition, converted_branch
from api.odata.model import FLOATS, NUMBERS, EdmType, type_name
from api.odata.names import hint, shown

if TYPE_CHECKING:
    from api.odata.expressions.parser import Parser


def call(parser: "Parser", name: Lexeme) -> Expression:
    """Read the arguments of a function whose name was read."""
    lowered = name.text.lower()
    if lowered in {"cast", "isof"}:
        return _of_type(parser, name)
    if lowered == "case":
        return _choice(parser)
    functions.signature(lowered, name.position)
    opened = parser.at.advance()
    parser.at.enter()
    arguments: list[Placed] = []
    while not parser.at.at("close"):
        if arguments:
            parser.at.comma()
        arguments.append(parser.expression())
    parser.at.close(opened)
    parser.at.leave()
    budget = parser.at.budget
    if lowered == "now":
        budget.unsteady.add("now()")
    return functions.call(lowered, arguments, name.position, budget.shared.now)


def typed(scope: Scope, lexeme: Lexeme) -> Literal:
    """Read an enumeration's member, a duration or binary: a string with a type before it."""
    prefix, _, rest = lexeme.text.partition("'")
    name = scope.service.unqualified(prefix)
    enum = scope.service.enum_names.find(name) if name != prefix else None
    if enum is not None:
        position = lexeme.position + len(prefix)
        return literals.enum_literal(literals.unquote("'" + rest), enum, position)
    found = literals.prefixed_literal(prefix, "'" + rest, lexeme.position)
    if found is not None:
        return found
    known = [scope.service.qualified(each.name) for each in scope.service.enums]
    message = f"unknown type {shown(prefix)} at {lexeme.position}{hint(prefix, known)}"
    raise BadRequestError(message)


def _of_type(parser: "Parser", name: Lexeme) -> Expression:
    opened = parser.at.advance()
    parser.at.enter()
    first = parser.at.next
    if _names_type(parser, first):
        parser.at.advance()
        feature = f"{name.text.lower()} of the entity itself to {shown(first.text)}"
        if parser.at.at("close"):
            raise NotImplementedFeatureError(feature)
    operand = parser.expression()
    if parser.at.at("close"):
        feature = f"{name.text.lower()} of the entity itself to {shown(first.text)}"
        raise NotImplementedFeatureError(feature)
    parser.at.comma()
    target = parser.at.take("name", "the name of a type, such as Edm.String")
    parser.at.close(opened)
    parser.at.leave()
    return (cast if name.text.lower() == "cast" else is_of)(operand, _edm_type(target))


def _names_type(parser: "Parser", lexeme: Lexeme) -> bool:
    """Whether a dotted name, or a word that names no property, comes alone."""
    if lexeme.kind != "name":
        return False
    service = parser.scope.service
    is_type = "." in lexeme.text and service.unqualified(lexeme.text) != lexeme.text
    return is_type or lexeme.text.lower().startswith("edm.")


def _edm_type(lexeme: Lexeme) -> EdmType:
    wanted = lexeme.text.lower()
    found = next((each for each in EdmType if each.value.lower() == wanted), None)
    if found is not None and found not in {EdmType.STREAM, EdmType.ENTITY}:
        return found
    if not wanted.startswith("edm.") or wanted.startswith(("edm.geo", "edm.stream")):
        feature = f"a cast to {shown(lexeme.text)}"
        raise NotImplementedFeatureError(feature)
    near = hint(lexeme.text, [each.value for each in EdmType])
    message = f"unknown type {shown(lexeme.text)} at {lexeme.position}{near}"
    raise BadRequestError(message)


def _choice(parser: "Parser") -> Expression:
    """case(condition:value,…): all values are of the type of the first that has one."""
    opened = parser.at.advance()
    parser.at.enter()
    branches: list[tuple[Expression, Placed]] = []
    while not branches or parser.at.at("comma"):
        if branches:
            parser.at.comma()
        when = condition(parser.expression())
        parser.at.take("colon", "the : between a condition and its value")
        branches.append((when, parser.expression()))
    parser.at.close(opened)
    parser.at.leave()
    kind = next((value.node.type for _, value in branches if value.node.type), None)
    if kind is EdmType.ENTITY:
        feature = f"case with values of {type_name(kind)}"
        raise NotImplementedFeatureError(feature)
    kind = _widest([value for _, value in branches]) or kind
    return Choice(
        tuple((when, converted_branch(value, kind)) for when, value in branches), kind
    )


def _widest(values: list[Placed]) -> EdmType | None:
    """Edm.Decimal where numbers of several types meet."""
    kinds = {value.node.type for value in values if value.node.type}
    if len(kinds) > 1 and kinds <= NUMBERS:
        return EdmType.DOUBLE if kinds & FLOATS else EdmType.DECIMAL
    return None
