"""Writes entities with their control information and what is expanded (JSON Format, 4.5)."""

from collections.abc import Sequence

from api.odata.expansion import Expansion, Form
from api.odata.headers.negotiation import Metadata
from api.odata.model import Action, Binding, EdmType, EntitySet, EnumType, Property
from api.odata.payload.item import Item, Media, Related, Row
from api.odata.payload.links import links
from api.odata.payload.style import Json, Style

_EVIDENT = frozenset({EdmType.STRING, EdmType.BOOLEAN, EdmType.DOUBLE})


class EntityWriter:
    """Writes entities of a set that all show the same."""

    def __init__(
        self,
        style: Style,
        entity_set: EntitySet,
        select: Sequence[Property] | None,
        expand: Sequence[Expansion],
        operations: frozenset[str] | None,
    ) -> None:
        self._style = style
        self._set = entity_set
        self._writers = style.writers(entity_set, select)
        self._expand = expand
        self._actions = _selected(entity_set, operations)
        self._metadata = style.format.metadata
        full = self._metadata is Metadata.FULL
        self._types = self._told_types(select) if full else {}
        self._etag = style.name("etag")
        self._linked = full or (bool(self._actions) and self._metadata is Metadata.MINIMAL)
        self._nested: dict[str, EntityWriter] = {}

    def write(self, item: Item) -> Json:
        """One entity as JSON."""
        body = self._control(item)
        if self._types or self._style.omit_nulls:
            self._tell(body, item.row)
        else:
            row = item.row
            # The innermost loop of all: what needs no making costs no call.
            for name, write in self._writers:
                value = row[name]
                body[name] = value if write is None or value is None else write(value)
        for expansion in self._expand:
            related = item.related.get(expansion.navigation.name)
            if related is not None:
                self._add(body, expansion, related)
        if self._linked:
            self._link(body, item)
        return body

    def _tell(self, body: Json, row: Row) -> None:
        """Add the properties with their types, or without nulls."""
        for name, write in self._writers:
            value = row[name]
            if value is not None:
                if name in self._types:
                    body[name + self._style.name("type")] = self._types[name]
                body[name] = value if write is None else write(value)
            elif not self._style.omit_nulls:
                body[name] = None

    def _add(self, body: Json, expansion: Expansion, related: Related) -> None:
        name = expansion.navigation.name
        if related.count is not None:
            body[name + self._style.name("count")] = self._style.count(related.count)
        if expansion.form is Form.COUNT:
            return
        if expansion.form is Form.REFERENCES:
            refer = self._style.reference
            shown = [refer(related.entity_set, each) for each in related.items]
        else:
            write = self._shape_of(expansion, related.entity_set).write
            shown = [write(each) for each in related.items]
        if expansion.navigation.collection:
            body[name] = shown
        elif shown or not self._style.omit_nulls:
            body[name] = next(iter(shown), None)
        if related.next_link is not None:
            body[name + self._style.name("nextLink")] = related.next_link

    def _shape_of(self, expansion: Expansion, entity_set: EntitySet) -> "EntityWriter":
        name = expansion.navigation.name
        if name not in self._nested:
            options = expansion.options
            self._nested[name] = EntityWriter(
                self._style,
                entity_set,
                options.shown(entity_set.type),
                expansion.following,
                options.operations,
            )
        return self._nested[name]

    def _control(self, item: Item) -> Json:
        if self._metadata is Metadata.MINIMAL:
            return {} if item.etag is None else {self._etag: str(item.etag)}
        if self._metadata is Metadata.NONE:
            return {}
        return self._full_control(item)

    def _full_control(self, item: Item) -> Json:
        style = self._style
        path = style.urls.entity_path(self._set, item.row)
        body: Json = {
            style.name("type"): "#" + style.service.qualified(self._set.type.name),
            style.name("id"): style.urls.root + path,
        }
        if item.etag is not None:
            body[self._etag] = str(item.etag)
        body[style.name("editLink")] = path
        if item.media is not None:
            body |= self._stream(f"{path}/$value", item.media)
        return body

    def _stream(self, link: str, media: Media) -> Json:
        name = self._style.name
        body: Json = {name("mediaReadLink"): link, name("mediaContentType"): media.content_type}
        if media.writable:
            body[name("mediaEditLink")] = link
        if media.tag is not None:
            body[name("mediaEtag")] = str(media.tag)
        return body

    def _told_types(self, select: Sequence[Property] | None) -> dict[str, str]:
        """The types that a reader of the JSON alone could not know (JSON Format, 4.5.3)."""
        shown = self._set.type.structural if select is None else select
        return {
            each.name: f"#{self._style.service.qualified(each.type.name)}"
            if isinstance(each.type, EnumType)
            else f"#{each.type.value.removeprefix('Edm.')}"
            for each in shown
            if each.type not in _EVIDENT
        }

    def _link(self, body: Json, item: Item) -> None:
        style = self._style
        full = self._metadata is Metadata.FULL
        if full:
            body |= links(style.urls, self._set, item, style.version)
        for action in self._actions:
            if action.name in item.offered if action.conditional else full:
                name = f"#{style.service.qualified(action.name)}"
                body[name] = {} if not full else self._called(action, item)

    def _called(self, action: Action, item: Item) -> Json:
        style = self._style
        entity = style.urls.entity(self._set, item.row)
        target = f"{entity}/{style.service.qualified(action.name)}"
        return {"title": action.name, "target": target}


def _selected(entity_set: EntitySet, operations: frozenset[str] | None) -> list[Action]:
    """The actions of an entity that $select leaves: without it all, with it those named."""
    bound = [each for each in entity_set.actions if each.binding is Binding.ENTITY]
    if operations is None or "*" in operations:
        return bound
    named = {name.lower() for name in operations}
    return [each for each in bound if each.name.lower() in named]
