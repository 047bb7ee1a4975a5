"""Reads paths: to properties, through navigations, into collections (Part 2, 5.1.1.13-15)."""

from typing import TYPE_CHECKING

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.lexer import END, Lexeme
from api.odata.expressions.nodes import (
    IT,
    TRUE,
    AllOf,
    And,
    AnyOf,
    CountOf,
    EntityValue,
    Expression,
    Instance,
    Members,
    Step,
    Variable,
)
from api.odata.expressions.scope import Scope
from api.odata.expressions.search import parse_search
from api.odata.expressions.typing_rules import condition
from api.odata.model import EntityType, Navigation
from api.odata.names import hint, shown

if TYPE_CHECKING:
    from api.odata.expressions.parser import Parser

_ANNOTATION = "alias"


def from_name(parser: "Parser", lexeme: Lexeme) -> Expression:
    """Read a path that begins with a name: a variable, a property or a navigation."""
    scope = parser.scope
    variable = scope.variables.get(lexeme.text)
    if variable is not None:
        return _members_of(parser, Variable(lexeme.text), variable, lexeme)
    computed = scope.find_computed(lexeme.text)
    if computed is not None:
        parser.at.budget.spend(computed.nodes)
        parser.at.budget.spend_subqueries(computed.subqueries)
        parser.at.budget.unsteady |= computed.unsteady
        parser.at.enter(computed.depth)
        parser.at.leave(computed.depth)
        return computed.expression
    return _member(parser, scope.current, scope.type, lexeme)


def from_system(parser: "Parser", lexeme: Lexeme) -> Expression:
    """Read a path that begins with $it or $this.

    Raises NotImplementedFeatureError for $root and the like.
    """
    scope = parser.scope
    if lexeme.text.lower() == "$it":
        return _members_of(parser, IT, scope.root, lexeme)
    if lexeme.text.lower() == "$this":
        return _members_of(parser, scope.current, scope.type, lexeme)
    feature = f"{lexeme.text} in expressions"
    raise NotImplementedFeatureError(feature)


def _members_of(
    parser: "Parser", owner: Instance, entity_type: EntityType, lexeme: Lexeme
) -> Expression:
    if not parser.at.at("slash"):
        if isinstance(owner, Step):
            return EntityValue(owner)
        feature = f"{lexeme.text} by itself, without a property,"
        raise NotImplementedFeatureError(feature)
    parser.at.advance()
    if parser.at.at(_ANNOTATION):
        feature = f"the annotation {parser.at.next.text} in expressions"
        raise NotImplementedFeatureError(feature)
    if parser.at.next.text.lower() == "$count":
        feature = f"counting what {lexeme.text} leads to, which is one entity at most,"
        raise NotImplementedFeatureError(feature)
    name = parser.at.take("name", f"a property after {lexeme.text}/")
    return _member(parser, owner, entity_type, name)


def _member(
    parser: "Parser", owner: Instance, entity_type: EntityType, name: Lexeme
) -> Expression:
    """Read on from a name that belongs to an entity."""
    if parser.at.at("open") and isinstance(owner, Step):
        feature = f"the function {shown(name.text)} in expressions"
        raise NotImplementedFeatureError(feature)
    found = parser.scope.property_of(owner, entity_type, name.text, name.position)
    if found is not None:
        _refuse_parts(parser, name)
        return found
    navigation = entity_type.navigation_names.find(name.text)
    if navigation is not None:
        target = parser.scope.target(navigation)
        parser.at.enter()
        result = (
            _collection(parser, owner, navigation, target)
            if navigation.collection
            else _members_of(parser, Step(owner, navigation), target, name)
        )
        parser.at.leave()
        return result
    if "." in name.text:
        feature = f"a path through {shown(name.text)} in expressions"
        raise NotImplementedFeatureError(feature)
    raise parser.scope.unknown(name.text, entity_type, name.position)


def _refuse_parts(parser: "Parser", name: Lexeme) -> None:
    if not parser.at.at("slash"):
        return
    position = parser.at.advance().position
    if parser.at.at(_ANNOTATION):
        feature = f"the annotation {parser.at.next.text} in expressions"
        raise NotImplementedFeatureError(feature)
    message = f"{name.text} has no parts, so / at {position} leads nowhere"
    raise BadRequestError(message)


