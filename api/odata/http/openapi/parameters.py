"""Query options, headers and keys as parameters of OpenAPI."""

from collections.abc import Iterable

from api.odata.headers.negotiation import JSON, Metadata
from api.odata.headers.versions import ODataVersion
from api.odata.http.openapi.schemas import Json, type_of
from api.odata.model import EdmType, EntitySet, EntityType
from api.odata.offer import Parameter

_TEXT: Json = {"type": "string"}
_WHOLE: Json = {"type": "integer", "minimum": 0, "format": "int64"}
_FORMATS = ["json", *(f"{JSON};odata.metadata={each.value}" for each in Metadata)]
_OPTIONS: dict[str, tuple[Json, str]] = {
    "filter": (_TEXT, "Which entities, as in `state eq 'Fulfilled' and version gt 2`."),
    "orderby": (_TEXT, "In which order, as in `state desc,version`."),
    "select": (_TEXT, "Which properties, as in `id,state`."),
    "expand": (_TEXT, "Which related entities to show, as in `tokens($top=5)`."),
    "search": (_TEXT, "Which entities, by words, as in `game AND NOT card`."),
    "compute": (_TEXT, "Further properties, as in `version add 1 as next`."),
    "apply": (_TEXT, "Sums and groups, as in `groupby((state),aggregate($count as n))`."),
    "top": (_WHOLE, "At most so many entities."),
    "skip": (_WHOLE, "Leave out so many first."),
    "count": ({"type": "boolean"}, "Whether to count all that match."),
    "skiptoken": (_TEXT, "Where a page begins, as `@odata.nextLink` of the last one has it."),
    "deltatoken": (_TEXT, "From where on to tell changes, as `@odata.deltaLink` has it."),
    "format": ({"type": "string", "enum": _FORMATS}, "The form of the answer."),
}
_OWN = "An option of this service's own: `true` or `false`."
_HEADERS: dict[str, tuple[Json, str]] = {
    "OData-MaxVersion": (
        {"type": "string", "enum": [each.value for each in ODataVersion]},
        "The highest version that you read.",
    ),
    "Prefer": (
        _TEXT,
        "`return=minimal`, `odata.maxpagesize=100`, `odata.track-changes` and the like.",
    ),
    "If-Match": (_TEXT, "The entity tag of what you mean to change, or `*`."),
    "If-None-Match": (
        _TEXT,
        "The entity tag of what you have: the answer is 304 if it is current.",
    ),
}


def options(allowed: Iterable[str]) -> list[Json]:
    """The query options of a request: OData's with `$`, and the service's own."""
    given = sorted(allowed)
    known = [
        _parameter(f"${name}", "query", *_OPTIONS[name]) for name in given if name in _OPTIONS
    ]
    # One that is allowed in several spellings is shown in the first: capitals sort first.
    own = {name.lower(): name for name in reversed(given) if name not in _OPTIONS}
    return known + [_parameter(name, "query", _TEXT, _OWN) for name in own.values()]


def headers(names: Iterable[str], own: Iterable[Parameter]) -> list[Json]:
    """Headers of OData and HTTP by name, and those of the service."""
    known = [_parameter(name, "header", *_HEADERS[name]) for name in names]
    return known + [_parameter(each.name, "header", _TEXT, each.description) for each in own]


def key(entity_type: EntityType, prefix: str = "") -> list[Json]:
    """The parts of a key in a path; with a prefix where another key is in it, too."""
    return [
        {
            "name": prefix + each.name,
            "in": "path",
            "required": True,
            "schema": type_of(each.type),
        }
        for each in entity_type.key_properties
    ]


def entity_path(entity_set: EntitySet) -> str:
    """The path of an entity, with the parts of its key in braces."""
    parts = {
        each.name: f"'{{{each.name}}}'" if each.type is EdmType.STRING else f"{{{each.name}}}"
        for each in entity_set.type.key_properties
    }
    inside = ",".join(f"{name}={part}" for name, part in parts.items())
    return f"{entity_set.name}({inside if len(parts) > 1 else next(iter(parts.values()))})"


def one_of(name: str, values: Iterable[str], description: str) -> Json:
    """A part of the path that is one of several names."""
    schema = {"type": "string", "enum": sorted(values)}
    return _parameter(name, "path", schema, description) | {"required": True}


def _parameter(name: str, place: str, schema: Json, description: str) -> Json:
    return {"name": name, "in": place, "schema": schema, "description": description}
