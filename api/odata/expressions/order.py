"""$orderby: expressions, each ascending or descending (OData 4.01 Part 2, 5.1.5)."""

from dataclasses import dataclass, replace

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.cursor import Budget
from api.odata.expressions.lexer import END, ExpressionLimits
from api.odata.expressions.nodes import IT, CountOf, Expression, Placed, PropertyValue
from api.odata.expressions.parser import Parser
from api.odata.expressions.scope import Scope
from api.odata.model import NUMBERS, EdmType, Property, ValueType
from api.odata.names import shown

MOST_ITEMS = 10
_DIRECTIONS = ("asc", "desc")


@dataclass(frozen=True, slots=True)
class OrderItem:
    """What to order by; null comes before every value (Part 1, 11.2.6.2).

    `text` is how the client wrote it.
    """

    expression: Expression
    descending: bool = False
    text: str = ""

    @classmethod
    def by(cls, declared: Property, *, descending: bool = False) -> "OrderItem":
        """The item for a property of the entity."""
        return cls(PropertyValue(declared, declared.type), descending, declared.name)

    @property
    def declared(self) -> Property | None:
        """The property of the entity that it orders by, or None for what is computed."""
        match self.expression:
            case PropertyValue(property=found, owner=owner) if owner == IT:
                return found
            case _:
                return None

    @property
    def nullable(self) -> bool:
        """Whether it can be null."""
        if isinstance(self.expression, CountOf):
            return False
        return self.declared is None or self.declared.nullable

    @property
    def type(self) -> ValueType:
        """The type of its values; numbers that are computed are exact."""
        kind = self.expression.type
        if self.declared is None and kind in NUMBERS:
            return EdmType.DECIMAL
        return kind or EdmType.STRING


def parse_order(
    text: str, scope: Scope, limits: ExpressionLimits, most: int
) -> tuple[OrderItem, ...]:
    """The items of a $orderby, `most` at most.

    Raises BadRequestError with a position, NotImplementedFeatureError.
    """
    parser = Parser(text, scope, Budget(limits))
    items = read_order_items(parser, text, most)
    if not parser.at.at(END):
        direction = shown(parser.at.next.text)
        message = f"after an item comes asc or desc, not {direction} at "
        raise BadRequestError(message + str(parser.at.next.position))
    return items


def read_order_items(
    parser: Parser, text: str, most: int = MOST_ITEMS
) -> tuple[OrderItem, ...]:
    """Read items with commas between from a parser of the text."""
    items: list[OrderItem] = []
    while not items or parser.at.at("comma"):
        if items:
            parser.at.advance()
        if len(items) == most:
            message = f"at most {most} items"
            raise BadRequestError(message)
        items.append(_item(parser, text))
    if len({item.expression for item in items}) != len(items):
        message = "names a property twice"
        raise BadRequestError(message)
    return tuple(items)


def _item(parser: Parser, text: str) -> OrderItem:
    parser.at.budget.unsteady = set()
    found = parser.expression()
    _refuse_unordered(found)
    _refuse_unsteady(found, parser.at.budget.unsteady)
    written = text[found.position : parser.at.next.position].strip()
    direction = parser.at.word()
    if direction in _DIRECTIONS:
        parser.at.advance()
    item = OrderItem(found.node, direction == "desc", written)
    return item if item.declared is None else replace(item, text=item.declared.name)


def _refuse_unordered(found: Placed) -> None:
    if found.node.type is EdmType.ENTITY:
        message = f"what is at {found.position} is an entity; order by one of its properties"
        raise BadRequestError(message)


def _refuse_unsteady(found: Placed, unsteady: set[str]) -> None:
    """Refuse what the next page could not go on with: other values by then, or none."""
    if "now()" in unsteady:
        feature = (
            f"ordering by now(), at {found.position}, which is another moment on the next "
            "page; order by the property itself, as in createdOn desc, which"
        )
        raise NotImplementedFeatureError(feature)
    if unsteady and found.node.type in NUMBERS:
        message = (
            f"what is at {found.position} has {min(unsteady)}, which has no place "
            "in an order; order by numbers that are finite"
        )
        raise BadRequestError(message)
