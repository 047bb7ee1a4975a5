"""The canonical functions of OData 4.01 Part 2, 5.1.1.5-12: those offered, and the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.literals import typed_literal
from api.odata.expressions.nodes import Call, Expression, Literal, Placed
from api.odata.expressions.text_bounds import MOST_CHARACTERS, longest
from api.odata.model import INTEGERS, NUMBERS, EdmType, ValueType, type_name
from api.odata.names import hint, shown

Types = frozenset[EdmType]


@dataclass(frozen=True, slots=True)
class Signature:
    """The types that a function takes and gives; `result` None is that of its argument.

    The last `optional` parameters may be left out.
    """

    parameters: tuple[Types, ...]
    result: EdmType | None
    optional: int = 0

    def counts(self) -> range:
        """How many arguments it takes."""
        most = len(self.parameters)
        return range(most - self.optional, most + 1)


_STRING = frozenset({EdmType.STRING})
_MOMENT = frozenset({EdmType.DATE_TIME_OFFSET})
_DATED = _MOMENT | {EdmType.DATE}
_TIMED = _MOMENT | {EdmType.TIME_OF_DAY}
_DURATION = frozenset({EdmType.DURATION})
FUNCTIONS = {
    "contains": Signature((_STRING, _STRING), EdmType.BOOLEAN),
    "startswith": Signature((_STRING, _STRING), EdmType.BOOLEAN),
    "endswith": Signature((_STRING, _STRING), EdmType.BOOLEAN),
    "indexof": Signature((_STRING, _STRING), EdmType.INT32),
    "concat": Signature((_STRING, _STRING), EdmType.STRING),
    "substring": Signature((_STRING, INTEGERS, INTEGERS), EdmType.STRING, optional=1),
    **dict.fromkeys(("tolower", "toupper", "trim"), Signature((_STRING,), EdmType.STRING)),
    "length": Signature((_STRING,), EdmType.INT32),
    **dict.fromkeys(("year", "month", "day"), Signature((_DATED,), EdmType.INT32)),
    **dict.fromkeys(("hour", "minute", "second"), Signature((_TIMED,), EdmType.INT32)),
    "fractionalseconds": Signature((_TIMED,), EdmType.DECIMAL),
    "date": Signature((_MOMENT,), EdmType.DATE),
    "time": Signature((_MOMENT,), EdmType.TIME_OF_DAY),
    "totaloffsetminutes": Signature((_MOMENT,), EdmType.INT32),
    "totalseconds": Signature((_DURATION,), EdmType.DECIMAL),
    **dict.fromkeys(("round", "floor", "ceiling"), Signature((NUMBERS,), None)),
    **dict.fromkeys(
        ("now", "mindatetime", "maxdatetime"), Signature((), EdmType.DATE_TIME_OFFSET)
    ),
}
_BOUNDS = {
    "mindatetime": datetime(1, 1, 1, tzinfo=UTC),
    "maxdatetime": datetime(9999, 12, 31, 23, 59, 59, 999_999, UTC),
}
# PostgreSQL's patterns are not ECMAScript's, and some take exponential time: matchesPattern.
_OTHERS = """
    geo.distance geo.intersects geo.length hassubsequence hassubset matchespattern isdefined
"""
KNOWN_ONLY = frozenset(_OTHERS.split())
SPECIAL = frozenset({"cast", "isof", "case"})
"""Functions whose arguments are not only expressions; the parser reads them by itself."""


def signature(name: str, position: int) -> Signature:
    """What the function of that name takes.

    Raises NotImplementedFeatureError for a function of OData that is not offered, or of a
    service; BadRequestError for one that OData does not know.
    """
    found = FUNCTIONS.get(name)
    if found is not None:
        return found
    if name in KNOWN_ONLY:
        feature = f"the function {name}"
        raise NotImplementedFeatureError(feature)
    if name in {"any", "all"}:
        message = f"{name} at {position} needs a collection before it, as in orders/{name}(…)"
        raise BadRequestError(message)
    if "." in name:
        feature = f"the function {shown(name)} in expressions"
        raise NotImplementedFeatureError(feature)
    near = hint(name, (*FUNCTIONS, *KNOWN_ONLY, *SPECIAL))
    message = f"unknown function {shown(name)} at {position}{near}"
    raise BadRequestError(message)


def call(name: str, arguments: Sequence[Placed], position: int, now: datetime) -> Expression:
    """A call of a function; refused arguments are shown by position. `now` is what now() is.

    Raises BadRequestError where number or type of the arguments do not fit.
    """
    expected = signature(name, position)
    if len(arguments) not in expected.counts():
        wanted = " or ".join(str(each) for each in expected.counts())
        message = f"{name} at {position} takes {wanted} arguments, not {len(arguments)}"
        raise BadRequestError(message)
    if not arguments:
        return Literal(_BOUNDS.get(name, now), EdmType.DATE_TIME_OFFSET)
    nodes = tuple(
        _fitting(name, placed, types)
        for placed, types in zip(arguments, expected.parameters, strict=False)
    )
    made = Call(name, nodes, expected.result or _own_type(nodes[0]))
    if name == "concat" and (length := longest(made)) > MOST_CHARACTERS:
        message = (
            f"concat at {position} could make a text of {length} characters; "
            f"at most {MOST_CHARACTERS} are computed"
        )
        raise BadRequestError(message)
    return made


def _fitting(name: str, placed: Placed, types: Types) -> Expression:
    node = placed.node
    if node.type is None or node.type in types:
        return node
    if types == _DURATION and isinstance(node, Literal) and isinstance(node.value, str):
        return typed_literal(node.value, EdmType.DURATION, placed.position)
    wanted = " or ".join(sorted(types)) if len(types) <= len(_DATED) else "a number"
    message = f"{name} takes {wanted} at {placed.position}, not {type_name(node.type)}"
    raise BadRequestError(message)


def _own_type(node: Expression) -> ValueType:
    return node.type or EdmType.DECIMAL
