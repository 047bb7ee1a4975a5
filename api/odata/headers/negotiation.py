"""Which representation answers Accept and $format (Part 1, 8.2.1; JSON Format, 3)."""

from dataclasses import dataclass
from enum import Enum

from api.odata.errors import BadRequestError, NotAcceptableError
from api.odata.headers.media_types import MediaRange, parse_accept, parse_media_range
from api.odata.headers.versions import ODataVersion
from api.odata.names import shown

JSON = "application/json"
_ABBREVIATIONS = {"json": JSON, "xml": "application/xml", "atom": "application/atom+xml"}
_BOOLEAN = {"true": True, "false": False}
_IGNORED = frozenset({"charset", "odata.streaming", "streaming"})


class Metadata(Enum):
    """How much control information a payload carries (JSON Format, 3.1)."""

    NONE = "none"
    MINIMAL = "minimal"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class JsonFormat:
    """The JSON that a client gets; with `ieee754`, Int64 and Decimal are strings."""

    metadata: Metadata = Metadata.MINIMAL
    ieee754: bool = False

    def content_type(self, version: ODataVersion) -> str:
        """The Content-Type of such a payload; never with a charset (JSON Format, 4.1)."""
        text = f"{JSON};{version.control}metadata={self.metadata.value}"
        return f"{text};IEEE754Compatible=true" if self.ieee754 else text


def negotiate_json(accept: str | None, format_option: str | None = None) -> JsonFormat:
    """The JSON to answer data with; $format, where given, overrules Accept.

    Raises NotAcceptableError where no JSON that can be made is accepted, BadRequestError
    for a $format that is no media type.
    """
    for each in _ranges(accept, format_option):
        found = _json_format(each)
        if found is not None:
            return found
    wanted = shown(format_option or accept or "")
    message = f"{wanted} is not offered; data comes as {JSON}"
    raise NotAcceptableError(message)


def negotiate(accept: str | None, format_option: str | None, offered: tuple[str, ...]) -> str:
    """The one of the offered media types, best first, that the client likes best.

    For what is not JSON data: $metadata, raw values, counts. Browsers and HTTP libraries
    that accept anything get the first. Raises as `negotiate_json`.
    """
    ranges = _ranges(accept, format_option)
    if ranges and ranges[0].type != "*/*" and any(r.type == "*/*" for r in ranges):
        ranges = [r for r in ranges if r.type in offered[:1]] or [MediaRange("*/*", {})]
    for each in ranges:
        for media_type in offered:
            if each.covers(media_type):
                return media_type
    names = ", ".join(offered)
    message = f"{shown(format_option or accept or '')} is not offered; this comes as {names}"
    raise NotAcceptableError(message)


def _ranges(accept: str | None, format_option: str | None) -> list[MediaRange]:
    if format_option is None:
        return parse_accept(accept)
    name, semicolon, _ = format_option.partition(";")
    full_name = _ABBREVIATIONS.get(name.strip().lower())
    if full_name and semicolon:
        message = f"$format={name} takes no parameters; write {full_name} with them instead"
        raise BadRequestError(message, target="$format")
    found = parse_media_range(full_name or format_option)
    if found is None:
        message = f"$format must be json or a media type; got {shown(format_option)}"
        raise BadRequestError(message, target="$format")
    return [found]


def _json_format(wanted: MediaRange) -> JsonFormat | None:
    if not wanted.covers(JSON):
        return None
    metadata = Metadata.MINIMAL
    ieee754: bool | None = False
    for name, value in wanted.parameters.items():
        if name in {"odata.metadata", "metadata"}:
            if value.lower() not in {each.value for each in Metadata}:
                return None
            metadata = Metadata(value.lower())
        elif name == "ieee754compatible":
            ieee754 = _BOOLEAN.get(value.lower())
        elif name == "exponentialdecimals" and value.lower() in _BOOLEAN:
            continue
        elif name not in _IGNORED:
            return None
    return None if ieee754 is None else JsonFormat(metadata, ieee754)
