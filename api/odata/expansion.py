"""$expand: which related entities an answer shows, and how (OData 4.01 Part 2, 5.1.3)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from api.odata.errors import BadRequestError, NotImplementedFeatureError, ODataError
from api.odata.model import EntitySet, EntityType, Navigation, Service
from api.odata.names import shown
from api.odata.option_names import COUNT, EXPAND, REFERENCES, system_name

if TYPE_CHECKING:
    # Options hold expansions, which hold options.
    from api.odata.query_options import QueryOptions

MOST_ITEMS = 20
MOST_LEVELS = 6
"""Navigations that may follow one another, whether written out or by $levels."""
_MARK = re.compile(r"""['"(),;]""")
_ITEM = re.compile(
    r"(?P<name>\*|[^\W\d]\w*)\s*(?P<form>/\$(?:ref|count))?\s*(?:\((?P<options>.*)\))?",
    re.DOTALL | re.IGNORECASE,
)
TARGET = "$expand"


class Form(Enum):
    """What is shown of related entities."""

    ENTITIES = ""
    REFERENCES = "/$ref"
    COUNT = "/$count"


@dataclass(frozen=True, slots=True)
class Expansion:
    """One navigation to follow, with options of its own.

    `levels`: so many times in a row, counted from 1. `by_star`: it was not named, so it may
    be left out where the caller may not see it.
    """

    navigation: Navigation
    target: EntitySet
    options: "QueryOptions"
    form: Form = Form.ENTITIES
    levels: int = 1
    by_star: bool = False

    @property
    def following(self) -> tuple["Expansion", ...]:
        """What is expanded in the entities that this one shows."""
        if self.levels == 1:
            return self.options.expand
        return (*self.options.expand, replace(self, levels=self.levels - 1))


Nested = Callable[[list[tuple[str, str]], EntitySet, frozenset[str], int], "QueryOptions"]
"""Parses the options of an item: the pairs, what they are about, which may be, how deep."""


def parse_expand(
    text: str, entity_type: EntityType, service: Service, nested: Nested, depth: int
) -> tuple[Expansion, ...]:
    """The navigations that a $expand names; `depth` counts those around it.

    Raises BadRequestError for names that are not declared and for what is malformed or
    beyond the limits, NotImplementedFeatureError for what is not offered.
    """
    items = split_outside(text, ",")
    if len(items) > MOST_ITEMS:
        message = f"$expand takes at most {MOST_ITEMS} items"
        raise BadRequestError(message, target=TARGET)
    parser = _Parser(entity_type, service, nested, depth)
    found: dict[str, Expansion] = {}
    for expansion in (each for item in items for each in parser.item(item.strip())):
        known = found.get(expansion.navigation.name)
        if known is not None and not (known.by_star or expansion.by_star):
            message = f"$expand names {expansion.navigation.name} twice"
            raise BadRequestError(message, target=TARGET)
        if known is None or known.by_star:
            found[expansion.navigation.name] = expansion
    return tuple(found.values())


def split_outside(text: str, separator: str) -> list[str]:
    """The parts between separators that stand outside of quotes and parentheses.

    Raises BadRequestError where these are not closed.
    """
    parts, start, depth, quote = [], 0, 0, ""
    for mark in _MARK.finditer(text):
        character = mark.group()
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == separator and not depth:
            parts.append(text[start : mark.start()])
            start = mark.end()
        elif character in "()":
            depth += 1 if character == "(" else -1
    if depth or quote:
        message = f"$expand: a quote or parenthesis in {shown(text)} has no partner"
        raise BadRequestError(message, target=TARGET)
    return [*parts, text[start:]]


class _Parser:
    def __init__(
        self, entity_type: EntityType, service: Service, nested: Nested, depth: int
    ) -> None:
        self._type = entity_type
        self._service = service
        self._nested = nested
        self._depth = depth

    def item(self, text: str) -> Iterator[Expansion]:
        match = _ITEM.fullmatch(text)
        if match is None:
            raise self._refusal(text)
        form = Form((match["form"] or "").lower())
        if match["name"] == "*":
            navigations: Sequence[Navigation] = self._type.navigations
            if form is Form.COUNT:
                message = "$expand=*/$count is no part of OData; name the navigations"
                raise BadRequestError(message, target=TARGET)
        else:
            navigations = [self._named(match["name"])]
        for each in navigations:
            expansion = self._expansion(each, form, match["options"])
            yield replace(expansion, by_star=match["name"] == "*")

    def _named(self, name: str) -> Navigation:
        found = self._type.navigation_names.find(name)
        if found is None:
            raise self._refusal(name)
        return found

    def _expansion(self, navigation: Navigation, form: Form, text: str | None) -> Expansion:
        target = self._service.target(navigation)
        pairs = [_pair(part) for part in split_outside(text, ";") if part] if text else []
        levels, rest = self._levels(pairs, target)
        if self._depth + levels > MOST_LEVELS:
            message = f"$expand follows at most {MOST_LEVELS} navigations in a row"
            raise BadRequestError(message, target=TARGET)
        allowed = {Form.ENTITIES: EXPAND, Form.REFERENCES: REFERENCES, Form.COUNT: COUNT}[form]
        if not navigation.collection:
            if form is Form.COUNT:
                message = f"{navigation.name} leads to one entity, so there is nothing to count"
                raise BadRequestError(message, target=TARGET)
            allowed &= {"select", "expand", "compute"}
        try:
            options = self._nested(rest, target, allowed, self._depth + levels)
        except ODataError as error:
            error.about(f"{TARGET}={navigation.name}")
            raise
        return Expansion(navigation, target, options, form, levels)

    def _levels(
        self, pairs: list[tuple[str, str]], target: EntitySet
    ) -> tuple[int, list[tuple[str, str]]]:
        given = [value for name, value in pairs if system_name(name) == "levels"]
        rest = [pair for pair in pairs if system_name(pair[0]) != "levels"]
        if not given:
            return 1, rest
        text = given[0].strip()
        most = MOST_LEVELS - self._depth
        if len(given) > 1 or target.type is not self._type:
            message = "$levels is given once, and for a navigation to entities of its own type"
            raise BadRequestError(message, target=TARGET)
        if text.lower() == "max":
            return most, rest
        if text.isascii() and text.isdecimal() and len(text) == 1 and text != "0":
            return int(text), rest
        message = f"$levels must be max or a number from 1 to {most}; got {shown(text)}"
        raise BadRequestError(message, target=TARGET)

    def _refusal(self, text: str) -> ODataError:
        if "." in text.partition("(")[0]:
            feature = "a type cast in $expand"
            raise NotImplementedFeatureError(feature, target=TARGET)
        owner = self._service.qualified(self._type.name)
        name, _, rest = text.partition("/")
        if rest and self._type.navigation_names.find(name):
            message = f"$expand: what follows {name}/ is written {name}($expand=…)"
        else:
            near = self._type.navigation_names.hint(name.partition("(")[0])
            message = f"$expand: {shown(text)} is no navigation of {owner}{near}"
        return BadRequestError(message, target=TARGET)


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip(), value.strip()


def link_pairs(expansion: Expansion) -> Mapping[str, str]:
    """What the link to a further page of related entities says beside the item's options."""
    if expansion.levels == 1:
        return {}
    inner = [
        f"{name}={value}"
        for name, value in expansion.options.pairs
        if not name.startswith("@") and system_name(name) != "skiptoken"
    ]
    again = ";".join([*inner, f"$levels={expansion.levels - 1}"])
    return {"$expand": f"{expansion.navigation.name}({again})"}
