"""$compute: properties that a query adds, each an expression with a name (Part 1, 11.2.5.3)."""

import re

from api.odata.errors import BadRequestError
from api.odata.expressions.cursor import Budget
from api.odata.expressions.lexer import ExpressionLimits
from api.odata.expressions.nodes import Placed
from api.odata.expressions.parser import POWERS, Parser
from api.odata.expressions.scope import Computed, Scope
from api.odata.expressions.text_bounds import declared_length
from api.odata.model import EdmType, EntityType, Property
from api.odata.names import shown

MOST_COMPUTED = 20
_NAME = re.compile(r"[^\W\d]\w{0,127}")


def parse_compute(text: str, scope: Scope, limits: ExpressionLimits) -> tuple[Computed, ...]:
    """The properties that a $compute adds; a later one may use those before it.

    Raises BadRequestError with a position, NotImplementedFeatureError.
    """
    parser = Parser(text, scope, Budget(limits))
    known = dict(scope.computed)
    found: list[Computed] = []
    while not found or parser.at.at("comma"):
        if found:
            parser.at.advance()
        if len(found) == MOST_COMPUTED:
            message = f"at most {MOST_COMPUTED} properties"
            raise BadRequestError(message)
        computed = read_computed(parser)
        found.append(computed)
        known[computed.property.name.lower()] = computed
        parser.scope = parser.scope.with_computed(known)
    parser.at.end(("as", *POWERS))
    return tuple(found)


def read_computed(parser: Parser) -> Computed:
    """Read `expression as name`, where the name is not yet taken."""
    budget = parser.at.budget
    nodes, budget.deepest = budget.nodes, budget.depth
    subqueries, unsteady = budget.subqueries, budget.unsteady
    budget.unsteady = set()
    expression = parser.expression()
    spent, depth = budget.nodes - nodes, budget.deepest - budget.depth
    _refuse_entity(expression)
    name = read_alias(parser, parser.scope.type)
    kind = expression.node.type or EdmType.STRING
    declared = Property(
        name,
        kind,
        nullable=True,
        computed=True,
        filterable=True,
        max_length=declared_length(expression.node, kind),
    )
    found = Computed(
        declared,
        expression.node,
        max(spent, 1),
        max(depth, 1),
        budget.subqueries - subqueries,
        frozenset(budget.unsteady),
    )
    budget.unsteady |= unsteady
    return found


def read_alias(parser: Parser, entity_type: EntityType) -> str:
    """Read `as name`. Raises BadRequestError where the name is none, or taken."""
    if parser.at.word() != "as":
        wanted = "as and a name"
        raise parser.at.unexpected(wanted, ("as", *POWERS))
    parser.at.advance()
    name = parser.at.take("name", "a name after as")
    if not _NAME.fullmatch(name.text):
        message = f"{shown(name.text)} at {name.position} is no name for a property"
        raise BadRequestError(message)
    taken = (
        entity_type.property_names.find(name.text)
        or entity_type.navigation_names.find(name.text)
        or parser.scope.find_computed(name.text)
    )
    if taken is not None:
        message = f"the name {shown(name.text)} at {name.position} is already in use"
        raise BadRequestError(message)
    return name.text


def _refuse_entity(found: Placed) -> None:
    if found.node.type is EdmType.ENTITY:
        message = f"what is at {found.position} is an entity; compute with its properties"
        raise BadRequestError(message)
