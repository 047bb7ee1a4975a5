"""The links of an entity in a payload (JSON Format 4.01, 4.5.8 to 4.5.12)."""

from typing import Any

from api.odata.headers.versions import ODataVersion
from api.odata.model import EdmType, EntitySet
from api.odata.payload.item import Item
from api.odata.payload.urls import ServiceUrls

_Json = dict[str, Any]


def links(urls: ServiceUrls, entity_set: EntitySet, item: Item, version: ODataVersion) -> _Json:
    """What metadata=full tells of an entity's navigations and streams."""
    path = urls.entity_path(entity_set, item.row)
    body: _Json = {}
    for each in entity_set.type.navigations:
        own = f"{each.name}@{version.control}"
        body[f"{own}associationLink"] = f"{path}/{each.name}/$ref"
        body[f"{own}navigationLink"] = f"{path}/{each.name}"
    for stream in entity_set.type.properties:
        if stream.type is EdmType.STREAM:
            body[f"{stream.name}@{version.control}mediaReadLink"] = f"{path}/{stream.name}"
    return body
