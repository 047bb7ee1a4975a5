"""The typed tree that a $filter becomes; every name in it is declared in the model."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from api.odata.model import EdmType, Property, Scalar, ValueType


class Comparator(StrEnum):
    """A comparison operator (OData 4.01 Part 2, 5.1.1.1); its result is never null."""

    EQ = "eq"
    NE = "ne"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; `type` is None for null."""

    value: Scalar
    type: ValueType | None


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """The value of a property of the entity in question."""

    property: Property
    type: ValueType


@dataclass(frozen=True, slots=True)
class Call:
    """A canonical function; null if an argument is null."""

    function: str
    arguments: tuple["Expression", ...]
    type: EdmType


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands compared; neither is itself a Comparison, And, Or, Not or Membership."""

    operator: Comparator
    left: "Expression"
    right: "Expression"
    type: EdmType = EdmType.BOOLEAN


@dataclass(frozen=True, slots=True)
class Membership:
    """`operand in (…)`: true where the operand eq one of the options."""

    operand: "Expression"
    options: tuple[Literal, ...]
    type: EdmType = EdmType.BOOLEAN


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more conditions; a chain is one node, so its length costs no depth."""

    operands: tuple["Expression", ...]
    type: EdmType = EdmType.BOOLEAN


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more conditions; a chain is one node, so its length costs no depth."""

    operands: tuple["Expression", ...]
    type: EdmType = EdmType.BOOLEAN


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition; null stays null."""

    operand: "Expression"
    type: EdmType = EdmType.BOOLEAN


Expression: TypeAlias = (
    Literal | PropertyValue | Call | Comparison | Membership | And | Or | Not
)


class Placed(NamedTuple):
    """An expression and the position, from 0, at which it was written."""

    node: Expression
    position: int


TRUE = Literal(value=True, type=EdmType.BOOLEAN)
FALSE = Literal(value=False, type=EdmType.BOOLEAN)
NULL = Literal(value=None, type=None)
