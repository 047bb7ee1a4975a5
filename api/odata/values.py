"""Single values as text: in keys, raw in `/$value`, in skip tokens (OData 4.01 ABNF)."""

import math
import re
from base64 import urlsafe_b64encode
from binascii import Error
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from api.odata.model import BOUNDS, FLOATS, EdmType, EnumType, Scalar, ValueType
from api.odata.opaque import from_text
from api.odata.temporal import day, duration, duration_text, moment, moment_text, time_of_day

__all__ = ["from_raw_text", "from_url_literal", "moment_text", "raw_text", "url_literal"]

_NOT_OF_TYPE = "not of the type"
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,200}(?:\.[0-9]{1,200})?")
_FLOAT = re.compile(r"[+-]?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,4})?")
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SPECIAL = {"INF": math.inf, "-INF": -math.inf, "NaN": math.nan}
_PREFIXES = {EdmType.DURATION: "duration", EdmType.BINARY: "binary"}


def raw_text(value: Scalar) -> str:  # noqa: PLR0911 - one a type
    """The value as `/$value` shows it and as it is read back by `from_raw_text`."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return moment_text(value)
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_text(value)
        case Decimal():
            return format(value, "f")
        case float():
            return float_text(value)
        case bytes() | memoryview():
            return urlsafe_b64encode(value).decode("ascii")
        case _:
            return str(value)


def float_text(value: float) -> str:
    """An Edm.Double with all its digits, or INF, -INF or NaN."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    return repr(value)


def url_literal(value: Scalar) -> str:
    """The value as a literal in a URL, not yet percent-encoded: strings are quoted."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, timedelta):
        return f"duration'{raw_text(value)}'"
    return f"binary'{raw_text(value)}'" if isinstance(value, bytes) else raw_text(value)


def from_url_literal(text: str, value_type: ValueType) -> Scalar:
    """The value that a literal in a key stands for, decoded; ValueError if it is none."""
    if value_type in _PREFIXES and isinstance(value_type, EdmType):
        prefix = _PREFIXES[value_type]
        if text.lower().startswith(f"{prefix}'"):
            text = text[len(prefix) :]
        return from_raw_text(_unquoted(text), value_type)
    if not isinstance(value_type, EnumType) and value_type is not EdmType.STRING:
        return from_raw_text(text, value_type)
    return from_raw_text(_unquoted(text), value_type)


def from_raw_text(text: str, value_type: ValueType) -> Scalar:
    """The value of the type that the text shows; ValueError if it shows none."""
    if isinstance(value_type, EnumType):
        member = value_type.names.find(text)
        return _required(member.name if member else None)
    if value_type in BOUNDS:
        return _integer(text, value_type)
    reader = _READERS.get(value_type)
    return _required(None if reader is None else reader(text))


def _unquoted(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] == "'"
    inner = text[1:-1] if quoted else "'"
    if "'" in inner.replace("''", ""):
        message = "not a quoted string"
        raise ValueError(message)
    return inner.replace("''", "'")


def _integer(text: str, value_type: EdmType) -> int:
    lowest, highest = BOUNDS[value_type]
    value = int(text) if _INTEGER.fullmatch(text) else None
    if value is None or not lowest <= value <= highest:
        raise ValueError(_NOT_OF_TYPE)
    return value


def _decimal(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(_NOT_OF_TYPE)
    return Decimal(text)


def _float(text: str) -> float:
    if text in _SPECIAL:
        return _SPECIAL[text]
    if not _FLOAT.fullmatch(text) or math.isinf(float(text)):
        raise ValueError(_NOT_OF_TYPE)
    return float(text)


def _guid(text: str) -> UUID | None:
    return UUID(text) if _GUID.fullmatch(text) else None


def _boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text.lower())


def _binary(text: str) -> bytes:
    try:
        return from_text(text)
    except (Error, ValueError) as error:
        raise ValueError(_NOT_OF_TYPE) from error


_READERS: dict[EdmType, Callable[[str], Scalar]] = {
    EdmType.STRING: str,
    EdmType.GUID: _guid,
    EdmType.DECIMAL: _decimal,
    EdmType.BOOLEAN: _boolean,
    EdmType.DATE_TIME_OFFSET: moment,
    EdmType.DATE: day,
    EdmType.TIME_OF_DAY: time_of_day,
    EdmType.DURATION: duration,
    EdmType.BINARY: _binary,
    **dict.fromkeys(FLOATS, _float),
}


def _required(value: Scalar) -> Scalar:
    if value is None:
        raise ValueError(_NOT_OF_TYPE)
    return value
