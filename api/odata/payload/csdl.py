"""What both forms of $metadata share: names, and how the types of a model are written."""

from api.odata.model import EdmType, EntityType, EnumType, Service, ValueType

CONTAINER = "Container"
BINDING = "bindingParameter"
"""The name of what an action is bound to; python-odata knows it by this name alone."""
PRECISION = 6
"""Digits of a second's fraction."""
TEMPORAL = frozenset({EdmType.DATE_TIME_OFFSET, EdmType.TIME_OF_DAY, EdmType.DURATION})
"""Types whose precision is that of their seconds."""


def name_of(service: Service, declared: EntityType | ValueType) -> str:
    """The name of a type with its full namespace: many clients resolve no aliases."""
    if isinstance(declared, EntityType | EnumType):
        return service.qualified(declared.name)
    return declared.value
