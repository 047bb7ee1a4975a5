"""The model as $metadata shows it: CSDL XML 4.0 (OData Common Schema Definition Language)."""

from xml.etree.ElementTree import Element, SubElement, tostring

from api.odata.model import (
    Action,
    Binding,
    EdmType,
    EntitySet,
    EntityType,
    EnumType,
    Property,
    Service,
    ValueType,
)

CONTENT_TYPE = "application/xml"
BINDING = "bindingParameter"
"""The name of what an action is bound to; python-odata knows it by this name alone."""
_EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM = "http://docs.oasis-open.org/odata/ns/edm"
_CORE = "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml"


def render_metadata(service: Service) -> bytes:
    """The CSDL document; types are written with their full namespace, as clients expect."""
    root = Element("edmx:Edmx", {"xmlns:edmx": _EDMX, "Version": "4.0"})
    reference = SubElement(root, "edmx:Reference", Uri=_CORE)
    SubElement(reference, "edmx:Include", Namespace="Org.OData.Core.V1", Alias="Core")
    services = SubElement(root, "edmx:DataServices")
    schema = SubElement(services, "Schema", xmlns=_EDM, Namespace=service.namespace)
    writer = _Writer(service, schema)
    for enum in service.enums:
        writer.enum(enum)
    for entity_set in service.sets:
        writer.entity_type(entity_set.type)
        for action in entity_set.actions:
            writer.action(action, entity_set)
    writer.container()
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


class _Writer:
    def __init__(self, service: Service, schema: Element) -> None:
        self._service = service
        self._schema = schema

    def enum(self, enum: EnumType) -> None:
        element = SubElement(self._schema, "EnumType", Name=enum.name)
        for member in enum.names:
            SubElement(element, "Member", Name=member.name, Value=str(member.value))

    def entity_type(self, entity_type: EntityType) -> None:
        element = SubElement(self._schema, "EntityType", Name=entity_type.name)
        key = SubElement(element, "Key")
        for name in entity_type.key:
            SubElement(key, "PropertyRef", Name=name)
        for declared in entity_type.properties:
            self._property(element, "Property", declared)
        for navigation in entity_type.navigations:
            target = self._type(self._service.target(navigation).type, navigation.collection)
            SubElement(element, "NavigationProperty", Name=navigation.name, Type=target)

    def action(self, action: Action, entity_set: EntitySet) -> None:
        element = SubElement(
            self._schema, "Action", Name=action.name, IsBound="true", EntitySetPath=BINDING
        )
        collection = action.binding is Binding.COLLECTION
        bound = self._type(entity_set.type, collection)
        SubElement(element, "Parameter", Name=BINDING, Type=bound, Nullable="false")
        for parameter in action.parameters:
            self._property(element, "Parameter", parameter)
        if action.returns_entity:
            SubElement(
                element, "ReturnType", Type=self._type(entity_set.type), Nullable="false"
            )

    def container(self) -> None:
        container = SubElement(self._schema, "EntityContainer", Name="Container")
        for each in self._service.sets:
            found = SubElement(
                container, "EntitySet", Name=each.name, EntityType=self._type(each.type)
            )
            for navigation in each.type.navigations:
                SubElement(
                    found,
                    "NavigationPropertyBinding",
                    Path=navigation.name,
                    Target=navigation.entity_set,
                )

    def _property(self, parent: Element, tag: str, declared: Property) -> None:
        element = SubElement(
            parent,
            tag,
            Name=declared.name,
            Type=self._value_type(declared.type),
            Nullable="true" if declared.nullable else "false",
        )
        if declared.max_length is not None:
            element.set("MaxLength", str(declared.max_length))
        if declared.type is EdmType.DATE_TIME_OFFSET:
            element.set("Precision", "6")
        terms = {"Computed": declared.computed, "Immutable": declared.immutable}
        if tag == "Parameter":
            terms["OptionalParameter"] = declared.optional or declared.nullable
        for term in (term for term, holds in terms.items() if holds):
            _annotate(element, term)

    def _type(self, entity_type: EntityType, collection: bool = False) -> str:  # noqa: FBT001, FBT002
        name = self._service.qualified(entity_type.name)
        return f"Collection({name})" if collection else name

    def _value_type(self, value_type: ValueType) -> str:
        if isinstance(value_type, EnumType):
            return self._service.qualified(value_type.name)
        return value_type.value


def _annotate(element: Element, term: str) -> None:
    annotation = SubElement(element, "Annotation", Term=f"Org.OData.Core.V1.{term}")
    if term == "OptionalParameter":
        SubElement(annotation, "Record")
    else:
        annotation.set("Bool", "true")
