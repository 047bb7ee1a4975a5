"""Reads an expression by operator precedence (Pratt) into the typed tree, in linear time.

The precedence is that of OData 4.01 Part 2, 5.1.1.17: `not` binds tighter than `gt`.
"""

from collections.abc import Mapping

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions import functions, literals
from api.odata.expressions.cursor import Cursor
from api.odata.expressions.lexer import END, ExpressionLimits, Lexeme
from api.odata.expressions.nodes import (
    NULL,
    And,
    Comparator,
    Expression,
    Literal,
    Not,
    Or,
    Placed,
    PropertyValue,
)
from api.odata.expressions.typing_rules import comparison, condition, membership
from api.odata.model import EdmType, EntityType, Service
from api.odata.names import hint, shown

_COMPARATORS = {each.value: each for each in Comparator}
_ARITHMETIC = ("add", "sub", "mul", "div", "divby", "mod")
_UNARY = 70
_POWERS = {
    "or": 10,
    "and": 20,
    **dict.fromkeys(("eq", "ne"), 30),
    **dict.fromkeys(("gt", "ge", "lt", "le"), 40),
    **dict.fromkeys(("add", "sub"), 50),
    **dict.fromkeys(("mul", "div", "divby", "mod"), 60),
    **dict.fromkeys(("in", "has"), 80),
}
_OTHER_LITERALS = ("duration", "binary", "geography", "geometry")


def parse_filter(
    text: str,
    entity_type: EntityType,
    service: Service,
    *,
    limits: ExpressionLimits | None = None,
    aliases: Mapping[str, str] | None = None,
) -> Expression:
    """The condition that a $filter states about an entity type.

    `aliases` are the query's parameter aliases, with their `@`; one without a value is null.

    Raises BadRequestError with a position, from 0, where the text breaks a rule or a limit,
    NotImplementedFeatureError naming the part of OData that is not offered.
    """
    bounds = limits or ExpressionLimits()
    return _Parser(text, entity_type, service, bounds, aliases or {}).parse()


