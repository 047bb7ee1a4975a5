"""Reads an expression by operator precedence (Pratt) into the typed tree, in linear time.

The precedence is that of OData 4.01 Part 2, 5.1.1.17: `not` binds tighter than `gt`.
"""

from collections.abc import Mapping

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions import calls, literals, paths
from api.odata.expressions.arithmetic_rules import arithmetic, negation
from api.odata.expressions.cursor import Budget, Cursor
from api.odata.expressions.functions import FUNCTIONS, SPECIAL
from api.odata.expressions.lexer import ExpressionLimits, Lexeme
from api.odata.expressions.nodes import (
    NULL,
    And,
    Comparator,
    Expression,
    Not,
    Operator,
    Or,
    Placed,
)
from api.odata.expressions.scope import Computed, Scope
from api.odata.expressions.typing_rules import comparison, condition, flags, membership
from api.odata.model import EdmType, EntityType, Service

_COMPARATORS = {each.value: each for each in Comparator}
_OPERATORS = {each.value: each for each in Operator}
_UNARY = 70
POWERS = {
    "or": 10,
    "and": 20,
    **dict.fromkeys(("eq", "ne"), 30),
    **dict.fromkeys(("gt", "ge", "lt", "le"), 40),
    **dict.fromkeys(("add", "sub"), 50),
    **dict.fromkeys(("mul", "div", "divby", "mod"), 60),
    **dict.fromkeys(("in", "has"), 80),
}
"""How tightly the operators bind."""
_JSON = {"[": "a literal collection outside of in", "{": "a literal object"}


def parse_filter(
    text: str,
    entity_type: EntityType,
    service: Service,
    *,
    limits: ExpressionLimits | None = None,
    aliases: Mapping[str, str] | None = None,
    computed: Mapping[str, Computed] | None = None,
) -> Expression:
    """The condition that a $filter states about an entity type.

    `aliases` are the query's parameter aliases, with their `@`; one without a value is null.
    `computed` are the properties that $compute adds, by their names in lower case.

    Raises BadRequestError with a position, from 0, where the text breaks a rule or a limit,
    NotImplementedFeatureError naming the part of OData that is not offered.
    """
    scope = Scope.of(entity_type, service, aliases=aliases, computed=computed)
    parser = Parser(text, scope, Budget(limits or ExpressionLimits()))
    parsed = parser.expression()
    parser.at.end(POWERS)
    return condition(parsed)


