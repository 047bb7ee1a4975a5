"""cast and isof between primitive types (OData 4.01 Part 2, 5.1.1.10)."""

from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.nodes import (
    FALSE,
    NULL,
    Cast,
    Comparator,
    Comparison,
    Expression,
    Literal,
    Placed,
)
from api.odata.model import INTEGERS, NUMBERS, EdmType, type_name
from api.odata.values import from_raw_text

_TEXTUAL = INTEGERS | {EdmType.DECIMAL, EdmType.BOOLEAN, EdmType.GUID, EdmType.DATE}
_FROM_TEXT = INTEGERS | {EdmType.DECIMAL, EdmType.BOOLEAN, EdmType.GUID}
_FROM_MOMENT = frozenset({EdmType.DATE, EdmType.TIME_OF_DAY})


def cast(operand: Placed, target: EdmType) -> Expression:
    """The operand as a value of the type; a literal that shows none is null.

    Raises NotImplementedFeatureError, naming both types, for what cannot be cast.
    """
    node = operand.node
    source = node.type
    if source is None or source is target:
        return node if source is target else Literal(None, target)
    if isinstance(node, Literal) and isinstance(node.value, str):
        return _of_text(node.value, target)
    castable = (
        (source in NUMBERS and target in NUMBERS)
        or (target is EdmType.STRING and source in _TEXTUAL)
        or (source is EdmType.STRING and target in _FROM_TEXT)
        or (source is EdmType.DATE_TIME_OFFSET and target in _FROM_MOMENT)
        or (source is EdmType.DATE and target is EdmType.DATE_TIME_OFFSET)
    )
    if not castable:
        feature = f"a cast of {type_name(source)} to {target}"
        raise NotImplementedFeatureError(feature)
    return Cast(node, target)


def is_of(operand: Placed, target: EdmType) -> Expression:
    """Whether the operand has a value of the type."""
    if operand.node.type is target:
        return Comparison(Comparator.NE, operand.node, NULL)
    return FALSE


def _of_text(text: str, target: EdmType) -> Literal:
    try:
        return Literal(from_raw_text(text, target), target)
    except ValueError:
        return Literal(None, target)
