"""The Prefer header (RFC 7240; OData 4.01 Part 1, 8.2.8): what is known, the rest ignored."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_ELEMENT = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^",])+')
_PREFERENCE = re.compile(
    r'\s*(?P<name>[\w!#$%&\'*+.^`|~-]+)\s*(?:=\s*(?P<value>"(?:[^"\\]|\\.)*"|[^\s;"]*))?'
)
_LONGEST = 2000
_ODATA_ONLY = frozenset({"maxpagesize", "continue-on-error", "omit-values", "track-changes"})
_RETURNS = frozenset({"minimal", "representation"})
_BOOLEAN = {"": True, "true": True, "false": False}
"""What a preference that may be given alone means."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a client prefers. None or False where it said nothing, or nothing valid.

    `returns` is "minimal" or "representation", `wait` is in seconds, `continue_on_error` is
    for batches alone.
    """

    respond_async: bool = False
    returns: str | None = None
    max_page_size: int | None = None
    wait: int | None = None
    continue_on_error: bool | None = None
    omit_nulls: bool = False
    track_changes: bool = False
    _spelled: dict[str, str] = field(default_factory=dict)

    def applied(self, *names: str) -> str:
        """The Preference-Applied header for those of the names that the client sent.

        Names are without the prefix `odata.`; they are answered as they were spelled.
        """
        return ", ".join(self._spelled[name] for name in names if name in self._spelled)


def parse_preferences(header: str | None) -> Preferences:
    """The preferences in a Prefer header; the first of two counts. Never refuses."""
    values: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for name, value in _elements(header or ""):
        bare = name.lower().removeprefix("odata.")
        prefixed = bare != name.lower()
        if bare in values or (prefixed and bare not in _ODATA_ONLY):
            continue
        if _is_valid(bare, value):
            values[bare] = value.lower() if bare in _ODATA_ONLY else value
            spelled[bare] = f"{name.lower()}={value}" if value else name.lower()
    return Preferences(
        respond_async="respond-async" in values,
        returns=values.get("return"),
        max_page_size=_whole(values.get("maxpagesize", "")),
        wait=_whole(values.get("wait", "")),
        continue_on_error=_BOOLEAN.get(values.get("continue-on-error", "absent")),
        omit_nulls="omit-values" in values,
        track_changes="track-changes" in values,
        _spelled=spelled,
    )


def without_preference(header: str, name: str) -> str:
    """The Prefer header without one preference, whose name is given in lower case."""
    kept = []
    for element in _ELEMENT.findall(header[:_LONGEST]):
        match = _PREFERENCE.match(element)
        if match is None or match["name"].lower() != name:
            kept.append(element.strip())
    return ", ".join(kept)


def _elements(header: str) -> Iterable[tuple[str, str]]:
    for element in _ELEMENT.findall(header[:_LONGEST]):
        match = _PREFERENCE.match(element)
        if match:
            yield match["name"], (match["value"] or "").strip('"')


def _is_valid(name: str, value: str) -> bool:
    if name == "return":
        return value in _RETURNS
    if name == "maxpagesize":
        return bool(_whole(value))
    if name == "wait":
        return _whole(value) is not None
    if name == "continue-on-error":
        return value.lower() in _BOOLEAN
    if name == "omit-values":
        return value.lower() == "nulls"
    return name in {"respond-async", "track-changes"}


def _whole(text: str) -> int | None:
    digits = 9
    fits = text.isascii() and text.isdecimal() and len(text) <= digits
    return int(text) if fits else None
