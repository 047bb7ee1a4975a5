"""Which field of Django holds the values of which type."""

from typing import Any

from django.db.models import (
    BigIntegerField,
    BinaryField,
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    DurationField,
    Field,
    FloatField,
    IntegerField,
    TextField,
    TimeField,
    UUIDField,
)

from api.odata.model import EdmType, ValueType

_FIELDS: "dict[EdmType, type[Field[Any, Any]]]" = {
    EdmType.GUID: UUIDField,
    EdmType.BYTE: IntegerField,
    EdmType.SBYTE: IntegerField,
    EdmType.INT16: IntegerField,
    EdmType.INT32: IntegerField,
    EdmType.INT64: BigIntegerField,
    EdmType.BOOLEAN: BooleanField,
    EdmType.DECIMAL: DecimalField,
    EdmType.SINGLE: FloatField,
    EdmType.DOUBLE: FloatField,
    EdmType.DATE: DateField,
    EdmType.TIME_OF_DAY: TimeField,
    EdmType.DATE_TIME_OFFSET: DateTimeField,
    EdmType.DURATION: DurationField,
    EdmType.BINARY: BinaryField,
}


def field_of(value_type: ValueType | None) -> "Field[Any, Any]":
    """A field for values of the type; text for strings and members of enumerations."""
    found = _FIELDS.get(value_type) if isinstance(value_type, EdmType) else None
    return TextField() if found is None else found()