def _collection(
    parser: "Parser", owner: Instance, navigation: Navigation, target: EntityType
) -> Expression:
    wanted = f"/any(…), /all(…) or /$count after {navigation.name}"
    parser.at.budget.enter_collection(parser.at.next.position)
    if parser.at.at("open"):
        feature = f"a key after {navigation.name} in expressions"
        raise NotImplementedFeatureError(feature)
    if not parser.at.at("slash"):
        feature = f"{navigation.name} by itself, without {wanted.partition(' after')[0]},"
        raise NotImplementedFeatureError(feature)
    parser.at.advance()
    parsed = _of_collection(parser, owner, navigation, target, wanted)
    parser.at.budget.leave_collection()
    return parsed


def _of_collection(
    parser: "Parser",
    owner: Instance,
    navigation: Navigation,
    target: EntityType,
    wanted: str,
) -> Expression:
    lexeme = parser.at.next
    lowered = lexeme.text.lower()
    if lowered in {"any", "all"}:
        parser.at.advance()
        return _lambda(parser, lowered, owner, navigation, target)
    if lowered == "$count":
        parser.at.advance()
        return CountOf(_counted(parser, owner, navigation, target))
    if "." in lexeme.text or lowered in {"$filter", "aggregate"}:
        feature = f"{navigation.name}/{lexeme.text} in expressions"
        raise NotImplementedFeatureError(feature)
    if parser.scope.option == "$apply":
        feature = f"aggregating along {navigation.name}, which leads to many,"
        raise NotImplementedFeatureError(feature)
    refusal = parser.at.unexpected(wanted, ("any", "all", "$count"))
    if parser.at.advance().kind == "name" and parser.at.at("open"):
        near = hint(lexeme.text, ("any", "all"))
        if not near:
            feature = f"the function {shown(lexeme.text)} in expressions"
            raise NotImplementedFeatureError(feature)
    raise refusal


def _lambda(
    parser: "Parser", kind: str, owner: Instance, navigation: Navigation, target: EntityType
) -> Expression:
    opened = parser.at.take("open", f"( after {kind}")
    if parser.at.at("close"):
        if kind == "all":
            message = f"all at {opened.position} needs a condition, as in all(x:x/… eq …)"
            raise BadRequestError(message)
        parser.at.advance()
        unnamed = Variable(f"{navigation.name}")
        return AnyOf(Members(owner, navigation, unnamed, TRUE))
    name = parser.at.take("name", "a name for the variable, as in any(x:x/… eq …)")
    parser.at.take("colon", "the : after the variable")
    scope = parser.scope.with_variable(name.text, target, name.position)
    stated = condition(parser.within(scope))
    parser.at.close(opened)
    members = Members(owner, navigation, Variable(name.text), stated)
    return AnyOf(members) if kind == "any" else AllOf(members)


def _counted(
    parser: "Parser", owner: Instance, navigation: Navigation, target: EntityType
) -> Members:
    scope = parser.scope.within(target)
    stated: list[Expression] = []
    if parser.at.at("open"):
        opened = parser.at.advance()
        while not stated or parser.at.at("semicolon"):
            if stated:
                parser.at.advance()
            stated.append(_count_option(parser, scope))
        parser.at.close(opened)
    every = And(tuple(stated)) if len(stated) > 1 else next(iter(stated), TRUE)
    return Members(owner, navigation, scope.current, every)


def _count_option(parser: "Parser", scope: Scope) -> Expression:
    option = parser.at.next.text.lower().removeprefix("$")
    if option not in {"filter", "search"}:
        wanted = "$filter=… or $search=…"
        raise parser.at.unexpected(wanted, ("$filter", "$search"))
    parser.at.advance()
    start = parser.at.take("equals", f"the = after ${option}").position + 1
    if option == "filter":
        return condition(parser.within(scope))
    depth = 0
    while depth or parser.at.next.kind not in {"close", "semicolon", END}:
        depth += {"open": 1, "close": -1}.get(parser.at.next.kind, 0)
        if parser.at.advance().kind == END:
            break
    text = parser.text[start : parser.at.next.position]
    return parse_search(text, scope.type, parser.at.budget.limits, scope.current)
