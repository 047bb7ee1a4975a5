"""Reads $apply (OData Extension for Data Aggregation 4.0, 3) into steps, bounded and typed."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from api.odata.aggregation.items import read_aggregations, read_keys
from api.odata.aggregation.steps import (
    Applied,
    Best,
    Cut,
    Extended,
    Filtered,
    Grouped,
    Measure,
    Ordered,
    Step,
    shape_of,
)
from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.compute import read_computed
from api.odata.expressions.cursor import Budget
from api.odata.expressions.lexer import ExpressionLimits, Lexeme
from api.odata.expressions.nodes import Expression, Literal
from api.odata.expressions.order import read_order_items
from api.odata.expressions.parser import Parser
from api.odata.expressions.scope import Computed, Scope
from api.odata.expressions.search import parse_search
from api.odata.expressions.typing_rules import condition
from api.odata.model import NUMBERS, EntityType, type_name
from api.odata.names import hint, shown

MOST_STEPS = 20
SUPPORTED = (
    "aggregate",
    "groupby",
    "filter",
    "search",
    "compute",
    "identity",
    "orderby",
    "top",
    "skip",
    "topcount",
    "topsum",
    "toppercent",
    "bottomcount",
    "bottomsum",
    "bottompercent",
)
"""The transformations that are offered, as Aggregation.ApplySupported names them."""
_OTHERS = """
    concat expand join outerjoin nest addnested ancestors descendants traverse rollup
    rolluprecursive from
"""
_KNOWN_ONLY = frozenset(_OTHERS.split())


def parse_apply(
    text: str, entity_type: EntityType, scope: Scope, limits: ExpressionLimits
) -> Applied:
    """The steps of a $apply about entities of a type.

    Raises BadRequestError with a position, NotImplementedFeatureError naming what is not
    offered.
    """
    return _ApplyParser(text, entity_type, scope, limits).whole()


class _ApplyParser:
    def __init__(
        self, text: str, entity_type: EntityType, scope: Scope, limits: ExpressionLimits
    ) -> None:
        self._text = text
        self._limits = limits
        self._parser = Parser(text, scope, Budget(limits))
        self._shape = entity_type
        self._entities = True
        self._computed: dict[str, Computed] = {}
        self._readers: dict[str, Callable[[], Step | None]] = {
            "aggregate": self._aggregate,
            "groupby": self._groupby,
            "filter": self._filter,
            "compute": self._compute,
            "orderby": lambda: Ordered(read_order_items(self._parser, self._text)),
            "top": lambda: Cut(top=self._whole()),
            "skip": lambda: Cut(skip=self._whole()),
        }

    def whole(self) -> Applied:
        steps: list[Step] = []
        at = self._parser.at
        while True:
            if len(steps) == MOST_STEPS:
                message = f"more than {MOST_STEPS} transformations"
                raise BadRequestError(message)
            step = self._step(at.take("name", "a transformation"))
            if step is not None:
                steps.append(step)
            if not at.at("slash"):
                break
            at.advance()
        at.end()
        computed = tuple(self._computed.values())
        return Applied(tuple(steps), self._shape, self._entities, computed)

    def _step(self, name: Lexeme) -> Step | None:
        lowered = name.text.lower()
        if lowered == "identity":
            return None
        if lowered in _KNOWN_ONLY or "." in lowered:
            feature = f"the transformation {shown(name.text)}"
            raise NotImplementedFeatureError(feature)
        if lowered not in SUPPORTED:
            near = hint(name.text, SUPPORTED)
            message = f"unknown transformation {shown(name.text)} at {name.position}{near}"
            raise BadRequestError(message)
        opened = self._parser.at.take("open", f"( after {lowered}")
        if lowered == "search":
            return self._search(opened)
        reader = self._readers.get(lowered, lambda: self._best(lowered))
        found = reader()
        self._parser.at.close(opened)
        return found

    def _aggregate(self) -> Step:
        aggregations = read_aggregations(self._parser)
        return self._grouped(Grouped((), aggregations))

    def _groupby(self) -> Step:
        keys = read_keys(self._parser)
        if not self._parser.at.at("comma"):
            return self._grouped(Grouped(keys, ()))
        self._parser.at.advance()
        name = self._parser.at.take("name", "aggregate(…)")
        if name.text.lower() != "aggregate":
            feature = f"groupby with {shown(name.text)} within"
            raise NotImplementedFeatureError(feature)
        opened = self._parser.at.take("open", "( after aggregate")
        aggregations = read_aggregations(self._parser, keys)
        self._parser.at.close(opened)
        if self._parser.at.at("slash"):
            feature = "groupby with several transformations within"
            raise NotImplementedFeatureError(feature)
        return self._grouped(Grouped(keys, aggregations))

    def _grouped(self, step: Grouped) -> Step:
        """From here on, there are only the properties that the step makes."""
        made = tuple(each.result for each in step.aggregations)
        self._entities = False
        self._become(shape_of(self._shape, step.keys, made))
        return step

    def _become(self, shape: EntityType) -> None:
        self._shape = shape
        self._computed = {}
        self._parser.scope = replace(self._parser.scope, root=shape, type=shape, computed={})

    def _filter(self) -> Step:
        return Filtered(condition(self._parser.expression()))

    def _search(self, opened: Lexeme) -> Step:
        """Read up to the closing parenthesis, whatever stands before it."""
        at, depth = self._parser.at, 1
        start = opened.position + 1
        while depth:
            lexeme = at.next
            if lexeme.kind == "end":
                at.close(opened)
            depth += {"open": 1, "close": -1}.get(lexeme.kind, 0)
            at.advance()
        text = self._text[start : lexeme.position]
        return Filtered(parse_search(text, self._shape, self._limits))

    def _compute(self) -> Step:
        found: list[Computed] = []
        while not found or self._parser.at.at("comma"):
            if found:
                self._parser.at.advance()
            computed = read_computed(self._parser)
            found.append(computed)
            self._computed[computed.property.name.lower()] = computed
            self._parser.scope = self._parser.scope.with_computed(self._computed)
        if not self._entities:
            more = tuple(each.property for each in found)
            self._become(replace(self._shape, properties=(*self._shape.properties, *more)))
        return Extended(tuple(found))

    def _whole(self) -> int:
        position = self._parser.at.next.position
        found = self._parser.at.take("number", "a whole number").text
        if not found.isdecimal() or len(found) > len(str(2**63)):
            message = f"a whole number is needed at {position}, not {shown(found)}"
            raise BadRequestError(message)
        return min(int(found), 2**63 - 1)

    def _best(self, name: str) -> Step:
        amount = self._parser.expression()
        number = _number(amount.node)
        if number is None:
            message = f"{name} takes a number at {amount.position}"
            raise BadRequestError(message)
        self._parser.at.comma()
        value = self._parser.expression()
        measure = Measure(name.removeprefix("top").removeprefix("bottom"))
        kind = value.node.type
        if measure is not Measure.COUNT and kind not in NUMBERS:
            message = f"{name} adds up numbers; at {value.position} is {type_name(kind)}"
            raise BadRequestError(message)
        return Best(measure, number, value.node, name.startswith("top"))


def _number(node: Expression) -> Decimal | None:
    value = node.value if isinstance(node, Literal) else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)
