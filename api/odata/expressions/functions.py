"""The canonical functions of OData 4.01 Part 2, 5.1.1.5-12: those offered, and the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.nodes import Call, Placed
from api.odata.model import EdmType, type_name
from api.odata.names import hint, shown


@dataclass(frozen=True, slots=True)
class Signature:
    """The types that a function takes and gives; all take strings so far."""

    parameters: tuple[EdmType, ...]
    result: EdmType


_STRING = EdmType.STRING
FUNCTIONS = {
    "contains": Signature((_STRING, _STRING), EdmType.BOOLEAN),
    "startswith": Signature((_STRING, _STRING), EdmType.BOOLEAN),
    "endswith": Signature((_STRING, _STRING), EdmType.BOOLEAN),
    "tolower": Signature((_STRING,), _STRING),
    "toupper": Signature((_STRING,), _STRING),
    "length": Signature((_STRING,), EdmType.INT32),
}
_OTHERS = """
    any all case cast ceiling concat date day floor fractionalseconds geo.distance
    geo.intersects geo.length hassubsequence hassubset hour indexof isof matchespattern
    maxdatetime mindatetime minute month now round second substring time
    totaloffsetminutes totalseconds trim year
"""
KNOWN_ONLY = frozenset(_OTHERS.split())


def signature(name: str, position: int) -> Signature:
    """What the function of that name takes.

    Raises NotImplementedFeatureError for a function of OData that is not offered,
    BadRequestError for one that OData does not know.
    """
    found = FUNCTIONS.get(name)
    if found is not None:
        return found
    if name in KNOWN_ONLY:
        feature = f"the function {name}"
        raise NotImplementedFeatureError(feature)
    near = hint(name, (*FUNCTIONS, *KNOWN_ONLY))
    message = f"unknown function {shown(name)} at {position}{near}"
    raise BadRequestError(message)


def call(name: str, arguments: Sequence[Placed], position: int) -> Call:
    """A call of a function; refused arguments are shown by position.

    Raises BadRequestError where number or type of the arguments do not fit.
    """
    expected = signature(name, position)
    wanted = len(expected.parameters)
    if len(arguments) != wanted:
        message = f"{name} at {position} takes {wanted} arguments, not {len(arguments)}"
        raise BadRequestError(message)
    for placed, parameter in zip(arguments, expected.parameters, strict=True):
        if placed.node.type not in {parameter, None}:
            got = type_name(placed.node.type)
            message = f"{name} takes {parameter} at {placed.position}, not {got}"
            raise BadRequestError(message)
    return Call(name, tuple(each.node for each in arguments), expected.result)