class Parser:
    """Reads expressions from one text; `at` is where it is, `scope` what names mean there."""

    def __init__(self, text: str, scope: Scope, budget: Budget) -> None:
        self.text = text
        self.at = Cursor(text, budget)
        self.scope = scope

    def expression(self, power: int = 0) -> Placed:
        """Read operands and the operators that bind tighter than `power`."""
        start = self.at.next.position
        left = Placed(self.operand(), start)
        levels = 0
        while (binds := POWERS.get(self.at.word(), 0)) > power:
            self.at.enter()
            levels += 1
            left = Placed(self._infix(self.at.advance(), binds, left), start)
        self.at.leave(levels)
        return left

    def within(self, scope: Scope) -> Placed:
        """Read an expression in another scope, one level deeper."""
        outer, self.scope = self.scope, scope
        self.at.enter()
        found = self.expression()
        self.at.leave()
        self.scope = outer
        return found

    def operand(self) -> Expression:  # noqa: PLR0911 - one a kind
        """Read one operand."""
        lexeme = self.at.next
        if lexeme.kind == "name":
            return self._name(self.at.advance())
        if lexeme.kind in literals.KINDS:
            return literals.literal(self.at.advance())
        if lexeme.kind == "open":
            return self._group()
        if lexeme.kind == "typed":
            return calls.typed(self.scope, self.at.advance())
        if lexeme.kind == "alias":
            return self._alias(self.at.advance())
        if lexeme.kind == "system":
            return paths.from_system(self, self.at.advance())
        if lexeme.text == "-":
            return self._sign(self.at.advance())
        if lexeme.text in _JSON:
            raise NotImplementedFeatureError(_JSON[lexeme.text])
        if lexeme.kind == "json":
            inner = lexeme.text[1:-1].replace("'", "''")
            message = (
                f"strings stand between single quotes: '{inner[:40]}' at {lexeme.position}"
            )
            raise BadRequestError(message)
        wanted = "a property, a literal or ("
        raise self.at.unexpected(wanted)

    def _infix(self, lexeme: Lexeme, binds: int, left: Placed) -> Expression:
        operator = lexeme.text.lower()
        if operator in _COMPARATORS:
            return comparison(_COMPARATORS[operator], left, self.expression(binds))
        if operator in {"and", "or"}:
            return self._chain(operator, binds, left)
        if operator == "in":
            return membership(left, self._options())
        right = self.expression(binds)
        if operator == "has":
            return flags(left, right)
        return arithmetic(_OPERATORS[operator], left, right)

    def _chain(self, operator: str, binds: int, first: Placed) -> Expression:
        operands = [condition(first), condition(self.expression(binds))]
        while self.at.word() == operator:
            self.at.advance()
            operands.append(condition(self.expression(binds)))
        return And(tuple(operands)) if operator == "and" else Or(tuple(operands))

    def _name(self, lexeme: Lexeme) -> Expression:
        lowered = lexeme.text.lower()
        if lowered == "not":
            return self._negation()
        if self.at.at("open") and lowered not in POWERS and not self._has_keys(lowered):
            return calls.call(self, lexeme)
        constant = None if self.at.at("slash") else literals.word(lexeme.text)
        if constant is not None and constant.type is EdmType.DOUBLE:
            self.at.budget.unsteady.add(lexeme.text)
        return constant or paths.from_name(self, lexeme)

    def _has_keys(self, name: str) -> bool:
        """Whether a name before a parenthesis is a navigation rather than a function."""
        known = name in FUNCTIONS or name in SPECIAL
        return not known and self.scope.type.navigation_names.find(name) is not None

    def _negation(self) -> Expression:
        self.at.enter()
        operand = condition(self.expression(_UNARY))
        self.at.leave()
        return Not(operand)

    def _sign(self, lexeme: Lexeme) -> Expression:
        self.at.enter()
        operand = self.expression(_UNARY)
        self.at.leave()
        return negation(Placed(operand.node, lexeme.position))

    def _group(self) -> Expression:
        opened = self.at.advance()
        self.at.enter()
        inner = self.expression()
        self.at.close(opened, POWERS)
        self.at.leave()
        return inner.node

    def _options(self) -> list[Placed]:
        opened = self.at.next
        if opened.text not in {"(", "["}:
            wanted = "a list in parentheses after in"
            raise self.at.unexpected(wanted)
        closing = {"(": ")", "[": "]"}[self.at.advance().text]
        items: list[Placed] = []
        while self.at.next.text != closing:
            if items:
                self.at.take("comma", f"a comma or {closing}")
            position = self.at.next.position
            if opened.text == "[" and self.at.at("json"):
                items.append(Placed(literals.json_literal(self.at.advance()), position))
            else:
                items.append(self.expression())
        self.at.advance()
        return items

    def _alias(self, lexeme: Lexeme) -> Expression:
        if "." in lexeme.text or "#" in lexeme.text or self.at.at("slash"):
            feature = f"the annotation {lexeme.text} in expressions"
            raise NotImplementedFeatureError(feature)
        text = self.scope.aliases.get(lexeme.text)
        if text is None:
            return NULL
        scope = self.scope.reading(lexeme.text, lexeme.position)
        self.at.enter()
        inner = Parser(text, scope, self.at.budget)
        found = inner.expression()
        inner.at.end(POWERS)
        self.at.leave()
        return found.node