class _Parser:
    def __init__(
        self,
        text: str,
        entity_type: EntityType,
        service: Service,
        limits: ExpressionLimits,
        aliases: Mapping[str, str],
    ) -> None:
        self._at = Cursor(text, limits)
        self._type = entity_type
        self._service = service
        self._limits = limits
        self._aliases = aliases

    def parse(self) -> Expression:
        parsed = self._expression(0)
        if self._at.next.kind != END:
            wanted = "an operator or the end"
            raise self._at.unexpected(wanted, _POWERS)
        return condition(parsed)

    def _expression(self, power: int) -> Placed:
        start = self._at.next.position
        left = Placed(self._operand(), start)
        while True:
            lexeme = self._at.next
            binds = _POWERS.get(lexeme.text.lower(), 0) if lexeme.kind == "name" else 0
            if binds <= power:
                return left
            self._at.advance()
            left = Placed(self._infix(lexeme, binds, left), start)

    def _infix(self, lexeme: Lexeme, binds: int, left: Placed) -> Expression:
        operator = lexeme.text.lower()
        if operator in _COMPARATORS:
            return comparison(_COMPARATORS[operator], left, self._expression(binds))
        if operator == "in":
            return membership(left, self._list())
        if operator in {"and", "or"}:
            return self._chain(operator, binds, left)
        feature = f"the operator {operator}"
        raise NotImplementedFeatureError(feature)

    def _chain(self, operator: str, binds: int, first: Placed) -> Expression:
        operands = [condition(first), condition(self._expression(binds))]
        while self._at.next.kind == "name" and self._at.next.text.lower() == operator:
            self._at.advance()
            operands.append(condition(self._expression(binds)))
        return And(tuple(operands)) if operator == "and" else Or(tuple(operands))

    def _operand(self) -> Expression:
        lexeme = self._at.next
        if lexeme.kind in literals.KINDS:
            return literals.literal(self._at.advance())
        if lexeme.kind == "name":
            return self._name(self._at.advance())
        if lexeme.kind == "open":
            return self._group()
        if lexeme.kind == "typed":
            return self._typed_literal(self._at.advance())
        if lexeme.kind == "alias":
            return self._alias(self._at.advance())
        if lexeme.kind == "system":
            feature = f"{lexeme.text} in expressions"
            raise NotImplementedFeatureError(feature)
        if lexeme.text == "-":
            feature = "the operator - (negation)"
            raise NotImplementedFeatureError(feature)
        wanted = "a property, a literal or ("
        raise self._at.unexpected(wanted)

    def _name(self, lexeme: Lexeme) -> Expression:
        lowered = lexeme.text.lower()
        if lowered == "not":
            return self._negation()
        if self._at.next.kind == "open" and lowered not in _POWERS:
            return self._call(lowered, lexeme.position)
        if self._at.next.kind == "slash":
            raise self._path(lexeme)
        constant = literals.word(lowered)
        if constant is not None:
            return constant
        return self._property(lexeme)

    def _property(self, lexeme: Lexeme) -> Expression:
        found = self._type.property_names.find(lexeme.text)
        if found is None:
            raise self._unknown(lexeme)
        if not found.filterable or found.type is EdmType.STREAM:
            message = f"{found.name} at {lexeme.position} cannot be used in $filter"
            raise BadRequestError(message)
        return PropertyValue(found, found.type)

    def _negation(self) -> Expression:
        self._at.enter()
        operand = condition(self._expression(_UNARY))
        self._at.leave()
        return Not(operand)

    def _group(self) -> Expression:
        opened = self._at.advance()
        self._at.enter()
        inner = self._expression(0)
        self._at.close(opened, _POWERS)
        self._at.leave()
        return inner.node

    def _call(self, name: str, position: int) -> Expression:
        functions.signature(name, position)
        opened = self._at.advance()
        self._at.enter()
        arguments: list[Placed] = []
        while self._at.next.kind != "close":
            if arguments:
                self._at.comma()
            arguments.append(self._expression(0))
        self._at.close(opened)
        self._at.leave()
        return functions.call(name, arguments, position)

    def _list(self) -> list[Placed]:
        if self._at.next.kind != "open":
            wanted = "a list in parentheses after in"
            raise self._at.unexpected(wanted)
        opened = self._at.advance()
        items: list[Placed] = []
        while self._at.next.kind != "close":
            if items:
                self._at.comma()
            position = self._at.next.position
            item = self._operand()
            if not isinstance(item, Literal):
                feature = "in with anything but literals"
                raise NotImplementedFeatureError(feature)
            items.append(Placed(item, position))
        self._at.close(opened)
        return items

    def _typed_literal(self, lexeme: Lexeme) -> Literal:
        prefix, _, rest = lexeme.text.partition("'")
        name = self._service.unqualified(prefix)
        enum = self._service.enum_names.find(name) if name != prefix else None
        if enum is not None:
            position = lexeme.position + len(prefix)
            return literals.enum_literal(literals.unquote("'" + rest), enum, position)
        if prefix.lower() in _OTHER_LITERALS:
            feature = f"a literal of {prefix}"
            raise NotImplementedFeatureError(feature)
        known = [self._service.qualified(e.name) for e in self._service.enums]
        message = f"unknown type {shown(prefix)} at {lexeme.position}{hint(prefix, known)}"
        raise BadRequestError(message)

    def _alias(self, lexeme: Lexeme) -> Literal:
        text = self._aliases.get(lexeme.text)
        if text is None:
            return NULL
        value = _Parser(text, self._type, self._service, self._limits, {})
        found = value._operand()
        if not isinstance(found, Literal) or value._at.next.kind != END:
            feature = f"{lexeme.text} with anything but a literal"
            raise NotImplementedFeatureError(feature)
        return found

    def _path(self, lexeme: Lexeme) -> Exception:
        if self._type.navigation_names.find(lexeme.text) or "." in lexeme.text:
            return NotImplementedFeatureError(f"a path through {lexeme.text} in expressions")
        if self._type.property_names.find(lexeme.text):
            message = (
                f"{lexeme.text} has no parts, so / at {self._at.next.position} leads nowhere"
            )
            return BadRequestError(message)
        return self._unknown(lexeme)

    def _unknown(self, lexeme: Lexeme) -> BadRequestError:
        owner = self._service.qualified(self._type.name)
        near = self._type.property_names.hint(lexeme.text)
        return BadRequestError(
            f"unknown property {shown(lexeme.text)} of {owner} at {lexeme.position}{near}"
        )
