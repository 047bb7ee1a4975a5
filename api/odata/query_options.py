"""System query options of a URL (OData 4.01 Part 2, 5.1), with or without `$`, in any case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from api.odata.aggregation.steps import Applied
from api.odata.delta_tokens import DeltaToken
from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expansion import Expansion, parse_expand
from api.odata.expressions.lexer import refuse_unstorable
from api.odata.expressions.nodes import Expression
from api.odata.expressions.order import OrderItem
from api.odata.expressions.scope import Computed
from api.odata.expressions.shared import one_request
from api.odata.model import EntitySet, EntityType, Property, Service
from api.odata.names import shown
from api.odata.option_expressions import OptionExpressions, QueryLimits
from api.odata.option_names import COLLECTION, SortedOptions


@dataclass(frozen=True, slots=True)
class QueryOptions:
    """What a query asks for, checked against the model.

    `apply` comes before all others, which are about what it leads to. `filter` says what
    $filter and $search say. `compute` are the properties that are added; `select` names those
    that are wanted. It is None where everything is wanted that is declared, and `operations`
    likewise; these are names without namespace, or `*`. `custom` holds the allowed options
    that are not OData's. `pairs` are the options as sent, for links that carry them on.
    """

    apply: Applied | None = None
    filter: Expression | None = None
    compute: tuple[Computed, ...] = ()
    order_by: tuple[OrderItem, ...] = ()
    select: tuple[Property, ...] | None = None
    operations: frozenset[str] | None = None
    expand: tuple[Expansion, ...] = ()
    top: int | None = None
    skip: int = 0
    count: bool = False
    skip_token: str | None = None
    delta_token: DeltaToken | None = None
    format: str | None = None
    custom: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[tuple[str, str], ...] = ()

    def shown(self, entity_type: EntityType) -> tuple[Property, ...] | None:
        """The properties to show of entities that have the type's, or None for just those."""
        if self.select is not None or not self.compute:
            return self.select
        return (*entity_type.structural, *(each.property for each in self.compute))


def parse_query(
    pairs: Iterable[tuple[str, str]],
    entity_type: EntityType,
    service: Service,
    *,
    allowed: frozenset[str] = COLLECTION,
    custom: frozenset[str] = frozenset(),
    limits: QueryLimits | None = None,
    aliases: Mapping[str, str] | None = None,
    within: Sequence[str] = (),
    depth: int = 0,
) -> QueryOptions:
    """The options of a request for entities of a type.

    `pairs` are names and values, decoded, in the order sent. `allowed` are the system
    options that the resource takes: COLLECTION, ENTITY, VALUE or COUNT. `custom` names the
    options that are not OData's, such as api-version. `within` are the conditions of the path,
    as in `Orders/$filter(quantity gt 5)`. `aliases` and `depth` are for the
    options inside $expand: the aliases of the query around, and how many expand this.

    Raises BadRequestError or NotImplementedFeatureError, with the option as target.
    """
    given = (*pairs, *(aliases or {}).items())
    sorted_out = SortedOptions(given, allowed, custom)
    with one_request():
        bounds = limits or QueryLimits()
        reader = _Reader(sorted_out, entity_type, service, bounds, within=within, depth=depth)
        return _read(reader, sorted_out, given)


def _read(
    reader: "_Reader", sorted_out: SortedOptions, given: tuple[tuple[str, str], ...]
) -> QueryOptions:
    return QueryOptions(
        apply=reader.transformed(),
        filter=reader.condition(),
        compute=tuple(reader.computed.values()),
        order_by=reader.order_by(),
        select=reader.select(),
        operations=reader.operations(),
        expand=reader.expand(),
        top=reader.whole("top"),
        skip=reader.whole("skip") or 0,
        count=reader.count(),
        skip_token=reader.token("skiptoken"),
        delta_token=reader.delta_token(),
        format=sorted_out.system.get("format"),
        custom=sorted_out.custom,
        pairs=given,
    )


