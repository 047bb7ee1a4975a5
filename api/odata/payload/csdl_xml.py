"""The model as $metadata shows it by default: CSDL XML 4.0.

Source: OData Common Schema Definition Language, XML Representation. Version 4.0 is written
because generators of clients refuse 4.01, though they understand all that is in it.
"""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from api.odata.model import (
    Action,
    Binding,
    EdmType,
    EntitySet,
    EntityType,
    EnumType,
    Navigation,
    Property,
    Service,
)
from api.odata.offer import Offer
from api.odata.payload.csdl import BINDING, CONTAINER, PRECISION, TEMPORAL, name_of
from api.odata.vocabularies import capabilities, core
from api.odata.vocabularies.annotation import (
    VOCABULARIES,
    Annotation,
    Member,
    Path,
    Value,
)

CONTENT_TYPE = "application/xml"
_EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM = "http://docs.oasis-open.org/odata/ns/edm"


def render_xml(service: Service, offer: Offer) -> bytes:
    """The document."""
    root = Element("edmx:Edmx", {"xmlns:edmx": _EDMX, "Version": "4.0"})
    for each in VOCABULARIES:
        reference = SubElement(root, "edmx:Reference", Uri=f"{each.uri}.xml")
        SubElement(reference, "edmx:Include", Namespace=each.namespace, Alias=each.alias)
    services = SubElement(root, "edmx:DataServices")
    schema = SubElement(services, "Schema", xmlns=_EDM, Namespace=service.namespace)
    _Writer(service, offer, schema).write()
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


class _Writer:
    def __init__(self, service: Service, offer: Offer, schema: Element) -> None:
        self._service = service
        self._offer = offer
        self._schema = schema

    def write(self) -> None:
        for enum in self._service.enums:
            self._enum(enum)
        for entity_set in self._service.sets:
            self._entity_type(entity_set.type)
            for action in entity_set.actions:
                self._action(action, entity_set)
        self._container()
        _annotate(self._schema, core.of_schema())

    def _enum(self, enum: EnumType) -> None:
        element = SubElement(self._schema, "EnumType", Name=enum.name)
        for member in enum.names:
            SubElement(element, "Member", Name=member.name, Value=str(member.value))

    def _entity_type(self, entity_type: EntityType) -> None:
        element = SubElement(self._schema, "EntityType", Name=entity_type.name)
        if entity_type.has_stream:
            element.set("HasStream", "true")
        key = SubElement(element, "Key")
        for name in entity_type.key:
            SubElement(key, "PropertyRef", Name=name)
        for declared in entity_type.properties:
            found = self._typed(element, "Property", declared)
            _annotate(found, core.of_property(declared))
        for navigation in entity_type.navigations:
            self._navigation(element, navigation)
        _annotate(element, core.described(entity_type.description))

    def _navigation(self, parent: Element, navigation: Navigation) -> None:
        target = self._service.target(navigation).type
        name = self._named(target, collection=navigation.collection)
        element = SubElement(parent, "NavigationProperty", Name=navigation.name, Type=name)
        if navigation.partner is not None:
            element.set("Partner", navigation.partner)
        # No ReferentialConstraint: python-odata creates without the properties that one names.
        _annotate(element, core.described(navigation.description))

    def _action(self, action: Action, entity_set: EntitySet) -> None:
        element = SubElement(
            self._schema, "Action", Name=action.name, IsBound="true", EntitySetPath=BINDING
        )
        collection = action.binding is Binding.COLLECTION
        bound = self._named(entity_set.type, collection=collection)
        SubElement(element, "Parameter", Name=BINDING, Type=bound, Nullable="false")
        for parameter in action.parameters:
            found = self._typed(element, "Parameter", parameter)
            _annotate(found, core.of_parameter(parameter))
        if action.returns_entity:
            result = self._named(entity_set.type)
            SubElement(element, "ReturnType", Type=result, Nullable="false")
        else:
            del element.attrib["EntitySetPath"]
        _annotate(element, core.described(action.description))

    def _container(self) -> None:
        container = SubElement(self._schema, "EntityContainer", Name=CONTAINER)
        for each in self._service.sets:
            name = self._named(each.type)
            found = SubElement(container, "EntitySet", Name=each.name, EntityType=name)
            if not each.in_service_document:
                found.set("IncludeInServiceDocument", "false")
            for way in each.type.navigations:
                path = {"Path": way.name, "Target": way.entity_set}
                SubElement(found, "NavigationPropertyBinding", path)
            _annotate(found, core.of_set(each))
            _annotate(found, capabilities.of_set(each, self._offer))
        _annotate(container, capabilities.of_container(self._offer))

    def _typed(self, parent: Element, tag: str, declared: Property) -> Element:
        nullable = "true" if declared.nullable else "false"
        name = name_of(self._service, declared.type)
        element = SubElement(parent, tag, Name=declared.name, Type=name, Nullable=nullable)
        if declared.max_length is not None:
            element.set("MaxLength", str(declared.max_length))
        if declared.type in TEMPORAL:
            element.set("Precision", str(PRECISION))
        if declared.type is EdmType.DECIMAL:
            element.set("Scale", "variable")
        return element

    def _named(self, entity_type: EntityType, *, collection: bool = False) -> str:
        name = name_of(self._service, entity_type)
        return f"Collection({name})" if collection else name


def _annotate(element: Element, annotations: Iterable[Annotation]) -> None:
    for each in annotations:
        _say(SubElement(element, "Annotation", Term=each.term), each.value)


def _say(element: Element, value: Value) -> None:
    """Write the value of an annotation, or of a property of a record."""
    constant = _constant(value)
    if constant is None:
        _nest(element, value)
    else:
        element.set(*constant)


def _nest(element: Element, value: Value) -> None:
    """Write a value as an element of its own."""
    constant = _constant(value)
    if constant is not None:
        SubElement(element, constant[0]).text = constant[1]
    elif isinstance(value, Mapping):
        record = SubElement(element, "Record")
        for name, part in value.items():
            _say(SubElement(record, "PropertyValue", Property=name), part)
    elif isinstance(value, tuple):
        collection = SubElement(element, "Collection")
        for item in value:
            _nest(collection, item)


def _constant(value: Value) -> tuple[str, str] | None:
    """The name and text of a constant; None for a collection or a record."""
    match value:
        case bool():
            return "Bool", "true" if value else "false"
        case int():
            return "Int", str(value)
        case str():
            return "String", value
        case Path(text, navigation):
            return "NavigationPropertyPath" if navigation else "PropertyPath", text
        case Member(enum, names):
            return "EnumMember", " ".join(f"{enum}/{name}" for name in names)
        case _:
            return None
