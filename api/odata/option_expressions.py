"""The options of a query that are expressions, read in the order in which they apply."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from api.odata.aggregation.parser import parse_apply
from api.odata.aggregation.steps import Applied, Filtered, Ordered
from api.odata.errors import ODataError
from api.odata.expressions.compute import parse_compute
from api.odata.expressions.lexer import ExpressionLimits
from api.odata.expressions.nodes import And, Expression
from api.odata.expressions.order import OrderItem, parse_order
from api.odata.expressions.parser import parse_filter
from api.odata.expressions.scope import Computed, Scope
from api.odata.expressions.search import parse_search
from api.odata.model import EntityType, Service
from api.odata.option_names import SortedOptions

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """Bounds on the options of one request."""

    expression: ExpressionLimits = field(default_factory=ExpressionLimits)
    order_items: int = 10
    select_items: int = 200
    top: int = 2**63 - 1
    token_length: int = 4096


class OptionExpressions:
    """Reads $apply, $compute, $search, $filter and $orderby about entities of a type.

    `within` are the conditions of a path such as `Orders/$filter(quantity gt 5)`, which come
    before all options. `applied` is what $apply does, `computed` what it and $compute add, by
    names in lower case. Each method raises BadRequestError or NotImplementedFeatureError, with
    the option as target.
    """

    def __init__(
        self,
        options: SortedOptions,
        entity_type: EntityType,
        service: Service,
        limits: QueryLimits,
        within: Sequence[str] = (),
    ) -> None:
        self._within = within
        self._system = options.system
        self._aliases = options.aliases
        self._type = entity_type
        self._service = service
        self._limits = limits
        self.applied = self._apply()
        if self.applied is not None:
            self._type = self.applied.shape
        self.computed = self._compute()

    def condition(self) -> Expression | None:
        """What $filter, $search and the filters of a $apply that only filters say."""
        given = (*self._of_path(), *self._lowered(), self._filter(), self._search())
        found = [each for each in given if each is not None]
        return And(tuple(found)) if len(found) > 1 else next(iter(found), None)

    def _of_path(self) -> list[Expression]:
        if self.applied is not None:
            # They stand before its steps.
            return []
        return [self._condition(text, {}) for text in self._within]

    def _filter(self) -> Expression | None:
        return self._read("filter", lambda text: self._condition(text, self.computed))

    def _condition(self, text: str, computed: Mapping[str, Computed]) -> Expression:
        return parse_filter(
            text,
            self._type,
            self._service,
            limits=self._limits.expression,
            aliases=self._aliases,
            computed=computed,
        )

    def _search(self) -> Expression | None:
        limits = self._limits.expression
        return self._read("search", lambda text: parse_search(text, self._type, limits))

    def _apply(self) -> Applied | None:
        limits = self._limits.expression
        scope = self._scope("$apply")
        before = "".join(f"filter({text})/" for text in self._within)

        def read(text: str) -> Applied:
            return parse_apply(before + text, self._type, scope, limits)

        return self._read("apply", read)

    def transformed(self) -> Applied | None:
        """What $apply does beyond what the other options say as well."""
        return None if self.applied is None or self.applied.lowers else self.applied

    def _lowered(self) -> list[Expression]:
        if self.applied is None or not self.applied.lowers:
            return []
        steps = self.applied.steps
        return [each.condition for each in steps if isinstance(each, Filtered)]

    def _compute(self) -> dict[str, Computed]:
        """What $apply adds to entities, and $compute to that."""
        limits = self._limits.expression
        first = self.applied.computed if self.applied and self.applied.entities else ()
        known = {each.property.name.lower(): each for each in first}

        def read(text: str) -> tuple[Computed, ...]:
            return parse_compute(text, self._scope("$compute").with_computed(known), limits)

        found = self._read("compute", read) or ()
        return known | {each.property.name.lower(): each for each in found}

    def order_by(self) -> tuple[OrderItem, ...]:
        """What $orderby says, or else $apply."""
        limits, most = self._limits.expression, self._limits.order_items

        def read(text: str) -> tuple[OrderItem, ...]:
            scope = self._scope("$orderby").with_computed(self.computed)
            return parse_order(text, scope, limits, most)

        return self._read("orderby", read) or self._order_applied()

    def _order_applied(self) -> tuple[OrderItem, ...]:
        """The order in which $apply leaves entities."""
        if self.applied is None or not self.applied.entities:
            return ()
        orders = [each.order for each in self.applied.steps if isinstance(each, Ordered)]
        return orders[-1] if orders else ()

    def _scope(self, option: str) -> Scope:
        return Scope.of(self._type, self._service, option=option, aliases=self._aliases)

    def _read(self, option: str, read: Callable[[str], T]) -> T | None:
        text = self._system.get(option)
        if text is None:
            return None
        try:
            return read(text)
        except ODataError as error:
            error.about(f"${option}")
            raise