class _Reader(OptionExpressions):
    def __init__(
        self,
        options: SortedOptions,
        entity_type: EntityType,
        service: Service,
        limits: QueryLimits,
        *,
        within: Sequence[str],
        depth: int,
    ) -> None:
        super().__init__(options, entity_type, service, limits, within)
        self._depth = depth

    def select(self) -> tuple[Property, ...] | None:
        items = self._items("select", self._limits.select_items)
        if not items or "*" in items:
            return None
        items = [item for item in items if not self._is_qualified(item)]
        found = dict.fromkeys(self._selected(item) for item in items)
        return tuple(each for each in found if each is not None)

    def expand(self) -> tuple[Expansion, ...]:
        text = self._system.get("expand")
        if text is None:
            return ()
        return parse_expand(text, self._type, self._service, self._nested, self._depth)

    def _nested(
        self,
        pairs: list[tuple[str, str]],
        target: EntitySet,
        allowed: frozenset[str],
        depth: int,
    ) -> QueryOptions:
        return parse_query(
            pairs,
            target.type,
            self._service,
            allowed=allowed,
            limits=self._limits,
            aliases=self._aliases,
            depth=depth,
        )

    def whole(self, option: str) -> int | None:
        text = self._system.get(option)
        if text is None:
            return None
        digits = len(str(self._limits.top))
        if text.isascii() and text.isdecimal() and len(text) <= digits:
            value = int(text)
            if value <= self._limits.top:
                return value
        message = f"${option} must be a whole number from 0 to {self._limits.top}, as in 20"
        message = f"{message}; got {shown(text)}"
        raise BadRequestError(message, target=f"${option}")

    def count(self) -> bool:
        text = self._system.get("count", "false")
        if text.lower() in {"true", "false"}:
            return text.lower() == "true"
        message = f"$count must be true or false; got {shown(text)}"
        raise BadRequestError(message, target="$count")

    def token(self, option: str) -> str | None:
        text = self._system.get(option)
        if text is not None and not 0 < len(text) <= self._limits.token_length:
            message = f"${option} must have 1 to {self._limits.token_length} characters"
            raise BadRequestError(message, target=f"${option}")
        return text

    def delta_token(self) -> DeltaToken | None:
        text = self.token("deltatoken")
        return None if text is None else DeltaToken.decode(text)

    def _items(self, option: str, most: int) -> list[str]:
        text = self._system.get(option)
        if text is None:
            return []
        items = [item.strip() for item in text.split(",", most + 1)]
        target = f"${option}"
        if len(items) > most:
            message = f"{target} takes at most {most} items"
            raise BadRequestError(message, target=target)
        if not all(items):
            message = f"{target} has an empty item; write names with commas between"
            raise BadRequestError(message, target=target)
        return items

    def operations(self) -> frozenset[str] | None:
        items = self._items("select", self._limits.select_items)
        if not items:
            return None
        return frozenset(map(self._service.unqualified, filter(self._is_qualified, items)))

    def _is_qualified(self, name: str) -> bool:
        return self._service.unqualified(name) != name

    def _selected(self, text: str) -> Property | None:
        if self._type.navigation_names.find(text):
            return None
        return self._named(text, "$select")

    def _named(self, name: str, option: str) -> Property | None:
        refuse_unstorable(name)
        computed = self.computed.get(name.lower())
        if computed is not None:
            return computed.property
        found = self._type.property_names.find(name)
        if found is not None or self._type.navigation_names.find(name):
            return found
        if any(mark in name for mark in "(/$"):
            message = f"paths and expressions in {option}"
            raise NotImplementedFeatureError(message, target=option)
        owner = self._service.qualified(self._type.name)
        near = self._type.property_names.hint(name)
        message = f"{option}: unknown property {shown(name)} of {owner}{near}"
        raise BadRequestError(message, target=option)
