"""Single values as text: in keys, raw in `/$value`, in skip tokens (OData 4.01 ABNF)."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from api.odata.model import BOUNDS, EdmType, EnumType, Scalar, ValueType

_NOT_OF_TYPE = "not of the type"
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_FRACTION = re.compile(r"\.(\d{1,6})\d*")


def raw_text(value: Scalar) -> str:
    """The value as `/$value` shows it and as it is read back by `from_raw_text`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return moment_text(value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def moment_text(value: datetime) -> str:
    """An Edm.DateTimeOffset in UTC with Z; a naive datetime is taken to be UTC."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")


def url_literal(value: Scalar) -> str:
    """The value as a literal in a URL, not yet percent-encoded: strings are quoted."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return raw_text(value)


def from_url_literal(text: str, value_type: ValueType) -> Scalar:
    """The value that a literal in a key stands for, decoded; ValueError if it is none."""
    quoted = len(text) > 1 and text[0] == text[-1] == "'"
    if not isinstance(value_type, EnumType) and value_type is not EdmType.STRING:
        return from_raw_text(text, value_type)
    inner = text[1:-1] if quoted else "'"
    if "'" in inner.replace("''", ""):
        message = "not a quoted string"
        raise ValueError(message)
    return from_raw_text(inner.replace("''", "'"), value_type)


def from_raw_text(text: str, value_type: ValueType) -> Scalar:  # noqa: PLR0911 - one a type
    """The value of the type that the text shows; ValueError if it shows none."""
    if isinstance(value_type, EnumType):
        member = value_type.names.find(text)
        return _required(member.name if member else None)
    match value_type:
        case EdmType.STRING:
            return text
        case EdmType.GUID:
            return UUID(text) if _GUID.fullmatch(text) else _required(None)
        case EdmType.INT32 | EdmType.INT64:
            return _integer(text, value_type)
        case EdmType.DECIMAL:
            return _decimal(text)
        case EdmType.BOOLEAN:
            return _required({"true": True, "false": False}.get(text.lower()))
        case EdmType.DATE_TIME_OFFSET:
            return moment(text)
        case EdmType.STREAM:
            return _required(None)


def moment(text: str) -> datetime:
    """The moment in UTC, to the microsecond; ValueError if the text shows none."""
    if not _MOMENT.fullmatch(text):
        raise ValueError(_NOT_OF_TYPE)
    try:
        return datetime.fromisoformat(_FRACTION.sub(r".\1", text.upper())).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(_NOT_OF_TYPE) from error


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


def _required(value: Scalar) -> Scalar:
    if value is None:
        raise ValueError(_NOT_OF_TYPE)
    return value
