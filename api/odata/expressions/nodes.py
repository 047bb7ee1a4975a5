"""The typed tree that an expression becomes; every name in it is declared in the model."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from api.odata.model import EdmType, Navigation, Property, Scalar, ValueType


class Comparator(StrEnum):
    """A comparison operator (OData 4.01 Part 2, 5.1.1.1); its result is never null."""

    EQ = "eq"
    NE = "ne"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"


class Operator(StrEnum):
    """An arithmetic operator (Part 2, 5.1.1.2); null if an operand is null."""

    ADD = "add"
    SUB = "sub"
    MUL = "mul"
    DIV = "div"
    DIVBY = "divby"
    MOD = "mod"


@dataclass(frozen=True, slots=True)
class Variable:
    """An entity: the one in question, `$it`, or one of those that a condition is about."""

    name: str


IT = Variable("$it")


@dataclass(frozen=True, slots=True)
class Step:
    """The entity, or none, to which a navigation leads from another."""

    origin: "Instance"
    navigation: Navigation


Instance: TypeAlias = Variable | Step


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; `type` is None for null."""

    value: Scalar
    type: ValueType | None


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """The value of a property; null where the path to its owner leads to no entity."""

    property: Property
    type: ValueType
    owner: Instance = IT


@dataclass(frozen=True, slots=True)
class EntityValue:
    """What a path to a single entity leads to; it can only be compared with null."""

    entity: Step
    type: EdmType = EdmType.ENTITY


@dataclass(frozen=True, slots=True)
class Call:
    """A canonical function; null if an argument is null."""

    function: str
    arguments: tuple["Expression", ...]
    type: ValueType


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers, moments or durations; the quotient of zero in a row is null."""

    operator: Operator
    left: "Expression"
    right: "Expression"
    type: EdmType


@dataclass(frozen=True, slots=True)
class Negative:
    """A number or duration with the other sign."""

    operand: "Expression"
    type: EdmType


@dataclass(frozen=True, slots=True)
class Cast:
    """A value as one of another type; null where it has none."""

    operand: "Expression"
    type: EdmType


@dataclass(frozen=True, slots=True)
class Choice:
    """The value beside the first condition that is true; null where none is."""

    branches: tuple[tuple["Expression", "Expression"], ...]
    type: ValueType | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands compared."""

    operator: Comparator
    left: "Expression"
    right: "Expression"
    type: EdmType = EdmType.BOOLEAN


@dataclass(frozen=True, slots=True)
class Membership:
    """`operand in (…)`: true where the operand eq one of the options."""

    operand: "Expression"
    options: tuple["Expression", ...]
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


@dataclass(frozen=True, slots=True)
class Missing:
    """Whether a path to a single entity leads to none; never null."""

    entity: Step
    type: EdmType = EdmType.BOOLEAN


@dataclass(frozen=True, slots=True)
class Members:
    """The entities of a collection for which a condition on `variable` is true."""

    origin: Instance
    navigation: Navigation
    variable: Variable
    condition: "Expression"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Whether a collection has members; never null. `all` is that it has no others."""

    members: Members
    type: EdmType = EdmType.BOOLEAN


@dataclass(frozen=True, slots=True)
class AllOf:
    """Whether every entity of a collection is one of the members; never null."""

    members: Members
    type: EdmType = EdmType.BOOLEAN


@dataclass(frozen=True, slots=True)
class CountOf:
    """How many members a collection has."""

    members: Members
    type: EdmType = EdmType.INT64


Expression: TypeAlias = (
    Literal
    | PropertyValue
    | EntityValue
    | Call
    | Arithmetic
    | Negative
    | Cast
    | Choice
    | Comparison
    | Membership
    | And
    | Or
    | Not
    | Missing
    | AnyOf
    | AllOf
    | CountOf
)

NEVER_NULL = (Comparison, Membership, Missing, AnyOf, AllOf)
"""Conditions that are true or false whatever their operands are."""


class Placed(NamedTuple):
    """An expression and the position, from 0, at which it was written."""

    node: Expression
    position: int


TRUE = Literal(value=True, type=EdmType.BOOLEAN)
FALSE = Literal(value=False, type=EdmType.BOOLEAN)
NULL = Literal(value=None, type=None)
