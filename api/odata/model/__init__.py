"""The entity model, declared once (OData 4.01 CSDL): what a request may name and its types."""

from api.odata.model.entities import Action, Binding, EntitySet, EntityType, Service
from api.odata.model.properties import Navigation, Property
from api.odata.model.types import (
    BOUNDS,
    FLOATS,
    INTEGERS,
    NUMBERS,
    EdmType,
    EnumType,
    FilterForm,
    Member,
    Scalar,
    ValueType,
    type_name,
)

__all__ = [
    "BOUNDS",
    "FLOATS",
    "INTEGERS",
    "NUMBERS",
    "Action",
    "Binding",
    "EdmType",
    "EntitySet",
    "EntityType",
    "EnumType",
    "FilterForm",
    "Member",
    "Navigation",
    "Property",
    "Scalar",
    "Service",
    "ValueType",
    "type_name",
]
