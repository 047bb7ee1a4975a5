"""Names of query options: which exist, which apply where (OData 4.01 Part 2, 5.1 to 5.3)."""

from collections.abc import Iterable

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.names import hint, shown

COLLECTION = frozenset(
    {
        "apply",
        "filter",
        "search",
        "compute",
        "orderby",
        "select",
        "expand",
        "top",
        "skip",
        "count",
        "skiptoken",
        "format",
    }
)
"""Options of a request for a set or a collection of related entities."""
TRACKED = COLLECTION | {"deltatoken"}
"""Options of a request for a set whose changes are tracked."""
ENTITY = frozenset({"select", "expand", "compute", "format"})
"""Options of a request for one entity."""
VALUE = frozenset({"format"})
"""Options of a request for a property, and of commands."""
COUNT = frozenset({"filter", "search"})
"""Options of `/$count`."""
EXPAND = frozenset(
    {"filter", "search", "compute", "orderby", "select", "expand", "top", "skip", "count"}
)
"""Options of an item of $expand, and $levels."""
REFERENCES = frozenset({"filter", "search", "orderby", "top", "skip", "count"})
"""Options of an item of $expand that shows references."""

_UNSUPPORTED = frozenset({"deltatoken", "index", "schemaversion", "levels"})
_KNOWN = COLLECTION | _UNSUPPORTED | {"id"}


def system_name(name: str) -> str | None:
    """The OData option that a name in a URL stands for, without `$`, or None."""
    bare = name.removeprefix("$").lower()
    return bare if bare in _KNOWN or name.startswith("$") else None


class SortedOptions:
    """The options of a request by what they are: OData's, parameter aliases, the service's own.

    Names of `system` are without `$` and in lower case. Raises BadRequestError or
    NotImplementedFeatureError for options that are unknown, not for here, or repeated.
    """

    def __init__(
        self, pairs: Iterable[tuple[str, str]], allowed: frozenset[str], custom: frozenset[str]
    ) -> None:
        self.system: dict[str, str] = {}
        self.aliases: dict[str, str] = {}
        self.custom: dict[str, str] = {}
        for name, value in pairs:
            system = system_name(name)
            if name.startswith("@"):
                _add(self.aliases, name, value, name)
            elif name in custom:
                _add(self.custom, name, value, name)
            else:
                _refuse_unless_allowed(name, system, allowed)
                _add(self.system, system or "", value, name)


def _add(options: dict[str, str], key: str, value: str, name: str) -> None:
    if key in options:
        message = f"the query option {name} is given twice"
        raise BadRequestError(message, target=name)
    options[key] = value


def _refuse_unless_allowed(name: str, system: str | None, allowed: frozenset[str]) -> None:
    if system in allowed:
        return
    if system in _UNSUPPORTED:
        feature = f"the query option ${system}"
        raise NotImplementedFeatureError(feature, target=name)
    offered = ", ".join(f"${each}" for each in sorted(allowed))
    if system in _KNOWN:
        message = f"the query option {name} does not apply here; allowed: {offered}"
    else:
        near = hint("$" + name.lstrip("$"), (f"${each}" for each in allowed))
        message = f"unknown query option {shown(name)}; allowed: {offered}{near}"
    raise BadRequestError(message, target=name)
